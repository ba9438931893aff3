public import BallastCore

/// Classes drawn by their sizes at first, and ever more equally as the run goes on.
///
/// In epoch t of T, p_k(t) = (1 − t/T)·n_k/N + (t/T)/K, over the K classes that have rows. Each visit draws a class, and
/// then the next row of the class, whose rows are visited in an order drawn anew whenever all of them have been.
///
/// Random numbers come from the stream `sampler` in NumPy's dialect: the classes of all visits, as
/// `RandomState.choice(K, length, p=p)` gives them, then the orders.
public struct ProgressivelyBalancedSampler: Sampler {
    public struct Config: ComponentConfig {
        @Setting("Rows visited in an epoch; null: as many as there are training rows.", range: 1...)
        public var length: Int?

        public init() {}
    }

    public static let name = "progressively_balanced"
    public static let summary = "Classes drawn by their sizes at first, equally at the end of the run."
    public static let paper: String? =
        "Kang et al., Decoupling representation and classifier for long-tailed recognition, ICLR 2020, arXiv:1910.09217"

    private let visits: ClassVisits
    private let epochs: Int

    public init(config: Config, context: SamplerContext) {
        visits = ClassVisits(context, length: config.length)
        epochs = context.epochs
    }

    public func order(epoch: Int, random: RandomStreams) -> [Int] {
        let counts = visits.counts
        let total = Double(counts.reduce(0, +))
        let progress = min(Double(epoch) / Double(max(epochs, 1)), 1)
        let shares = counts.map { (1 - progress) * Double($0) / total + progress / Double(counts.count) }
        return visits.order(shares: shares, random: random)
    }
}
