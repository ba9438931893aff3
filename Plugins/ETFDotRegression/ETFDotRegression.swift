import Ballast

/// A classifier fixed to a simplex equiangular tight frame, with dot-regression.
///
///     v_i = ½ (m_y · f_i/‖f_i‖ − 1)²,   y = y_i
///     m_a · m_b = 1 if a = b, else −1/(K − 1)
///
/// The directions m are the buffer `frame` [K, D]: √(K/(K − 1)) (I − 11ᵀ/K) Uᵀ for a random U [D, K] with orthonormal
/// columns, drawn once from the run's stream of initial values and never trained. Reads features f [N, D], D ≥ K; gives
/// [N]. Predicts softmax(s·cos), s = `scale`.
///
/// After Yang et al., with E_W = E_H = 1. Probabilities are ours: the paper predicts the largest cosine.
public struct ETFDotRegression: Loss {
    public static let name = "etf_dot_regression"
    public static let summary = "Features pulled to fixed directions at equal angles, one per class."
    public static let paper: String? =
        "Yang et al., Inducing Neural Collapse in Imbalanced Learning: Do We Really Need a Learnable Classifier at the "
        + "End of Deep Neural Network?, NeurIPS 2022, arXiv:2203.09081"

    public struct Config: ComponentConfig {
        @Setting("Scale s of the cosines in predicted probabilities.", range: .above(0)) public var scale = 1.0

        public init() {}
    }

    private let scale: Double
    private let frame: Buffer

    /// - Throws: `ConfigError` if there are fewer than two classes, or fewer features than classes.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        let (classes, width) = (context.classCount, context.featureWidth)
        guard width >= classes else {
            throw ConfigError(
                key: "", "\(Self.name) needs as many features as classes, \(classes), but the model has \(width)")
        }
        scale = config.scale
        frame = context.scope.buffer("frame", [classes, width], .normal(mean: 0, standardDeviation: 1))
        frame.assign(
            context.constant(Self.simplex(frame.value.doubles(), classes: classes), shape: [classes, width]))
    }

    public static func input(config: Config, classCount: Int) -> LossInput { .features }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        LossValue((cosines(batch.features).picked(batch.labels) - 1).square() * 0.5)
    }

    public func probabilities(_ output: ModelOutput) -> Tensor { (cosines(output.features) * scale).softmax() }

    private func cosines(_ features: Tensor) -> Tensor { features.cosineSimilarity(to: frame.value) }

    /// The frame [K, D] from random rows [K, D]: rows made orthonormal, their mean taken away, lengths brought to 1.
    private static func simplex(_ random: [Double], classes: Int) -> [Double] {
        let width = random.count / classes
        var rows: [[Double]] = []
        for label in 0..<classes {
            var row = Array(random[label * width..<(label + 1) * width])
            // Twice, so that rounding leaves no component along the rows before.
            for _ in 0..<2 {
                for earlier in rows {
                    let part = zip(row, earlier).reduce(0) { $0 + $1.0 * $1.1 }
                    for index in row.indices { row[index] -= part * earlier[index] }
                }
            }
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            rows.append(row.map { $0 / length })
        }
        let factor = (Double(classes) / Double(classes - 1)).squareRoot()
        let mean = (0..<width).map { index in rows.reduce(0) { $0 + $1[index] } / Double(classes) }
        return rows.flatMap { row in zip(row, mean).map { ($0 - $1) * factor } }
    }
}
