public import BallastCore

/// Classes drawn in proportion to the square root of their sizes.
///
/// p_k = √n_k / Σ_j √n_j: half-way between the sizes as they are and equal shares. Each visit draws a class, and then the
/// next row of the class, whose rows are visited in an order drawn anew whenever all of them have been: over an epoch they
/// differ by at most one visit.
///
/// Random numbers come from the stream `sampler` in NumPy's dialect: the classes of all visits, as
/// `RandomState.choice(K, length, p=p)` gives them, then the orders.
public struct SquareRootSampler: Sampler {
    public struct Config: ComponentConfig {
        @Setting("Rows visited in an epoch; null: as many as there are training rows.", range: 1...)
        public var length: Int?

        public init() {}
    }

    public static let name = "square_root"
    public static let summary = "Classes drawn in proportion to the square root of their sizes."
    public static let paper: String? =
        "Kang et al., Decoupling representation and classifier for long-tailed recognition (q = 1/2), ICLR 2020, "
        + "arXiv:1910.09217"

    private let visits: ClassVisits

    public init(config: Config, context: SamplerContext) {
        visits = ClassVisits(context, length: config.length)
    }

    public func order(epoch: Int, random: RandomStreams) -> [Int] {
        visits.order(shares: visits.counts.map { Double($0).squareRoot() }, random: random)
    }
}

/// Epochs of visits to classes drawn by their shares.
struct ClassVisits {
    /// The rows of every class that has any.
    private let rows: [[Int]]
    private let length: Int

    /// - Parameter length: visits in an epoch; nil for as many as there are rows.
    init(_ context: SamplerContext, length: Int?) {
        rows = context.rowsByClass.filter { !$0.isEmpty }
        self.length = rows.isEmpty ? 0 : length ?? context.labels.count
    }

    /// The number of rows of every class that has any.
    var counts: [Int] { rows.map(\.count) }

    /// An epoch in which classes come with probabilities in proportion to `shares`, one for each class that has rows.
    func order(shares: [Double], random: RandomStreams) -> [Int] {
        guard length > 0 else { return [] }
        let stream = random.numpy("sampler")
        var decks = ClassDecks(rows)
        return stream.choice(probabilities: shares, count: length).map { decks.next(of: $0, random: stream) }
    }
}
