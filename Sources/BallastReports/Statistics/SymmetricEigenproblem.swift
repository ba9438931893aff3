/// Eigenvalues and eigenvectors of small symmetric matrices, by Jacobi's rotations (Golub and Van Loan, Matrix
/// Computations, 2013, §8.5).
enum SymmetricEigenproblem {
    /// - Parameter matrix: symmetric, [n][n].
    /// - Returns: the eigenvalues, descending, and the eigenvector of each, of length 1.
    static func solve(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
        let size = matrix.count
        var a = matrix
        var vectors = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0.0 } }
        let scale = matrix.joined().reduce(0) { $0 + $1 * $1 }
        for _ in 0..<60 {
            let rest = (0..<size).reduce(0.0) { sum, row in
                (0..<row).reduce(sum) { $0 + a[row][$1] * a[row][$1] }
            }
            if rest <= scale * 1e-32 { break }
            for p in 0..<size {
                for q in (p + 1)..<max(size, p + 1) where a[p][q] != 0 {
                    let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
                    let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
                    let cosine = 1 / (t * t + 1).squareRoot()
                    let sine = t * cosine
                    for k in 0..<size {
                        (a[k][p], a[k][q]) = (cosine * a[k][p] - sine * a[k][q], sine * a[k][p] + cosine * a[k][q])
                    }
                    for k in 0..<size {
                        (a[p][k], a[q][k]) = (cosine * a[p][k] - sine * a[q][k], sine * a[p][k] + cosine * a[q][k])
                    }
                    // Rows of `vectors` are the eigenvectors.
                    for k in 0..<size {
                        (vectors[p][k], vectors[q][k]) = (
                            cosine * vectors[p][k] - sine * vectors[q][k],
                            sine * vectors[p][k] + cosine * vectors[q][k]
                        )
                    }
                }
            }
        }
        let order = (0..<size).sorted { (-a[$0][$0], $0) < (-a[$1][$1], $1) }
        return (order.map { a[$0][$0] }, order.map { vectors[$0] })
    }
}
