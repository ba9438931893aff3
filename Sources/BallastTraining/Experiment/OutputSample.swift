internal import BallastCore
internal import BallastTensor
internal import Foundation

/// What a model gave for some examples: few enough to be kept, drawn or written.
public struct OutputSample: Sendable {
    /// The rows of the data set, [n], in the order of the examples they were taken of.
    public fileprivate(set) var rows: [Int] = []
    /// True classes, [n].
    public fileprivate(set) var labels: [Int32] = []
    /// Predicted classes, [n].
    public fileprivate(set) var predicted: [Int32] = []
    /// The width D of the features.
    public fileprivate(set) var featureWidth = 0
    /// Features, row-major [n, D].
    public fileprivate(set) var features: [Float] = []
    /// The width W of the logits: the number of classes, or 1.
    public fileprivate(set) var logitWidth = 0
    /// Logits, row-major [n, W]; of a loss that reads features, logarithms of its probabilities, whose softmax these are.
    public fileprivate(set) var logits: [Float] = []

    /// The number of examples n.
    public var count: Int { rows.count }
}

/// Chooses the examples of an ``OutputSample`` and gathers their outputs, batch by batch.
///
/// Every class gives the same number of examples as far as it has them, so that the rare ones are seen whole; which, is
/// drawn by a stream of its own, which no other random number of the run depends on.
struct OutputSampler {
    /// Positions in the examples, ascending.
    let positions: [Int]
    private let rows: [Int]
    /// The lane of the counter-based generator; transforms use those below 128.
    private static let lane: UInt8 = 254

    /// - Parameters:
    ///   - labels: the class of every example, [N].
    ///   - rows: the data set's row of every example, [N].
    ///   - limit: the size n of the sample, unless there are fewer examples.
    init(labels: [Int32], rows: [Int], classCount: Int, limit: Int, seed: UInt64) {
        var members = [[Int]](repeating: [], count: classCount)
        for (position, label) in labels.enumerated() { members[Int(label)].append(position) }
        var chosen: [Int] = []
        // From the smallest class on, what one cannot fill is left to those after it.
        let order = members.indices.sorted { (members[$0].count, $0) < (members[$1].count, $1) }
        for (place, label) in order.enumerated() {
            let share = (limit - chosen.count) / (classCount - place)
            var random = CounterRandom(seed: seed, epoch: 0, index: label, lane: Self.lane)
            chosen += Self.choice(min(share, members[label].count), of: members[label], random: &random)
        }
        positions = chosen.sorted()
        self.rows = positions.map { rows[$0] }
    }

    /// Some elements, each as likely as any other (the first steps of a Fisher–Yates shuffle).
    private static func choice(_ count: Int, of elements: [Int], random: inout CounterRandom) -> [Int] {
        var elements = elements
        for place in 0..<count { elements.swapAt(place, random.integer(in: place..<elements.count)) }
        return Array(elements.prefix(count))
    }

    /// Gathers the outputs of one pass over the examples.
    final class Collector {
        private let sampler: OutputSampler
        private var sample = OutputSample()
        private var next = 0

        init(_ sampler: OutputSampler) { self.sampler = sampler }

        /// Takes the chosen rows of a batch.
        ///
        /// - Parameters:
        ///   - probabilities: of every class, row-major [B, K].
        ///   - labels: the classes of the batch, [B].
        ///   - start: the position of the batch's first example.
        func take(_ output: ModelOutput, probabilities: [Double], labels: [Int32], from start: Int) {
            let end = start + labels.count
            guard next < sampler.positions.count, sampler.positions[next] < end else { return }
            let features = output.features.floats()
            let logits =
                output.logits?.floats()
                ?? probabilities.map { Float(log(max($0, Double(Float.leastNormalMagnitude)))) }
            sample.featureWidth = features.count / labels.count
            sample.logitWidth = logits.count / labels.count
            while next < sampler.positions.count, sampler.positions[next] < end {
                let row = sampler.positions[next] - start
                sample.labels.append(labels[row])
                sample.features += features[row * sample.featureWidth..<(row + 1) * sample.featureWidth]
                sample.logits += logits[row * sample.logitWidth..<(row + 1) * sample.logitWidth]
                next += 1
            }
        }

        /// The sample, after the last batch.
        ///
        /// - Parameter predicted: the predicted class of every example, [N].
        func finish(predicted: [Int32]) -> OutputSample {
            sample.rows = sampler.rows
            sample.predicted = sampler.positions.map { predicted[$0] }
            return sample
        }
    }
}
