import BallastCore
import BallastSamplers
import TestSupport
import Testing

/// Samplers that draw classes, and those that fill batches with them.
@Suite struct DrawnClassTests {
    private func labels(_ counts: [Int]) -> [Int32] {
        let sorted = counts.enumerated().flatMap { [Int32](repeating: Int32($0), count: $1) }
        return NumPyRandom(seed: 2).permutation(sorted.count).map { sorted[$0] }
    }

    private func counts(_ order: some Sequence<Int>, _ labels: [Int32], classes: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: classes)
        for row in order { counts[Int(labels[row])] += 1 }
        return counts
    }

    /// Expects visits within five standard deviations of their expectation.
    private func expectShares(_ visits: [Int], _ shares: [Double], sourceLocation: SourceLocation = #_sourceLocation) {
        let total = Double(visits.reduce(0, +))
        for (count, share) in zip(visits, shares) {
            let deviation = (total * share * (1 - share)).squareRoot()
            #expect(
                abs(Double(count) - total * share) <= 5 * deviation, "\(visits), expected shares \(shares)",
                sourceLocation: sourceLocation)
        }
    }

    @Test func squareRootsDecide() throws {
        let labels = labels([900, 100, 0, 25])
        var config = SquareRootSampler.Config()
        config.length = 20_000
        let sampler = SquareRootSampler(
            config: config, context: SamplerContext(labels: labels, classCount: 4, epochs: 3))
        let order = sampler.order(epoch: 1, random: RandomStreams(seed: 6))
        expectShares(counts(order, labels, classes: 4), [30 / 45.0, 10 / 45.0, 0, 5 / 45.0])
    }

    /// The classes of all visits come first from the stream.
    @Test func classesAreNumPysChoice() throws {
        let labels: [Int32] = [0, 0, 0, 0, 1, 2]
        let sampler = SquareRootSampler(
            config: .init(), context: SamplerContext(labels: labels, classCount: 3, epochs: 3))
        let order = sampler.order(epoch: 0, random: RandomStreams(seed: 6))
        let expected = RandomStreams(seed: 6).numpy("sampler").choice(probabilities: [2, 1, 1], count: 6)
        #expect(order.map { Int(labels[$0]) } == expected)
    }

    @Test func rowsOfAClassAreVisitedEvenly() throws {
        let labels = labels([40, 7])
        let sampler = SquareRootSampler(
            config: .init(), context: SamplerContext(labels: labels, classCount: 2, epochs: 3))
        let order = sampler.order(epoch: 0, random: RandomStreams(seed: 3))
        for label in 0..<2 {
            let visits = labels.indices.filter { labels[$0] == label }.map { row in order.count { $0 == row } }
            #expect((visits.max() ?? 0) - (visits.min() ?? 0) <= 1, "class \(label): \(visits)")
        }
    }

    /// Half-way through the run the shares are half-way between those of the rows and equal ones.
    @Test(arguments: [(0, [0.9, 0.1]), (2, [0.7, 0.3]), (3, [0.6, 0.4])])
    func sharesMoveTowardsBalance(epoch: Int, shares: [Double]) throws {
        let labels = labels([900, 100])
        var config = ProgressivelyBalancedSampler.Config()
        config.length = 20_000
        let sampler = ProgressivelyBalancedSampler(
            config: config, context: SamplerContext(labels: labels, classCount: 2, epochs: 4))
        let order = sampler.order(epoch: epoch, random: RandomStreams(seed: 6))
        expectShares(counts(order, labels, classes: 2), shares)
    }

    @Test func batchesHaveMRowsOfEachOfTheirClasses() throws {
        let labels = labels([50, 20, 3, 0, 9, 12])
        var config = MPerClassSampler.Config()
        config.m = 4
        let sampler = try MPerClassSampler(
            config: config, context: SamplerContext(labels: labels, classCount: 6, epochs: 1, batchSize: 8))
        let order = sampler.order(epoch: 0, random: RandomStreams(seed: 1))
        #expect(order.count == 88)
        var visits = [Int](repeating: 0, count: 6)
        for start in stride(from: 0, to: order.count, by: 8) {
            let batch = counts(order[start..<start + 8], labels, classes: 6)
            #expect(batch.sorted() == [0, 0, 0, 0, 4, 4], "\(batch)")
            for (label, count) in batch.enumerated() where count > 0 { visits[label] += 1 }
        }
        #expect(visits[3] == 0)
        #expect(visits.reduce(0, +) == 22)
        // Two of five classes a batch: at most one is left out of each two batches.
        #expect([0, 1, 2, 4, 5].allSatisfy { (2...6).contains(visits[$0]) }, "\(visits)")
        // A class of three rows has all of them, one twice.
        let small = Set(order.filter { labels[$0] == 2 })
        #expect(visits[2] == 0 || small.count == 3)
    }

    @Test(arguments: [
        (5, 8, "m: is 5, which does not divide training.batch_size, 8"),
        (
            1, 8,
            "m: is 1, so a batch of 8 rows needs 8 classes, but 3 have training rows: raise m or lower training.batch_size "
                + "to 3 or less"
        ),
    ])
    func batchesThatCannotBeFilled(m: Int, batchSize: Int, message: String) {
        var config = MPerClassSampler.Config()
        config.m = m
        let context = SamplerContext(labels: labels([5, 4, 3]), classCount: 3, epochs: 1, batchSize: batchSize)
        expectError(message) { try MPerClassSampler(config: config, context: context) }
    }
}
