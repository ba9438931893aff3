import Ballast
import TestSupport
import Testing

@Suite struct ModelTests {
    private let logits = HeadDescription(width: 3)

    @Test func mlpOnLogitsRectifiesEveryHiddenLayer() throws {
        let fixtures = try ModelFixtures()
        let model = try fixtures.model("{type: mlp, hidden: [16, 8]}", input: [5], head: logits)
        #expect(
            fixtures.store.parameters.map(\.path)
                == ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "fc3.weight", "fc3.bias"])
        #expect(model.featureWidth == 8)
        let output = model(fixtures.batch([4, 5]), .evaluation)
        #expect(output.features.shape == [4, 8])
        #expect(output.logits?.shape == [4, 3])
        #expect(output.features.floats().allSatisfy { $0 >= 0 })
    }

    @Test func mlpOnFeaturesEndsInALinearEmbedding() throws {
        let fixtures = try ModelFixtures()
        let model = try fixtures.model(
            "{type: mlp, hidden: [16, 8], batch_norm: true, dropout: 0.5}", input: [5])
        #expect(
            fixtures.store.parameters.map(\.path)
                == ["fc1.weight", "fc1.bias", "bn1.weight", "bn1.bias", "fc2.weight", "fc2.bias"])
        let output = model(fixtures.batch([4, 5]), .evaluation)
        #expect(output.logits == nil)
        #expect(output.features.floats().contains { $0 < 0 })
    }

    /// The heads of cost-sensitive one-vs-all losses start from a chosen prior; the rest of the stream is as without it.
    @Test func headTakesItsInitialBias() throws {
        let (plain, biased) = (try ModelFixtures(seed: 3), try ModelFixtures(seed: 3))
        _ = try plain.model("{type: mlp, hidden: [4]}", input: [5], head: logits)
        _ = try biased.model(
            "{type: mlp, hidden: [4]}", input: [5], head: HeadDescription(width: 3, initialBias: -2.1972245773362196))
        for (left, right) in zip(plain.store.parameters, biased.store.parameters) {
            if left.path == "fc2.bias" {
                #expect(right.value.floats() == [Float](repeating: Float(-2.1972245773362196), count: 3))
            } else {
                #expect(left.value.floats() == right.value.floats())
            }
        }
        #expect(plain.store.random.uniform(count: 2) == biased.store.random.uniform(count: 2))
    }

    @Test func logisticIsOneLinearLayer() throws {
        let fixtures = try ModelFixtures()
        let model = try fixtures.model("logistic", input: [2, 3, 1], head: logits)
        #expect(fixtures.store.parameters.map(\.path) == ["linear.weight", "linear.bias"])
        #expect(model.featureWidth == 6)
        let batch = fixtures.batch([4, 2, 3, 1])
        let output = model(batch, .evaluation)
        #expect(output.features.floats() == batch.floats())
        #expect(output.logits?.shape == [4, 3])
        let bare = try ModelFixtures()
        let bareModel = try bare.model("logistic", input: [6])
        #expect(bareModel(bare.batch([4, 6]), .evaluation).logits == nil)
        #expect(bare.store.parameters.isEmpty)
    }

    @Test(arguments: ["torch", "kaiming_normal", "kaiming_uniform", "xavier_uniform", "xavier_normal"])
    func initializationDrawsWeightsOnly(_ name: String) throws {
        let (plain, chosen) = (try ModelFixtures(seed: 8), try ModelFixtures(seed: 8))
        _ = try plain.model("{type: mlp, hidden: [400, 300], batch_norm: true}", input: [200], head: logits)
        _ = try chosen.model(
            "{type: mlp, hidden: [400, 300], batch_norm: true, initialization: \(name)}", input: [200], head: logits)
        for (left, right) in zip(plain.store.parameters, chosen.store.parameters) {
            #expect((left.value.floats() == right.value.floats()) == (name == "torch" || left.role != .weight))
        }
        let weight = try #require(chosen.store.parameters.first { $0.path == "fc2.weight" }).value.doubles()
        let deviation = (weight.reduce(0) { $0 + $1 * $1 } / Double(weight.count)).squareRoot()
        let expected = [
            "torch": 1 / (3 * 400.0).squareRoot(), "kaiming_normal": (2 / 400.0).squareRoot(),
            "kaiming_uniform": (2 / 400.0).squareRoot(), "xavier_uniform": (2 / 700.0).squareRoot(),
            "xavier_normal": (2 / 700.0).squareRoot(),
        ]
        // 120,000 draws: 1% is five standard deviations of a normal's.
        expectClose(deviation, try #require(expected[name]), relative: 0.0103)
    }

    // MARK: Sequential

    private let stack = """
        {type: sequential, layers: [{type: conv2d, channels: 4, bias: false}, batch_norm, relu, max_pool, \
        {type: residual_block, channels: 8, stride: 2}, global_average_pool, {type: dropout, rate: 0.2}, \
        {type: linear, width: 6}]}
        """

    @Test func sequentialStacksItsLayers() throws {
        let fixtures = try ModelFixtures()
        let model = try fixtures.model(stack, input: [3, 8, 8], head: logits)
        #expect(model.featureWidth == 6)
        let paths = fixtures.store.parameters.map(\.path)
        #expect(paths.first == "layers.0.weight")
        #expect(paths.contains("layers.4.bn2.bias"))
        #expect(paths.suffix(4) == ["layers.7.weight", "layers.7.bias", "head.weight", "head.bias"])
        let output = model(fixtures.batch([2, 3, 8, 8]), .training(seed: 1))
        #expect(output.features.shape == [2, 6])
        #expect(output.logits?.shape == [2, 3])
    }

    /// A batch normalisation or a linear layer and the ReLU behind it run as one, with the result of both.
    @Test(arguments: ["batch_norm", "{type: linear, width: 6}"])
    func fusingChangesNothing(_ layer: String) throws {
        let (fused, apart) = (try ModelFixtures(seed: 2), try ModelFixtures(seed: 2))
        let layers = { (relu: String) in "{type: sequential, layers: [{type: linear, width: 9}, \(layer), \(relu)]}" }
        let left = try fused.model(layers("relu"), input: [5])
        let right = try apart.model(layers("{type: leaky_relu, slope: 0}"), input: [5])
        for (model, fixtures) in [(left, fused), (right, apart)] {
            model(fixtures.batch([7, 5]), .training(seed: 0)).features.square().sum().backward()
        }
        for (left, right) in zip(fused.store.parameters, apart.store.parameters) {
            expectClose(
                try #require(left.gradient).floats(), try #require(right.gradient).floats(), relative: 1e-5,
                absolute: 1e-6,
                left.path)
        }
    }

    @Test(arguments: [
        (
            "{type: sequential, layers: [{type: linear, width: 4}, {type: linear, wdth: 3}]}",
            """
            run.yaml:1:62: model.layers.1.width: missing; must be an integer in [1, 65536]
            run.yaml:1:77: model.layers.1.wdth: unknown key; layer linear has width, bias — did you mean "width"?
            """
        ),
        (
            "{type: sequential, layers: [flatten, max_pool]}",
            "run.yaml:1:45: model.layers.1: takes images [C, H, W], but gets [192]"
        ),
        (
            "{type: sequential, layers: [max_pool]}",
            """
            run.yaml:1:27: model.layers: end with [3, 4, 4] per example, not one vector; \
            end with flatten or global_average_pool
            """
        ),
        (
            "{type: sequential, layers: []}",
            "run.yaml:1:35: model.layers: wrong length: got 0; must be a list of layers, each a name or a section with a type (length ≥ 1)"
        ),
        (
            "{type: mlp, hidden: []}",
            "run.yaml:1:28: model.hidden: wrong length: got 0; must be a list of integers in [1, 65536] (length ≥ 1)"
        ),
        (
            "{type: convnet, channels: [4, 4, 4, 4]}",
            "run.yaml:1:24: model.channels: has 4 entries, each halving the image, which is [3, 8, 8]"
        ),
        (
            "{type: convnet, kernel: 4}",
            "run.yaml:1:32: model.kernel: out of range: got 4; must be one of 1, 3, 5, 7, 9, 11"
        ),
        (
            "{type: resnet20, shortcut: subsampel}",
            """
            run.yaml:1:35: model.shortcut: unknown value: got the string "subsampel"; \
            must be one of subsample, average, projection — did you mean "subsample"?
            """
        ),
    ])
    func refuses(_ yaml: String, message: String) throws {
        let fixtures = try ModelFixtures()
        expectError(message) { try fixtures.model(yaml, input: [3, 8, 8]) }
    }

    @Test func resnetNeedsImages() throws {
        let fixtures = try ModelFixtures()
        expectError("run.yaml:1:8: model: takes images [C, H, W], but gets [12]") {
            try fixtures.model("resnet20", input: [12])
        }
    }

    // MARK: Convolutional

    @Test(arguments: [false, true])
    func convnetHasAnEmbeddingOfAnyWidth(_ batchNorm: Bool) throws {
        let fixtures = try ModelFixtures()
        let model = try fixtures.model(
            "{type: convnet, channels: [4, 6], hidden: [10], embedding: 2, batch_norm: \(batchNorm)}",
            input: [1, 13, 12], head: logits)
        #expect(model.featureWidth == 2)
        let paths = fixtures.store.parameters.map(\.path)
        #expect(paths.contains("bn1.weight") == batchNorm)
        #expect(paths.contains("conv1.bias") != batchNorm)
        #expect(paths.suffix(6) == ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "head.weight", "head.bias"])
        let output = model(fixtures.batch([5, 1, 13, 12]), .training(seed: 0))
        #expect(output.features.shape == [5, 2])
        #expect(output.features.floats().contains { $0 < 0 })
        #expect(output.logits?.shape == [5, 3])
    }

    @Test(arguments: [(20, 269_722), (32, 464_154), (44, 658_586), (56, 853_018)])
    func resnetCounts(_ depth: Int, parameters: Int) throws {
        let fixtures = try ModelFixtures()
        let model = try fixtures.model(
            "resnet\(depth)", input: [3, 32, 32], head: HeadDescription(width: 10))
        #expect(model.featureWidth == 64)
        #expect(fixtures.store.parameters.reduce(0) { $0 + $1.value.count } == parameters)
        #expect(fixtures.store.parameters.count { $0.shape.rank == 4 } == depth - 1)
    }

    @Test func resnetOptionBHasProjections() throws {
        let fixtures = try ModelFixtures()
        _ = try fixtures.model("{type: resnet20, shortcut: projection}", input: [3, 16, 16])
        let projections = fixtures.store.parameters.filter { $0.path.contains("shortcut") }
        #expect(
            projections.map(\.path)
                == ["layer2", "layer3"].flatMap { stage in
                    ["0.weight", "1.weight", "1.bias"].map { "\(stage).0.shortcut.\($0)" }
                })
        #expect(projections.first?.shape == [32, 16, 1, 1])
    }

    /// In evaluation a model's output for a row depends on that row alone.
    @Test(
        arguments: [
            ("{type: mlp, hidden: [6], batch_norm: true, dropout: 0.5}", [5]),
            ("{type: convnet, channels: [4], hidden: [], embedding: 3, batch_norm: true}", [2, 6, 6]),
            ("resnet20", [3, 8, 8]),
        ] as [(String, [Int])])
    func rowsAreIndependentInEvaluation(_ yaml: String, input: [Int]) throws {
        let fixtures = try ModelFixtures()
        let model = try fixtures.model(yaml, input: Shape(input), head: logits)
        let batch = fixtures.batch(Shape([4] + input))
        _ = model(batch, .training(seed: 1))
        let whole = try #require(model(batch, .evaluation).logits).floats()
        let single = try #require(model(batch.sliced(axis: 0, 2..<3), .evaluation).logits).floats()
        expectClose(single, Array(whole[6..<9]), relative: 1e-5, absolute: 1e-6)
    }
}
