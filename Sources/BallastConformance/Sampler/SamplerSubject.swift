import BallastCore

/// A sampler with its settings, for training rows of so many classes.
struct SamplerSubject {
    let component: DecodedComponent<any Sampler, SamplerContext>
    let classCounts: [Int]

    /// A long tail; two classes; a class of one row; a class without rows; a single row; classes large enough for the
    /// neighbours that resamplers look for.
    static let classCounts = [[40, 9, 3], [31, 4], [20, 1], [12, 0, 5], [1, 1], [30, 12, 9]]
    static let epochs = 4
    private static let width = 3

    /// The label of every row, classes mixed.
    var labels: [Int32] {
        let sorted = classCounts.indices.flatMap { [Int32](repeating: Int32($0), count: classCounts[$0]) }
        return NumPyRandom(seed: 8).permutation(sorted.count).map { sorted[$0] }
    }

    /// The training rows, classes on top of each other.
    var table: FeatureTable {
        let labels = labels
        return FeatureTable(labels: labels, classCount: classCounts.count, width: Self.width) {
            NumPyRandom(seed: 9).normal(count: labels.count * Self.width)
        }
    }

    /// A sampler ready to order epochs, and what it made of the training rows.
    func make(seed: UInt32 = 5, threads: Int = 1) throws -> MadeSampler {
        var sampler = try component.build(
            SamplerContext(labels: labels, classCount: classCounts.count, epochs: Self.epochs))
        let resampling = try sampler.resample(table, seed: seed, threads: threads)
        return MadeSampler(sampler: sampler, resampling: resampling, rowCount: resampling?.count ?? labels.count)
    }
}

/// A sampler that has been through everything that comes before the first epoch.
struct MadeSampler {
    let sampler: any Sampler
    let resampling: Resampling?
    /// The number of rows that epochs visit rows of.
    let rowCount: Int

    /// What is known of the model: nothing is learnt, everything, or some rows better than others.
    static let observations: [@Sendable (_ row: Int) -> Double] = [
        { Double($0 * 7 % 11) / 10 }, { _ in 0 }, { _ in 1 },
    ]

    /// The order of an epoch, by a sampler that observes the model from a made-up observation.
    func order(epoch: Int, random: RandomStreams, observation: Int = 0) throws -> [Int] {
        guard let observer = sampler as? any ObservingSampler else {
            return try sampler.order(epoch: epoch, random: random)
        }
        return try observer.order(
            epoch: epoch, random: random, labelProbabilities: (0..<rowCount).map(Self.observations[observation]))
    }
}
