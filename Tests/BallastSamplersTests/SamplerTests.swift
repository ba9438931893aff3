import BallastCore
import BallastSamplers
import TestSupport
import Testing

@Suite struct SamplerTests {
    private let registry: Registry<any Sampler, SamplerContext>

    init() throws {
        var registry = Registry<any Sampler, SamplerContext>(kind: "sampler")
        try registry.registerStandardSamplers()
        self.registry = registry
    }

    /// A run's section with a sampler in it.
    private struct SamplerSection: ComponentConfig {
        @Setting("Sampler.", kind: "sampler") var sampler: ComponentReference

        init() {}
    }

    private func sampler(_ yaml: String, labels: [Int32], classes: Int) throws -> any Sampler {
        let catalog = ComponentCatalog([registry])
        let section = try ConfigNode.parse(yaml: "sampler: \(yaml)", path: "run.yaml")
        return try registry.build(
            SamplerSection.decode(section, catalog: catalog).sampler, catalog: catalog,
            context: SamplerContext(labels: labels, classCount: classes, epochs: 3))
    }

    private func labels(_ counts: [Int]) -> [Int32] {
        counts.enumerated().flatMap { label, count in [Int32](repeating: Int32(label), count: count) }
    }

    private func counts(_ order: some Sequence<Int>, _ labels: [Int32], classes: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: classes)
        for row in order { counts[Int(labels[row])] += 1 }
        return counts
    }

    // MARK: Shuffle and sequential

    /// PyTorch's DataLoader on 50 rows, seed 5, with other draws between epochs.
    @Test func shuffleIsPyTorchsOrder() throws {
        let golden = try Golden("rng_torch").group("loader_4")
        let random = RandomStreams(seed: 5)
        let sampler = try sampler("shuffle", labels: labels([50]), classes: 1)
        for epoch in 0..<4 {
            #expect(try sampler.order(epoch: epoch, random: random) == golden.integers("indices")[row: epoch].values)
            _ = random.torch.uniform(count: 3)
            _ = random.torch.normal(count: 3)
        }
    }

    /// PyTorch's DataLoader without shuffling on 33 rows, seed 3: the order, and what the stream gives after every epoch.
    @Test func sequentialKeepsOrderAndStream() throws {
        let golden = try Golden("rng_torch").group("loader_5")
        let random = RandomStreams(seed: 3)
        let sampler = try sampler("sequential", labels: labels([33]), classes: 1)
        for epoch in 0..<3 {
            #expect(try sampler.order(epoch: epoch, random: random) == Array(0..<33))
            let probe = TorchRandom(state: random.torch.state).uniform(count: 2)
            #expect(try probe == golden.floats("probe")[row: epoch].values)
        }
    }

    // MARK: Class-balanced

    @Test func everyRoundHasEveryClassOnce() throws {
        let labels = labels([50, 7, 1, 0, 12])
        let sampler = try sampler("{type: class_balanced, length: 103}", labels: labels, classes: 5)
        let order = try sampler.order(epoch: 0, random: RandomStreams(seed: 1))
        #expect(order.count == 103)
        for start in stride(from: 0, to: 100, by: 4) {
            #expect(counts(order[start..<start + 4], labels, classes: 5) == [1, 1, 1, 0, 1])
        }
        let total = counts(order, labels, classes: 5)
        #expect(total[3] == 0)
        #expect([0, 1, 2, 4].allSatisfy { total[$0] == 25 || total[$0] == 26 })
        for start in 0..<order.count - 32 {
            let batch = counts(order[start..<start + 32], labels, classes: 5)
            #expect([0, 1, 2, 4].allSatisfy { (7...9).contains(batch[$0]) })
        }
    }

    @Test func rowsOfAClassAreVisitedEvenly() throws {
        let labels = labels([30, 4, 9])
        let sampler = try sampler("class_balanced", labels: labels, classes: 3)
        let order = try sampler.order(epoch: 0, random: RandomStreams(seed: 9))
        #expect(order.count == 43)
        for (label, rows) in [0..<30, 30..<34, 34..<43].enumerated() {
            let visits = rows.map { row in order.count { $0 == row } }
            let (least, most) = (visits.min() ?? 0, visits.max() ?? 0)
            #expect(most - least <= 1, "class \(label): \(visits)")
        }
    }

    @Test func roundsAreInRandomOrder() throws {
        let labels = labels([3, 3, 3])
        let sampler = try sampler("{type: class_balanced, length: 300}", labels: labels, classes: 3)
        let order = try sampler.order(epoch: 0, random: RandomStreams(seed: 2))
        let rounds = Set(stride(from: 0, to: 300, by: 3).map { start in order[start..<start + 3].map { labels[$0] } })
        #expect(rounds.count == 6)
    }

    // MARK: Weighted

    /// Two calls of choice(6, 8, p=np.array([1, 1, 1, 4, 4, 0]) / 11) of numpy.random.RandomState(3922049824).
    @Test func weightedIsNumPysChoice() throws {
        let seed = RandomStreams.derivedSeed(seed: 7, name: "numpy/sampler")
        #expect(seed == 3_922_049_824)
        let sampler = try sampler(
            "{type: weighted, weights: [1, 4, 0], length: 8}", labels: labels([3, 2, 1]), classes: 3)
        let random = RandomStreams(seed: 7)
        #expect(try sampler.order(epoch: 0, random: random) == [3, 2, 0, 3, 1, 3, 2, 3])
        #expect(try sampler.order(epoch: 1, random: random) == [0, 4, 3, 4, 2, 1, 3, 4])
    }

    @Test func weightedMeetsItsShares() throws {
        let labels = labels([900, 90, 10])
        let sampler = try sampler(
            "{type: weighted, weights: [1, 10, 0], length: 20000}", labels: labels, classes: 3)
        let total = counts(try sampler.order(epoch: 0, random: RandomStreams(seed: 4)), labels, classes: 3)
        #expect(total[2] == 0)
        // Half each: 10,000 ± 5 standard deviations of 71.
        #expect(abs(total[0] - 10_000) < 355)
    }

    // MARK: All of them

    private static let configurations = [
        "shuffle", "sequential", "class_balanced", "{type: weighted, weights: [1, 2, 3]}", "square_root",
        "progressively_balanced",
    ]

    @Test(arguments: configurations)
    func seedDecidesTheOrder(_ yaml: String) throws {
        let labels = labels([20, 5, 9])
        let sampler = try sampler(yaml, labels: labels, classes: 3)
        let (first, second) = (RandomStreams(seed: 11), RandomStreams(seed: 11))
        var orders: [[Int]] = []
        for epoch in 0..<3 {
            let order = try sampler.order(epoch: epoch, random: first)
            #expect(try order == sampler.order(epoch: epoch, random: second))
            #expect(order.count == 34)
            #expect(order.allSatisfy { labels.indices.contains($0) })
            orders.append(order)
        }
        if yaml != "sequential" {
            #expect(Set(orders).count == 3)
            #expect(try sampler.order(epoch: 0, random: RandomStreams(seed: 12)) != orders[0])
        }
        // A resumed run takes up the streams where they stood.
        let resumed = RandomStreams(seed: 11)
        try resumed.restore(first.snapshot)
        #expect(try sampler.order(epoch: 3, random: first) == sampler.order(epoch: 3, random: resumed))
    }

    @Test(arguments: configurations)
    func anEmptySplitHasAnEmptyOrder(_ yaml: String) throws {
        let sampler = try sampler(yaml, labels: [], classes: 3)
        #expect(try sampler.order(epoch: 0, random: RandomStreams(seed: 0)) == [])
    }

    @Test(arguments: [
        (
            "{type: weighted, weights: [1, 2]}",
            "run.yaml:1:27: sampler.weights: has 2 values, but the data set has 3 classes"
        ),
        ("{type: weighted, weights: [0, 0, 1]}", "run.yaml:1:27: sampler.weights: is 0 for every class that has rows"),
        (
            "{type: weighted, weights: [1, -2, 1]}",
            "run.yaml:1:40: sampler.weights.1: out of range: got -2; must be a number in [0, 1000000000]"
        ),
        ("{type: weighted}", "run.yaml:1:10: sampler.weights: missing; must be a list of numbers in [0, 1000000000]"),
        (
            "{type: class_balanced, length: 0}",
            "run.yaml:1:41: sampler.length: out of range: got 0; must be an integer ≥ 1"
        ),
    ])
    func refuses(_ yaml: String, message: String) {
        expectError(message) { try sampler(yaml, labels: labels([4, 3, 0]), classes: 3) }
    }
}
