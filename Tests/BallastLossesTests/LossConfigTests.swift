import BallastCore
import BallastLosses
import BallastTensor
import TestSupport
import Testing

/// What losses and weightings say about settings and data sets they cannot work with.
@Suite struct LossConfigTests {
    private func build(_ yaml: String, classCounts: [Int] = [50, 10, 4]) throws -> any Loss {
        var registry = Registry<any Loss, LossContext>(kind: "loss")
        try registry.registerStandardLosses()
        let store = Bench.reference32.store()
        return try registry.build(
            try reference(yaml), context: LossContext(classCounts: classCounts, featureWidth: 2, scope: store.root))
    }

    private func weighting(_ yaml: String, classCounts: [Int] = [50, 10, 4]) throws -> ClassWeighting {
        var registry = Registry<ClassWeighting, WeightingContext>(kind: "weighting")
        try registry.registerStandardWeightings()
        return try registry.build(try reference(yaml), context: WeightingContext(classCounts: classCounts))
    }

    private func reference(_ yaml: String) throws -> ComponentReference {
        let node = try ConfigNode.parse(yaml: yaml, path: "run.yaml")
        var decoding = ConfigDecoding()
        let reference = ComponentReference.decode(
            node, at: "c", rules: SettingRules(), in: &decoding)
        return try #require(reference)
    }

    @Test(arguments: [
        (
            "{type: focal, gamma: -1}", [5, 5],
            "run.yaml:1:22: c.gamma: out of range: got -1; must be a number in [0, 1000]"
        ),
        (
            "{type: focal, alpha: [1, 2, 3]}", [5, 5],
            "run.yaml:1:15: c.alpha: has 3 values, but the data set has 2 classes"
        ),
        (
            "{type: focal_lgm, alpha: [1]}", [5, 5],
            "run.yaml:1:19: c.alpha: has 1 value, but the data set has 2 classes"
        ),
        ("{type: fal, alpha: []}", [5, 5], "run.yaml:1:13: c.alpha: has 0 values, but the data set has 2 classes"),
        (
            "{type: faml, lamda0: 0.9}", [5, 5],
            "run.yaml:1:14: c.lamda0: unknown key; loss faml has beta, gamma, margin, margin_kind, alpha, n, r, "
                + "lambda_schedule, lambda0 — did you mean \"lambda0\"?"
        ),
        (
            "{type: focal_binary}", [5, 5, 5],
            "run.yaml:1:8: c: focal_binary is for two classes, but the data set has 3; the losses cross_entropy, focal "
                + "and focal_sigmoid are for any number"
        ),
        (
            "{type: cross_entropy}", [5],
            "run.yaml:1:8: c: cross_entropy needs two classes or more, but the data set has 1"
        ),
        (
            "{type: ldam}", [5, 0, 5],
            "run.yaml:1:8: c: ldam needs training examples of every class, but class 1 has none"
        ),
        (
            "{type: balanced_softmax}", [5, 5, 0],
            "run.yaml:1:8: c: balanced_softmax needs training examples of every class, but class 2 has none"
        ),
    ])
    func losses(yaml: String, classCounts: [Int], message: String) {
        expectError(message) { try build(yaml, classCounts: classCounts) }
    }

    @Test(arguments: [
        (
            "{type: list, weights: [1, 2]}", [5, 5, 5],
            "run.yaml:1:14: c.weights: has 2 values, but the data set has 3 classes"
        ),
        ("{type: list, weights: [0, 0]}", [5, 5], "run.yaml:1:14: c.weights: needs a weight above 0"),
        ("{type: list}", [5, 5], "run.yaml:1:1: c.weights: missing; must be a list of numbers ≥ 0"),
        (
            "{type: effective_number, beta: 1}", [5, 5],
            "run.yaml:1:32: c.beta: out of range: got 1; must be a number in [0, 1)"
        ),
        (
            "{type: effective_number}", [5, 0],
            "run.yaml:1:8: c: effective_number needs training examples of every class, but class 1 has none"
        ),
        (
            "{type: inverse_frequency}", [0, 5],
            "run.yaml:1:8: c: inverse_frequency needs training examples of every class, but class 0 has none"
        ),
        (
            "{type: none, start_epoch: -1}", [5, 5],
            "run.yaml:1:27: c.start_epoch: out of range: got -1; must be an integer ≥ 0"
        ),
    ])
    func weightings(yaml: String, classCounts: [Int], message: String) {
        expectError(message) { try weighting(yaml, classCounts: classCounts) }
    }

    @Test func everyWeightingHasDeferralAndNormalization() throws {
        for type in ["none", "inverse_frequency", "effective_number"] {
            let made = try weighting("{type: \(type), start_epoch: 3, normalize: weights}")
            #expect(made.startEpoch == 3 && made.normalization == .weights)
            #expect(made.reduction(epoch: 2).weights == nil)
            #expect(made.reduction(epoch: 3).weights == made.weights)
        }
    }

    @Test func initialBiasIsCuis() {
        for (initialize, expected) in [(true, -2.1972245773362196), (false, nil)] {
            var config = SigmoidFocalLoss.Config()
            config.initializeBias = initialize
            guard case .logits(let width, let bias) = SigmoidFocalLoss.input(config: config, classCount: 10) else {
                Issue.record("focal_sigmoid reads logits")
                return
            }
            #expect(width == 10 && bias == expected)
        }
        #expect(BinaryFocalLoss.input(config: BinaryFocalLoss.Config(), classCount: 2) == .logits(width: 1))
    }

    /// The rows that LDAM's head starts from have length 1, and PyTorch's stream is drawn in PyTorch's order.
    @Test func headOfLDAMStartsNormalized() throws {
        let store = Bench.reference64.store(seed: 7)
        _ = try LabelDistributionAwareMargin(
            config: LabelDistributionAwareMargin.Config(),
            context: LossContext(classCounts: [9, 3], featureWidth: 3, scope: store.root))
        let weight = store.parameters[0].value.doubles()
        // torch.manual_seed(7); torch.Tensor(3, 2).uniform_(-1, 1)
        let drawn = TorchRandom(seed: 7).uniform(count: 6, low: -1, high: 1).map(Double.init)
        for label in 0..<2 {
            let column = [drawn[label], drawn[2 + label], drawn[4 + label]]
            let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
            expectClose(Array(weight[label * 3..<label * 3 + 3]), column.map { $0 / length }, relative: 1e-12)
        }
    }
}
