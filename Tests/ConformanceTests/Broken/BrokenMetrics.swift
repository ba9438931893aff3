import Ballast

/// A metric of one line, without settings.
protocol OneLineMetric: Metric where Config == NoSettings {
    init()
    static func value(_ predictions: Predictions) -> MetricValue
}

extension OneLineMetric {
    static var summary: String { "A metric made for a test." }
    var direction: MetricDirection { .higherIsBetter }
    init(config: NoSettings, context: MetricContext) throws { self.init() }
    func callAsFunction(_ predictions: Predictions) -> MetricValue { Self.value(predictions) }
}

private func hits(_ predictions: Predictions) -> Int {
    zip(predictions.labels, predictions.predictedClasses).count { $0 == $1 }
}

struct SoundAccuracy: OneLineMetric {
    static let name = "sound_accuracy"
    static func value(_ predictions: Predictions) -> MetricValue {
        predictions.count == 0
            ? .undefined("there are no rows") : .scalar(Double(hits(predictions)) / Double(predictions.count))
    }
}

struct NaNWhenEmpty: OneLineMetric {
    static let name = "nan_when_empty"
    static func value(_ predictions: Predictions) -> MetricValue {
        .scalar(Double(hits(predictions)) / Double(predictions.count))
    }
}

/// Recall averaged over all classes, present or not.
struct NaNForAnAbsentClass: OneLineMetric {
    static let name = "nan_for_an_absent_class"
    static func value(_ predictions: Predictions) -> MetricValue {
        let recalls = predictions.confusion.enumerated().map { Double($1[$0]) / Double($1.reduce(0, +)) }
        return predictions.count == 0 ? .undefined("there are no rows") : .scalar(recalls.reduce(0, +))
    }
}

/// Says that errors are to be maximised.
struct WrongDirection: OneLineMetric {
    static let name = "wrong_direction"
    static func value(_ predictions: Predictions) -> MetricValue {
        guard predictions.count > 0 else { return .undefined("there are no rows") }
        return .scalar(1 - Double(hits(predictions)) / Double(predictions.count))
    }
}

/// The mean probability of the true class, from a metric that says it looks at decisions.
struct ReadsProbabilitiesAfterAll: OneLineMetric {
    static let name = "reads_probabilities_after_all"
    static let readsProbabilities = false
    static func value(_ predictions: Predictions) -> MetricValue {
        guard predictions.count > 0 else { return .undefined("there are no rows") }
        let sum = predictions.labels.enumerated().reduce(0.0) { sum, row in
            sum + predictions.probabilities[row.offset * predictions.classCount + Int(row.element)]
        }
        return .scalar(sum / Double(predictions.count))
    }
}

/// Weighs the first rows more.
struct MindsTheOrder: OneLineMetric {
    static let name = "minds_the_order"
    static func value(_ predictions: Predictions) -> MetricValue {
        guard predictions.count > 0 else { return .undefined("there are no rows") }
        var sum = 0.0
        for (row, isHit) in zip(predictions.labels, predictions.predictedClasses).map(==).enumerated() where isHit {
            sum += 1 / Double(row + 1)
        }
        return .scalar(sum)
    }
}

struct OneValueTooMany: OneLineMetric {
    static let name = "one_value_too_many"
    static func value(_ predictions: Predictions) -> MetricValue {
        .perClass([Double?](repeating: nil, count: predictions.classCount + 1))
    }
}

struct UndefinedWithoutReason: OneLineMetric {
    static let name = "undefined_without_reason"
    static func value(_ predictions: Predictions) -> MetricValue {
        predictions.count == 0 ? .undefined("") : SoundAccuracy.value(predictions)
    }
}

/// Averages over the splits it has seen.
final class Remembers: Metric {
    typealias Config = NoSettings
    static let name = "remembers"
    static let summary = "A metric made for a test."
    let direction = MetricDirection.higherIsBetter
    private var calls = 0.0
    init(config: NoSettings, context: MetricContext) throws {}
    func callAsFunction(_ predictions: Predictions) -> MetricValue {
        calls += 1
        return predictions.count == 0 ? .undefined("there are no rows") : .scalar(Double(hits(predictions)) / calls)
    }
}
