public import BallastCore

/// Every class equally often, in every stretch of an epoch and not just on average.
///
/// An epoch is a row of rounds. A round visits every class that has rows once, in an order drawn for it; the last round
/// may be cut short. So classes differ by at most one visit over an epoch and by at most two within any batch. Inside a
/// class, rows are visited in an order drawn anew whenever all of them have been: over an epoch the rows of one class
/// differ by at most one visit too.
///
/// Random numbers come from the stream `sampler` in NumPy's dialect.
public struct ClassBalancedSampler: Sampler {
    public struct Config: ComponentConfig {
        @Setting("Rows visited in an epoch; null: as many as there are training rows.", range: 1...)
        public var length: Int?

        public init() {}
    }

    public static let name = "class_balanced"
    public static let summary = "Every class equally often, rows of small classes repeated."
    public static let paper: String? =
        "Shen, Lin, Huang: Relay Backpropagation (class-aware sampling), ECCV 2016, arXiv:1512.05830"

    /// The rows of every class that has any.
    private let rows: [[Int]]
    private let length: Int

    public init(config: Config, context: SamplerContext) {
        rows = context.rowsByClass.filter { !$0.isEmpty }
        length = rows.isEmpty ? 0 : config.length ?? context.labels.count
    }

    public func order(epoch: Int, random: RandomStreams) -> [Int] {
        let stream = random.numpy("sampler")
        var decks = ClassDecks(rows)
        var order: [Int] = []
        order.reserveCapacity(length)
        while order.count < length {
            for number in stream.permutation(rows.count).prefix(length - order.count) {
                order.append(decks.next(of: number, random: stream))
            }
        }
        return order
    }
}
