internal import BallastCore

/// The two directions in which rows vary most, and where each row lies along them (Pearson, Philosophical Magazine 2,
/// 1901).
///
/// The eigenvectors of the covariance with the largest eigenvalues, by iterating a subspace of eight dimensions with
/// Rayleigh and Ritz's projection (Saad, Numerical Methods for Large Eigenvalue Problems, 2011, §5.2). No matrix of
/// D × D is made, so that D may be large. The largest element of each direction by size is positive.
public struct PrincipalComponents: Sendable {
    /// The mean of the rows, [D].
    public let mean: [Double]
    /// The two directions of length 1, [2][D]; zeros where rows do not vary any more.
    public let directions: [[Double]]
    /// The shares of the variance along the two directions, each in 0...1.
    public let shares: [Double]

    private typealias Block = SIMD8<Double>

    /// - Parameters:
    ///   - values: row-major [n, D].
    ///   - width: D, at least 1.
    /// - Precondition: the values are whole rows.
    public init(_ values: [Float], width: Int) {
        precondition(width > 0 && values.count % width == 0, "rows are not of the same width")
        let count = values.count / width
        var mean = [Double](repeating: 0, count: width)
        for (index, value) in values.enumerated() { mean[index % width] += Double(value) }
        for column in mean.indices { mean[column] /= Double(max(count, 1)) }
        let centred = values.enumerated().map { Double($1) - mean[$0 % width] }
        let total = centred.reduce(0) { $0 + $1 * $1 }

        // Any start that is not orthogonal to what is looked for; drawn from a fixed seed.
        let random = NumPyRandom(seed: 0)
        var basis = (0..<width).map { _ in
            var block = Block()
            for lane in 0..<8 { block[lane] = random.uniform() - 0.5 }
            return block
        }
        Self.orthonormalise(&basis)
        var values = [Double](repeating: 0, count: 8)
        var rotation = [[Double]]()
        for _ in 0..<500 {
            let images = Self.images(centred, of: basis)
            (values, rotation) = SymmetricEigenproblem.solve(Self.products(images))
            let next = Self.preimages(centred, of: images, width: width)
            let before = basis
            basis = next
            Self.orthonormalise(&basis)
            // How far the two directions have turned out of the subspace before.
            if Self.change(of: [rotation[0], rotation[1]], from: before, to: basis) < 1e-12 { break }
        }
        let images = Self.images(centred, of: basis)
        (values, rotation) = SymmetricEigenproblem.solve(Self.products(images))
        directions = (0..<2).map { number in
            guard values[number] > total * 1e-14 else { return [Double](repeating: 0, count: width) }
            var direction = basis.map { block in (0..<8).reduce(0) { $0 + block[$1] * rotation[number][$1] } }
            let largest = direction.max { abs($0) < abs($1) } ?? 0
            if largest < 0 { direction = direction.map { -$0 } }
            return direction
        }
        shares = (0..<2).map { total > 0 ? max(0, min(1, values[$0] / total)) : 0 }
        self.mean = mean
    }

    /// Where rows lie along the two directions.
    ///
    /// - Parameter values: row-major [n, D].
    /// - Returns: the coordinates of every row; the mean lies at 0.
    public func projected(_ values: [Float]) -> [(x: Double, y: Double)] {
        let width = mean.count
        return (0..<values.count / width).map { row in
            var (x, y) = (0.0, 0.0)
            for column in 0..<width {
                let value = Double(values[row * width + column]) - mean[column]
                x += value * directions[0][column]
                y += value * directions[1][column]
            }
            return (x, y)
        }
    }

    /// X·V, [n].
    private static func images(_ centred: [Double], of basis: [Block]) -> [Block] {
        let width = basis.count
        return (0..<centred.count / width).map { row in
            var sum = Block()
            for column in 0..<width { sum += basis[column] * centred[row * width + column] }
            return sum
        }
    }

    /// Xᵀ·W, [D].
    private static func preimages(_ centred: [Double], of images: [Block], width: Int) -> [Block] {
        var result = [Block](repeating: Block(), count: width)
        for (row, image) in images.enumerated() {
            for column in 0..<width { result[column] += image * centred[row * width + column] }
        }
        return result
    }

    /// WᵀW, [8][8].
    private static func products(_ blocks: [Block]) -> [[Double]] {
        var result = [[Double]](repeating: [Double](repeating: 0, count: 8), count: 8)
        for block in blocks {
            for row in 0..<8 { for column in 0...row { result[row][column] += block[row] * block[column] } }
        }
        for row in 0..<8 { for column in 0..<row { result[column][row] = result[row][column] } }
        return result
    }

    /// Makes the eight columns orthonormal, twice, as once does not suffice near dependence; dependent ones become 0.
    private static func orthonormalise(_ basis: inout [Block]) {
        for lane in 0..<8 {
            let start = basis.reduce(0) { $0 + $1[lane] * $1[lane] }.squareRoot()
            for _ in 0..<2 {
                for earlier in 0..<lane {
                    let product = basis.reduce(0) { $0 + $1[lane] * $1[earlier] }
                    for row in basis.indices { basis[row][lane] -= product * basis[row][earlier] }
                }
            }
            let length = basis.reduce(0) { $0 + $1[lane] * $1[lane] }.squareRoot()
            let factor = length > start * 1e-12 && length > 0 ? 1 / length : 0
            for row in basis.indices { basis[row][lane] *= factor }
        }
    }

    /// The largest squared length that the given directions of one subspace have outside of another.
    private static func change(of rotations: [[Double]], from before: [Block], to after: [Block]) -> Double {
        rotations.map { rotation in
            let direction = before.map { block in (0..<8).reduce(0) { $0 + block[$1] * rotation[$1] } }
            var inside = Block()
            for (value, block) in zip(direction, after) { inside += block * value }
            let length = direction.reduce(0) { $0 + $1 * $1 }
            return length - (inside * inside).sum()
        }.max() ?? 0
    }
}
