public import BallastCore
public import BallastTensor

/// Focused Anchor Mean Loss (FAML): ``FocusedAnchors`` with anchors that are not trained but follow the means of their
/// classes.
///
/// The loss is FAL's; the anchors φ get no gradient. After every n optimizer steps (update u = 0, 1, …)
///
///     φ_k ← λ_u μ_k + (1 − λ_u) φ_k,      λ_u = λ₀ (quadratic: λ₀ (1 − u/T)²)
///     μ_k = Σ_i w_i m_ik / Σ_i w_i,       w_i = r^(−age_i)
///
/// over the steps i of the window that contain class k, where m_ik is the mean of the class's features in the forward pass
/// of step i, and the newest step has age 0, the oldest n − 1. A class absent from the whole window keeps its anchor. T is
/// the number of updates of the run, ⌊steps / n⌋.
///
/// Reads features f [N, D]. The anchors are the buffer `anchors` [K, D], Xavier-initialised: equal anchors, zeros for
/// instance, would leave the classes without a gradient. The unfinished window is kept in buffers too, so a resumed run
/// continues in its middle.
///
/// From Baloch et al., section 3.4; where the paper is ambiguous this one reads:
/// - λ is "0.9, decayed quadratically" in section 3.4 and 0.999 in section 4.1: `lambda_schedule: quadratic`, the default,
///   starts at 0.9 and `constant` is 0.999, unless `lambda0` says otherwise. λ weighs the NEW mean, as Eq. 10 has it.
/// - Eq. 11: i numbers steps and examples at once; here steps, with the class's mean in each. The weights of the steps that
///   contain a class are renormalised to sum to 1.
/// - Eq. 12 is the sum of the series and not its inverse; normalisation makes a = (1 − r)/(1 − rⁿ), and 1/n for r = 1.
/// - r = 1.3, n = 200 as in section 4.1. rⁱ overflows as printed; r^(−age) is proportional to it.
public struct FocusedAnchorMeans: Loss {
    public static let name = "faml"
    public static let summary = "Focused Anchor Mean Loss: FAL with anchors that follow the means of their classes."
    public static let paper: String? = anchorsPaper

    public struct Config: ComponentConfig {
        @SettingGroup public var objective = AnchorSettings()
        @Setting("Optimizer steps n between two moves of the anchors.", range: 1...)
        public var n = 200
        @Setting("Ratio r of the weights of a step and the step before it; 1 weighs all steps alike.", range: .above(0))
        public var r = 1.3
        @Setting("Weight λ over the moves: quadratic decay to 0 at the end of the run, or constant.")
        public var lambdaSchedule = LambdaSchedule.quadratic
        @Setting(
            "First weight λ of the new means; if omitted, 0.9 for the quadratic schedule and 0.999 for the constant one.",
            range: 0...1)
        public var lambda0: Double?

        public init() {}
    }

    private let objective: AnchorObjective
    private let lambda: AnchorMomentum
    private let anchors: Buffer
    private let window: AnchorWindow

    /// - Throws: `ConfigError` if there are fewer than two classes, or if `alpha` has not one value per class.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        objective = try AnchorObjective(config.objective, classCount: context.classCount)
        lambda = AnchorMomentum(
            schedule: config.lambdaSchedule, initial: config.lambda0,
            totalUpdates: context.totalSteps.map { $0 / config.n })
        anchors = context.scope.buffer(
            "anchors", [context.classCount, context.featureWidth], .xavierUniform())
        window = AnchorWindow(
            ratio: config.r, length: config.n, classCount: context.classCount, featureWidth: context.featureWidth,
            scope: context.scope["window"])
    }

    public static func input(config: Config, classCount: Int) -> LossInput { .features }

    public var classAnchors: Tensor? { anchors.value }

    public func callAsFunction(_ batch: LossBatch) -> LossValue { objective.value(batch, anchors: anchors.value) }

    public func probabilities(_ output: ModelOutput) -> Tensor {
        objective.probabilities(output.features, anchors: anchors.value)
    }

    public func afterStep(_ batch: LossBatch) {
        anchors.value.device.withoutRecording {
            window.append(batch.features, batch.labels)
            guard window.isComplete else { return }
            anchors.assign(window.moved(anchors.value, lambda: lambda(update: window.updates)))
            window.startNext()
        }
    }
}
