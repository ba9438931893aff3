public import BallastCore
import Glibc

/// A stream of card payments, a few of them fraudulent, in constant memory.
///
/// Ordinary payments come from `clusters` normal clusters of customers, fraud from two clusters of its own, shifted by
/// `separation` standard deviations in random directions of a third of the columns; amounts are log-normal, and fraud's are
/// larger. Times are in seconds, the rate of payments falls at night. Every payment is fraud with probability
/// 1 / (1 + ratio). With `drift` above 0 fraud moves on: by the end of the stream its clusters have turned by `drift` of
/// the way to other directions, so that what was learnt at the beginning no longer fits. A row depends on nothing but the
/// seed and its number.
public struct FraudStreamGenerator: DatasetGenerator {
    public static let name = "fraud_stream"
    public static let summary = "Card payments with rare fraud, of any length, ratio and drift."

    public struct Config: ComponentConfig {
        @Setting("Rows.", range: 1...) public var rows = 100_000
        @Setting("Ordinary payments to one fraudulent.", range: 1...100_000) public var ratio = 500.0
        @Setting("Columns beside time and amount.", range: 1...10_000) public var features = 28
        @Setting("Clusters of ordinary payments.", range: 1...1000) public var clusters = 5
        @Setting("How far fraud lies from ordinary payments, in standard deviations.", range: 0...)
        public var separation = 3.0
        @Setting("Part of the way by which fraud changes from the first row to the last.", range: 0...1)
        public var drift = 0.0
        @Setting("Part of the rows, the latest, that make the test split; 0: one split of all.", range: 0..<1)
        public var testFraction = 0.0

        public init() {}
    }

    private let config: Config

    public init(config: Config) { self.config = config }

    private static let blockRows = 4096
    private static let fraudClusters = 2

    public func run(seed: UInt32, names: GivenNames, into writer: DatasetWriter) throws {
        let width = config.features + 2
        try writer.describe(
            DatasetDescription(
                name: names.dataset ?? Self.name,
                source: "generated: \(Self.name), seed \(seed), ratio \(config.ratio), drift \(config.drift)",
                classNames: names.classes(orElse: ["ordinary", "fraud"]),
                featureNames: ["time"] + (1...config.features).map { "v\($0)" } + ["amount"]))
        let stream = PaymentStream(config: config, seed: UInt64(seed))
        let testRows = Int((Double(config.rows) * config.testFraction).rounded(.up))
        let parts: [(SplitName, Range<Int>)] =
            testRows == 0
            ? [(.all, 0..<config.rows)]
            : [(.train, 0..<config.rows - testRows), (.test, config.rows - testRows..<config.rows)]
        for (split, rows) in parts {
            guard !rows.isEmpty else {
                throw DataError(.badRequest, "the \(split.rawValue) split of \(config.rows) rows would be empty")
            }
            var fraudCount = 0
            try writer.addSplit(split, exampleShape: [width], type: .float32) { target in
                for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockRows) {
                    let block = start..<min(start + Self.blockRows, rows.upperBound)
                    var values: [Float] = []
                    values.reserveCapacity(block.count * width)
                    var labels: [Int32] = []
                    for row in block { labels.append(stream.append(row, to: &values)) }
                    fraudCount += labels.count { $0 == 1 }
                    try target.append(values: values, labels: labels, indices: block.map(Int64.init))
                }
            }
            guard fraudCount > 0, fraudCount < rows.count else {
                throw DataError(
                    .badRequest, "the \(split.rawValue) split got \(fraudCount) fraudulent of \(rows.count) payments",
                    expected: "both kinds; ask for more rows or another ratio")
            }
        }
    }
}

/// The rows of a fraud stream, each by its number.
private struct PaymentStream {
    let config: FraudStreamGenerator.Config
    let seed: UInt64
    /// [clusters, features]
    private let customers: [[Double]]
    /// Where each fraud cluster lies at the beginning and at the end of the stream.
    private let fraud: [(first: [Double], last: [Double])]

    /// Lanes of the counter-based stream: one for what all rows share, one for the rows.
    private static let shared: UInt8 = 0
    private static let perRow: UInt8 = 1

    init(config: FraudStreamGenerator.Config, seed: UInt64) {
        self.config = config
        self.seed = seed
        var random = CounterRandom(seed: seed, epoch: 0, index: 0, lane: Self.shared)
        customers = (0..<config.clusters).map { _ in (0..<config.features).map { _ in random.normal() } }
        let informative = max(1, config.features / 3)
        fraud = (0..<2).map { _ in
            let ends = (0..<2).map { _ in
                var direction = (0..<config.features).map { $0 < informative ? random.normal() : 0 }
                let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
                for column in 0..<informative { direction[column] *= config.separation / max(length, 1e-12) }
                return direction
            }
            return (ends[0], ends[1])
        }
    }

    /// Appends a row and gives its label.
    func append(_ row: Int, to values: inout [Float]) -> Int32 {
        var random = CounterRandom(seed: seed, epoch: 0, index: row, lane: Self.perRow)
        let isFraud = random.bernoulli(1 / (1 + config.ratio))
        let customer = customers[random.integer(in: 0..<config.clusters)]
        let end = fraud[random.integer(in: 0..<fraud.count)]
        let progress = config.drift * Double(row) / Double(max(config.rows - 1, 1))

        values.append(Float(time(of: row, random.uniform())))
        for column in 0..<config.features {
            let shift = isFraud ? end.first[column] + progress * (end.last[column] - end.first[column]) : 0
            values.append(Float(customer[column] + shift + random.normal()))
        }
        let (mean, spread) = isFraud ? (4.2, 1.3) : (3.1, 1.1)
        values.append(Float(exp(mean + spread * random.normal())))
        return isFraud ? 1 : 0
    }

    /// Seconds since the stream began; a payment a second on average, few between midnight and six.
    private func time(of row: Int, _ jitter: Double) -> Double {
        let day = 86_400.0
        let position = (Double(row) + jitter) / day
        // A smooth, growing map of the day onto itself whose slope is small where payments are frequent.
        let part = position - position.rounded(.down)
        let shifted = part + 0.1 * sin(2 * Double.pi * part)
        return (position.rounded(.down) + shifted) * day
    }
}
