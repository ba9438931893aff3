import BallastCore

/// A sampler with its settings, for training rows of so many classes.
struct SamplerSubject {
    let component: DecodedComponent<any Sampler, SamplerContext>
    let classCounts: [Int]

    /// A long tail; two classes; a class of one row; a class without rows; a single row.
    static let classCounts = [[40, 9, 3], [31, 4], [20, 1], [12, 0, 5], [1, 1]]
    static let epochs = 4

    /// The label of every row, classes mixed.
    var labels: [Int32] {
        let sorted = classCounts.indices.flatMap { [Int32](repeating: Int32($0), count: classCounts[$0]) }
        return NumPyRandom(seed: 8).permutation(sorted.count).map { sorted[$0] }
    }

    var rowCount: Int { classCounts.reduce(0, +) }

    func make() throws -> any Sampler {
        try component.build(
            SamplerContext(labels: labels, classCount: classCounts.count, epochs: Self.epochs))
    }
}
