import BallastCore
import BallastMetrics
import Foundation
import TestSupport
import Testing

/// One case of the metrics' golden file: predictions, and what scikit-learn makes of them.
struct GoldenCase {
    let golden: Golden
    let family: String
    let name: String
    let predictions: Predictions
    /// Predict positive from this score on; nil with more than two classes.
    let threshold: Double?
    private let scalars: [String: Double]

    static func names(_ family: String) throws -> [String] {
        try Golden("metrics").group(family).groupNames
    }

    /// Every case of both families.
    static func all() throws -> [GoldenCase] {
        try ["binary", "multiclass"].flatMap { family in try names(family).map { try GoldenCase(family, $0) } }
    }

    var scalarNames: [String] { Array(scalars.keys) }

    /// - Parameter family: `binary` or `multiclass`.
    init(_ family: String, _ name: String) throws {
        golden = try Golden("metrics").group("\(family)/\(name)")
        self.family = family
        self.name = name
        let labels = try golden.integers("y_true").values
        let scores = try golden.doubles("y_score")
        if family == "binary" {
            threshold = try golden.number("threshold")
            predictions = Predictions(classCount: 2)
            predictions.append(
                probabilities: scores.values.flatMap { [1 - $0, $0] }, labels: labels.map { $0 > 0 ? 1 : 0 })
        } else {
            threshold = nil
            predictions = Predictions(classCount: scores.shape[1])
            predictions.append(probabilities: scores.values, labels: labels.map(Int32.init))
        }
        let dataset = try golden.root.dataset("scalars")
        let text: String = try dataset.attribute("names")
        let names = try JSONDecoder().decode([String].self, from: Data(text.utf8))
        scalars = try Dictionary(uniqueKeysWithValues: zip(names, golden.doubles("scalars").values))
    }

    /// What the library returned; nil where it raised or returned NaN.
    func expected(_ scalar: String) throws -> Double? {
        guard let value = scalars[scalar] else { throw UnknownScalar(name: scalar) }
        return value.isNaN ? nil : value
    }

    /// The training counts are those of the labels themselves.
    var context: MetricContext {
        var counts = [Int](repeating: 0, count: predictions.classCount)
        for label in predictions.labels { counts[Int(label)] += 1 }
        return MetricContext(classNames: counts.indices.map { "class \($0)" }, trainingCounts: counts)
    }

    /// A metric with the settings that `configure` makes of the defaults.
    func make<Made: Metric>(
        _ type: Made.Type, _ configure: (inout Made.Config) -> Void = { _ in }
    ) throws -> Made {
        try BallastMetricsTests.make(type, context, configure)
    }

    /// Expects a metric to give what the library returned, and no value where it raised or returned NaN.
    func check(
        _ metric: some Metric, _ scalar: String, relative: Double = 1e-12,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try check(metric(predictions), expected(scalar), scalar, relative: relative, sourceLocation: sourceLocation)
    }

    /// Expects a value; nil for none.
    func check(
        _ value: MetricValue, _ expected: Double?, _ label: String, relative: Double = 1e-12,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        guard let expected, expected.isFinite else {
            #expect(value.scalar == nil, "\(name): \(label) has no value", sourceLocation: sourceLocation)
            return
        }
        let actual = try #require(value.scalar, "\(name): \(label)", sourceLocation: sourceLocation)
        expectClose(
            actual, expected, relative: relative, absolute: 1e-15, "\(name): \(label)", sourceLocation: sourceLocation)
    }

    /// The scores were computed in single precision, and so was scikit-learn's log loss.
    var isSinglePrecision: Bool { name == "float32" || name == "notebook" }

    struct UnknownScalar: Error { let name: String }
}

/// A metric with the settings that `configure` makes of the defaults.
func make<Made: Metric>(
    _ type: Made.Type, _ context: MetricContext, _ configure: (inout Made.Config) -> Void = { _ in }
) throws -> Made {
    var config = Made.Config()
    configure(&config)
    return try Made(config: config, context: context)
}

/// A context of K classes, `class 0` to `class K−1`.
func context(classCount: Int) -> MetricContext {
    MetricContext(
        classNames: (0..<classCount).map { "class \($0)" },
        trainingCounts: [Int](repeating: 50, count: classCount))
}

/// Predictions from rows of probabilities.
func predictions(_ rows: [[Double]], labels: [Int32], classCount: Int) -> Predictions {
    let result = Predictions(classCount: classCount)
    result.append(probabilities: rows.flatMap(\.self), labels: labels)
    return result
}
