import Ballast

/// The share of true positives among the k examples of highest score, the alerts that a team has time to look into; in
/// 0...1.
///
/// With two classes the positive class's; with more the mean over the classes that have examples, each against the rest.
/// With fewer than k examples all of them are alerts. Of the examples that tie for the last places as many count as
/// there are places, with their common share of positives: the expected value when ties are broken at random, so the order
/// of rows does not matter. Undefined for no examples and for a NaN.
public struct PrecisionAtTopK: Metric {
    public static let name = "precision_at_top_k"
    public static let summary = "Share of true positives among the k examples of highest score."

    public struct Config: ComponentConfig {
        @Setting("Number of alerts k.", range: 1...) public var k = 100

        public init() {}
    }

    private let k: Int

    public init(config: Config, context: MetricContext) throws { k = config.k }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        guard predictions.count > 0 else { return .undefined("no examples") }
        guard !predictions.probabilities.contains(where: \.isNaN) else {
            return .undefined("a probability is not a number")
        }
        let present = Set(predictions.labels.map(Int.init)).sorted()
        let classes = predictions.classCount == 2 ? [predictions.positiveClass] : present
        let precisions = classes.map { precision(predictions.scores(of: $0), predictions.labels, of: $0) }
        return .scalar(precisions.reduce(0, +) / Double(precisions.count))
    }

    private func precision(_ scores: [Double], _ labels: [Int32], of label: Int) -> Double {
        let places = min(k, scores.count)
        let last = scores.sorted(by: >)[places - 1]
        var (above, hitsAbove, tied, hitsTied) = (0, 0, 0, 0)
        for (score, own) in zip(scores, labels) where score >= last {
            let hit = Int(own) == label ? 1 : 0
            if score > last { (above, hitsAbove) = (above + 1, hitsAbove + hit) }
            if score == last { (tied, hitsTied) = (tied + 1, hitsTied + hit) }
        }
        let expected = Double(places - above) * Double(hitsTied) / Double(tied)
        return (Double(hitsAbove) + expected) / Double(places)
    }
}
