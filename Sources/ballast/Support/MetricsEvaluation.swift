import Ballast
import Foundation

/// The metrics of a file of predictions, and how they are printed.
struct MetricsEvaluation {
    private let table: PredictionTable
    /// The threshold that decisions were made at, or why there is none; nil: the likelier class was predicted.
    private let threshold: MetricValue?
    private let scores: [(name: String, value: MetricValue)]
    private let decisions: Predictions
    let report: ClassificationReport

    /// A metric of the command line.
    struct NamedComponent {
        /// What its value is printed under.
        let name: String
        let component: DecodedComponent<any Metric, MetricContext>
    }

    /// - Parameters:
    ///   - metrics: what to compute; nil for every metric that the file has the data for.
    ///   - costs: settings of `cost_weighted_error` where it is not named.
    /// - Throws: `ConfigError` from a metric that was named; `UsageError` for one of scores without scores.
    init(
        _ table: PredictionTable, metrics: [NamedComponent]?, registries: Registries,
        threshold: MetricValue?, costs: [ConfigEntry]
    ) throws {
        self.table = table
        self.threshold = threshold ?? Self.defaultThreshold(table)
        table.scores?.threshold = self.threshold?.scalar
        guard let decisions = table.decisions ?? table.scores else { throw UsageError("there is nothing to evaluate") }
        self.decisions = decisions
        let context = MetricContext(
            classNames: table.classNames, trainingCounts: [], positiveClass: table.positiveClass)
        let made: [(String, any Metric)] =
            try metrics.map { try $0.map { ($0.name, try $0.component.build(context)) } }
            ?? Self.all(registries, costs: costs, context: context)
        scores = try made.compactMap { name, metric in
            let readsScores = type(of: metric).readsProbabilities
            if readsScores, table.scores == nil {
                guard metrics == nil else { throw UsageError("\(name) needs scores, and there are decisions alone") }
                return nil
            }
            return (name, metric(readsScores ? table.scores ?? decisions : decisions))
        }
        report = ClassificationReport(ConfusionCounts(decisions), classNames: table.classNames)
    }

    /// Scores that are no probabilities are decided at 0, as odds are.
    private static func defaultThreshold(_ table: PredictionTable) -> MetricValue? {
        guard let scores = table.scores, table.decisions == nil, scores.classCount == 2,
            scores.probabilities.contains(where: { $0 < 0 || $0 > 1 })
        else { return nil }
        return .scalar(0)
    }

    /// Every metric that can be made of the classes alone; what needs counts of training examples cannot.
    private static func all(
        _ registries: Registries, costs: [ConfigEntry], context: MetricContext
    ) throws -> [(String, any Metric)] {
        try registries.metrics.names.compactMap { name in
            let settings = name == CostWeightedError.name ? ConfigNode(.mapping(costs)) : .emptySection
            do {
                let reference = ComponentReference(name, settings: settings)
                return (
                    name, try registries.metrics.build(reference, catalog: registries.catalog, context: context)
                )
            } catch let error as ConfigError {
                // Costs were given by the user; other settings are defaults, and a metric that refuses these is left out.
                if !costs.isEmpty, name == CostWeightedError.name { throw error }
                return nil
            }
        }
    }
}

extension MetricsEvaluation {
    /// A line a value, then the confusion matrix.
    func text(digits: Int) -> String {
        var rows = Table(["metric", "value"])
        var matrix: [[Int]]?
        func append(_ name: String, _ value: Double?) { rows.append([name, value?.fixed(digits) ?? "-"]) }
        var remarks: [String] = []
        for (name, value) in (threshold.map { [("threshold", $0)] } ?? []) + scores {
            switch value {
            case .scalar(let number): append(name, number)
            case .undefined(let reason):
                append(name, nil)
                remarks.append("\(name): \(reason)")
            case .named(let values): for (key, value) in values { append("\(name) \(key)", value) }
            case .perClass(let values):
                for (label, value) in values.enumerated() { append("\(name) \(table.classNames[label])", value) }
            case .matrix(let counts): matrix = counts
            }
        }
        var parts = [heading, rows.text]
        if let matrix {
            var counts = Table(["true class"] + table.classNames.map { "as \($0)" })
            for (label, row) in matrix.enumerated() { counts.append([table.classNames[label]] + row.map(String.init)) }
            parts.append(counts.text)
        }
        if !remarks.isEmpty { parts.append(remarks.joined(separator: "\n")) }
        return parts.joined(separator: "\n\n")
    }

    private var heading: String {
        let counts = zip(table.classNames, supports).map { "\($0) \($1)" }.joined(separator: ", ")
        let positive = table.classNames.count == 2 ? "; positive class \(table.classNames[table.positiveClass])" : ""
        return "\(decisions.count) rows (\(counts))\(positive)"
    }

    private var supports: [Int] { ConfusionCounts(decisions).supports }

    /// What `--json` prints.
    func summary(file: String) -> Summary {
        Summary(
            file: file, rows: decisions.count, classNames: table.classNames, supports: supports,
            positiveClass: table.classNames.count == 2 ? table.classNames[table.positiveClass] : nil,
            threshold: threshold,
            metrics: Dictionary(scores.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }),
            report: report)
    }

    struct Summary: Encodable {
        let file: String
        let rows: Int
        let classNames: [String]
        let supports: [Int]
        let positiveClass: String?
        let threshold: MetricValue?
        let metrics: [String: MetricValue]
        let report: ClassificationReport
    }
}
