internal import Foundation
internal import SwiftProtobuf

/// Precision and recall of one class against the rest at thresholds 0, 1/100 … 1 on its probability.
///
/// At threshold t a row is called positive if its probability p ≥ t, up to the width of a hundredth: rows are counted in
/// buckets ⌊100 p⌋, which one pass over the rows fills. Precision of no positive calls is 0.
package struct PRCurve {
    package static let thresholdCount = 101

    /// Rows of the class, and of the others, that are called positive, by threshold.
    package private(set) var truePositives = [Int](repeating: 0, count: thresholdCount)
    package private(set) var falsePositives = [Int](repeating: 0, count: thresholdCount)

    /// - Parameters:
    ///   - label: the class.
    ///   - labels: the class of every row, [N].
    ///   - probabilities: of every class, row-major [N, K], in 0…1; what is outside counts as the nearer end.
    ///   - classCount: K.
    package init(of label: Int, labels: [Int32], probabilities: [Double], classCount: Int) {
        let last = Self.thresholdCount - 1
        for row in labels.indices {
            let probability = probabilities[row * classCount + label]
            // What is no number is not above 0.
            let bucket = probability > 0 ? Int(min(probability, 1) * Double(last)) : 0
            if labels[row] == label { truePositives[bucket] += 1 } else { falsePositives[bucket] += 1 }
        }
        // From counts in buckets to counts from a bucket on.
        for bucket in (0..<last).reversed() {
            truePositives[bucket] += truePositives[bucket + 1]
            falsePositives[bucket] += falsePositives[bucket + 1]
        }
    }

    /// True positives, false positives, true negatives, false negatives, precision and recall: rows of [6, thresholds].
    package var rows: [[Float]] {
        let (positives, negatives) = (truePositives[0], falsePositives[0])
        func ratio(_ part: Int, of whole: Int) -> Float { whole == 0 ? 0 : Float(part) / Float(whole) }
        return [
            truePositives.map(Float.init), falsePositives.map(Float.init),
            falsePositives.map { Float(negatives - $0) }, truePositives.map { Float(positives - $0) },
            zip(truePositives, falsePositives).map { ratio($0, of: $0 + $1) },
            truePositives.map { ratio($0, of: positives) },
        ]
    }

    func summary(tag: String) throws -> TensorBoardSummary.Value {
        let content = TensorBoardPRCurveData.with { $0.numThresholds = UInt32(Self.thresholdCount) }
        let metadata = TensorBoardSummaryMetadata.plugin("pr_curves", content: try content.serializedData())
        return .with {
            $0.tag = tag
            $0.metadata = metadata
            $0.tensor = .floats(rows.flatMap { $0 }, shape: [6, Self.thresholdCount])
        }
    }
}
