import Ballast

/// A rule of one line, without settings.
protocol OneLineThreshold: ThresholdRule where Config == NoSettings {
    init()
    static func choose(_ scores: [Double], _ labels: [Int32]) -> ThresholdChoice
}

extension OneLineThreshold {
    static var summary: String { "A rule made for a test." }
    init(config: NoSettings) throws { self.init() }
    func callAsFunction(_ predictions: Predictions) -> ThresholdChoice {
        Self.choose(predictions.classCount == 2 ? predictions.scores(of: 1) : [], predictions.labels)
    }
}

/// The mean of the largest negative and the smallest positive score.
struct SoundMidpoint: OneLineThreshold {
    static let name = "sound_midpoint"
    static func choose(_ scores: [Double], _ labels: [Int32]) -> ThresholdChoice {
        let pairs = zip(scores, labels)
        guard let negative = pairs.filter({ $0.1 == 0 }).map(\.0).max(),
            let positive = pairs.filter({ $0.1 == 1 }).map(\.0).min(), scores.allSatisfy({ !$0.isNaN })
        else { return .undefined("there is nothing between the classes") }
        return .chosen(threshold: (negative + positive) / 2, value: positive - negative)
    }
}

/// Chooses where there is nothing to choose by.
struct AlwaysHalf: OneLineThreshold {
    static let name = "always_half"
    static func choose(_ scores: [Double], _ labels: [Int32]) -> ThresholdChoice { .chosen(threshold: 0.5, value: 0) }
}

/// Takes what comes first.
struct FirstScore: OneLineThreshold {
    static let name = "first_score"
    static func choose(_ scores: [Double], _ labels: [Int32]) -> ThresholdChoice {
        guard case .chosen = SoundMidpoint.choose(scores, labels), let first = scores.first else {
            return .undefined("there is nothing to choose by")
        }
        return .chosen(threshold: first, value: 0)
    }
}

struct UnsureWithoutReason: OneLineThreshold {
    static let name = "unsure_without_reason"
    static func choose(_ scores: [Double], _ labels: [Int32]) -> ThresholdChoice {
        scores.isEmpty ? .undefined("") : SoundMidpoint.choose(scores, labels)
    }
}
