import BallastCore

/// Examples in bins of equal width by confidence, with what was claimed and what came true in each.
///
/// Bin i of B is (i/B, (i + 1)/B]; 0 belongs to the first.
public struct CalibrationBins: Equatable, Sendable {
    /// Whose probability is the confidence, and what makes it come true.
    public enum Confidence: String, ConfigEnum {
        /// The likeliest class's, the positive one among two equals; true if it is the label.
        case predicted
        /// The positive class's; true if the label is positive. Two classes only.
        case positive
    }

    /// The number of examples in each bin, [B].
    public let counts: [Int]
    /// The mean confidence of each bin, [B]; 0 for an empty one.
    public let meanConfidences: [Double]
    /// The share that came true in each bin, [B]; 0 for an empty one.
    public let meanOutcomes: [Double]

    /// Nil if a probability is NaN or outside 0...1, if there is no bin, or for the positive class of other than two.
    public init?(_ predictions: Predictions, bins: Int = 15, confidence: Confidence = .predicted) {
        let classCount = predictions.classCount
        guard bins > 0, predictions.areProbabilities, confidence == .predicted || classCount == 2 else { return nil }
        var counts = [Int](repeating: 0, count: bins)
        var confidences = [CompensatedSum](repeating: CompensatedSum(), count: bins)
        var outcomes = [Int](repeating: 0, count: bins)
        let positive = predictions.positiveClass
        let labels = predictions.labels
        predictions.probabilities.withUnsafeBufferPointer { probabilities in
            for (row, label) in labels.enumerated() {
                var chosen = classCount == 2 ? positive : 0
                if confidence == .predicted {
                    for column in 0..<classCount
                    where probabilities[row * classCount + column] > probabilities[row * classCount + chosen] {
                        chosen = column
                    }
                }
                let value = probabilities[row * classCount + chosen]
                let bin = Self.bin(of: value, among: bins)
                counts[bin] += 1
                confidences[bin] += value
                if label == chosen { outcomes[bin] += 1 }
            }
        }
        self.counts = counts
        meanConfidences = zip(confidences, counts).map { $1 > 0 ? $0.value / Double($1) : 0 }
        meanOutcomes = zip(outcomes, counts).map { $1 > 0 ? Double($0) / Double($1) : 0 }
    }

    /// Σ n_b / N · |mean outcome − mean confidence|; nil for no examples.
    public var expectedError: Double? {
        let total = counts.reduce(0, +)
        guard total > 0 else { return nil }
        return counts.indices.reduce(0) { sum, bin in
            sum + Double(counts[bin]) / Double(total) * abs(meanOutcomes[bin] - meanConfidences[bin])
        }
    }

    /// The bin by its edges as doubles, which multiplying alone would miss by one now and then.
    private static func bin(of value: Double, among bins: Int) -> Int {
        func edge(_ index: Int) -> Double { Double(index) / Double(bins) }
        var bin = min(max(Int((value * Double(bins)).rounded(.up)) - 1, 0), bins - 1)
        while bin > 0, value <= edge(bin) { bin -= 1 }
        while bin < bins - 1, value > edge(bin + 1) { bin += 1 }
        return bin
    }
}
