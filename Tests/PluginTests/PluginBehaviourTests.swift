import Ballast
import ShippedPlugins
import Testing

/// What plugins promise beyond what conformance checks.
@Suite struct PluginBehaviourTests {
    @Test func frameHasEqualAngles() throws {
        let store = ParameterStore(device: .reference(), scalarType: .float64, random: TorchRandom(seed: 5))
        _ = try ETFDotRegression(
            config: .init(), context: LossContext(classCounts: [9, 5, 3, 2], featureWidth: 6, scope: store.root))
        let frame = try #require(store.buffers.first).value
        let products = frame.matmul(frame, transposeB: true).doubles()
        let expected = (0..<16).map { $0 % 5 == 0 ? 1 : -1 / 3.0 }
        expectClose(products, expected, "products of directions")
    }

    @Test func frameNeedsFeatures() throws {
        let store = ParameterStore(device: .reference(), random: TorchRandom(seed: 5))
        #expect(throws: ConfigError.self) {
            try ETFDotRegression(
                config: .init(), context: LossContext(classCounts: [9, 5, 3], featureWidth: 2, scope: store.root))
        }
    }

    @Test func seesawCountsClasses() throws {
        let store = ParameterStore(device: .reference(), random: TorchRandom(seed: 5))
        let loss = try Seesaw(
            config: .init(), context: LossContext(classCounts: [9, 5, 3], featureWidth: 2, scope: store.root))
        let logits = Tensor(zeros: [4, 3], on: store.device)
        for _ in 0..<2 {
            loss.afterStep(
                LossBatch(
                    output: ModelOutput(features: logits, logits: logits), labels: Labels([0, 2, 0, 0], bound: 3)))
        }
        #expect(store.buffers.first?.value.doubles() == [6, 0, 2])
    }

    @Test func topAlerts() throws {
        var config = PrecisionAtTopK.Config()
        config.k = 3
        let metric = try PrecisionAtTopK(
            config: config, context: MetricContext(classNames: ["good", "fraud"], trainingCounts: [5, 2]))
        func value(_ scores: [Double], _ labels: [Int32]) -> MetricValue {
            let predictions = Predictions(classCount: 2)
            predictions.append(probabilities: scores.flatMap { [1 - $0, $0] }, labels: labels)
            return metric(predictions)
        }
        #expect(value([0.9, 0.8, 0.7, 0.6, 0.1], [1, 0, 1, 1, 0]) == .scalar(2 / 3.0))
        // One place for two rows that tie, one of which is fraud.
        #expect(value([0.9, 0.8, 0.5, 0.5, 0.1], [1, 0, 1, 0, 0]) == .scalar(0.5))
        #expect(value([0.9, 0.2], [1, 0]) == .scalar(0.5))
        #expect(value([], []).scalar == nil)
        #expect(value([.nan, 0.2], [1, 0]).scalar == nil)
    }

    /// The classes exchanged, in the data and in `positive_class`.
    @Test func smoothPrecisionRanksThePositiveClass() throws {
        func trial(_ logits: [Double], _ labels: [Int32], positiveClass: Int) throws -> PluginTrial {
            let array = HDF5Array(values: logits, shape: [labels.count, 2])
            return try PluginTrial(
                SmoothAveragePrecision.self, .init(), logits: array, features: array, labels: labels,
                classCounts: [4, 3],
                positiveClass: positiveClass)
        }
        let first = try trial([0.1, 0.4, -0.3, 0.2, 0.5, 0, 0.3, 0.1], [1, 0, 1, 0], positiveClass: 1)
        let second = try trial([0.4, 0.1, 0.2, -0.3, 0, 0.5, 0.1, 0.3], [0, 1, 0, 1], positiveClass: 0)
        expectClose(second.values, first.values, "values")
        #expect(first.values[0] > 0 && first.values[1] == 0)
    }

    /// What a bin lacks the others give: of 10 wanted rows 4 are easy, which are all taken, and 6 of the 96 hard ones.
    @Test func aSmallBinIsTakenWholeAndTheOthersGiveTheRest() throws {
        let labels = [Int32](repeating: 0, count: 100) + [Int32](repeating: 1, count: 10)
        let sampler = try SelfPacedUnderSampling(
            config: .init(), context: SamplerContext(labels: labels, classCount: 2, epochs: 9))
        let learnt = labels.indices.map { $0 < 4 ? 1 : 0.2 }
        let order = try sampler.order(epoch: 0, random: RandomStreams(seed: 2), labelProbabilities: learnt)
        #expect(order.filter { $0 < 4 }.sorted() == [0, 1, 2, 3])
        #expect(Set(order.filter { 4..<100 ~= $0 }).count == 6 && order.count == 20)
    }

    /// 100 rows of which the last ten are hard, and 10 of the other class: at first nearly all drawn rows are easy, in the
    /// end as many are hard as easy.
    @Test func selfPacedSamplingMovesToHardRows() throws {
        let labels = [Int32](repeating: 0, count: 100) + [Int32](repeating: 1, count: 10)
        var config = SelfPacedUnderSampling.Config()
        config.bins = 2
        let sampler = try SelfPacedUnderSampling(
            config: config, context: SamplerContext(labels: labels, classCount: 2, epochs: 100))
        let learnt = labels.indices.map { $0 < 90 ? 0.99 : 0.1 }
        func hard(epoch: Int) throws -> Int {
            let order = try sampler.order(epoch: epoch, random: RandomStreams(seed: 2), labelProbabilities: learnt)
            #expect(order.count == 20 && Set(order).count == 20 && order.filter { $0 >= 100 }.count == 10)
            return order.filter { 90..<100 ~= $0 }.count
        }
        #expect(try hard(epoch: 0) == 0)
        #expect(try hard(epoch: 99) == 5)
        // Nothing is known of the model: any row is as likely.
        let order = try sampler.order(epoch: 0, random: RandomStreams(seed: 2))
        #expect(order.count == 20)
    }

    @Test func wideResNetHasThePapersSize() throws {
        let store = ParameterStore(device: .cpu(), random: TorchRandom(seed: 5))
        let model = try WideResNet(
            config: .init(),
            context: ModelContext(inputShape: [3, 32, 32], head: HeadDescription(width: 10), scope: store.root))
        #expect(store.parameters.reduce(0) { $0 + $1.shape.elementCount } == 691_674)
        #expect(model.featureWidth == 128)
    }

    /// Conformance moves logits alone in losses that read features besides.
    @Test func extremeFeaturesStayFinite() throws {
        let rows = [[0.0, 0, 0], [1e4, -1e4, 1e4], [1e-20, 0, 0], [1e4, -1e4, 1e4]]
        let values = HDF5Array(values: rows.flatMap(\.self), shape: [4, 3])
        func check<L: Loss>(_ type: L.Type, _ config: L.Config) throws {
            let trial = try PluginTrial(
                type, config, logits: values, features: values, labels: [0, 0, 1, 0], classCounts: [9, 5, 3])
            let numbers = trial.values + trial.logitGradient + trial.featureGradient
            #expect(numbers.count == 4 + 12 + 12)
            let areFinite = numbers.allSatisfy { $0.isFinite }
            #expect(areFinite, "\(type): \(numbers)")
        }
        try check(InfluenceBalanced.self, .init())
        try check(BalancedContrastive.self, .init())
    }
}
