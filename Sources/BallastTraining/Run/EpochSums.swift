/// Running sums over an epoch, from which its means follow: every example counts the same, however short its batch.
public struct EpochSums: Codable, Equatable, Sendable {
    /// Σ of the loss over examples: a batch's mean times its size.
    public var loss = 0.0
    /// Σ of the batches' mean losses; nil in a checkpoint that is older than this sum.
    public var batchLoss: Double? = 0
    /// Σ of each named term over examples.
    public var terms: [String: Double] = [:]
    /// Examples seen.
    public var examples = 0
    /// Batches seen.
    public var batches = 0
    /// Seconds spent before an interruption.
    public var seconds = 0.0

    public init() {}

    mutating func add(loss: Double, terms: [String: Double], examples: Int) {
        self.loss += loss * Double(examples)
        batchLoss = batchLoss.map { $0 + loss }
        for (name, value) in terms { self.terms[name, default: 0] += value * Double(examples) }
        self.examples += examples
        batches += 1
    }

    var meanLoss: Double { loss / Double(max(examples, 1)) }
    var meanBatchLoss: Double? { batchLoss.map { $0 / Double(max(batches, 1)) } }
    var meanTerms: [String: Double] { terms.mapValues { $0 / Double(max(examples, 1)) } }
}
