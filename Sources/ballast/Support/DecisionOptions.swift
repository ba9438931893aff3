import ArgumentParser
import Ballast

/// How decisions are made from scores of two classes.
struct DecisionOptions: ParsableArguments {
    @Option(help: "Predict the positive class from this score on.") var threshold: Double?
    @Option(
        help: ArgumentHelp(
            "Choose the threshold: best_f1, youden, fixed_precision, minimum_cost, or any rule as in a configuration.",
            valueName: "rule"))
    var choose: String?
    @Option(help: "File of predictions on which the threshold is chosen (default: FILE itself).") var chooseOn: String?
    @Option(help: "Least precision of fixed_precision.") var precision: Double?
    @Option(help: "Cost of a false positive, for minimum_cost and cost_weighted_error.") var falsePositiveCost: Double?
    @Option(help: "Cost of a false negative, for minimum_cost and cost_weighted_error.") var falseNegativeCost: Double?

    func validate(predicted: String?) throws {
        if threshold != nil, choose != nil { throw ValidationError("give --threshold or --choose, not both") }
        if predicted != nil, threshold != nil || choose != nil {
            throw ValidationError("--predicted holds the decisions; --threshold and --choose would make others")
        }
        if chooseOn != nil, choose == nil { throw ValidationError("--choose-on needs --choose") }
        if precision != nil, choose != "fixed_precision" {
            throw ValidationError("--precision needs --choose fixed_precision")
        }
    }

    /// The costs that were given, as settings.
    var costSettings: [ConfigEntry] {
        [
            ("false_positive", "false-positive-cost", falsePositiveCost),
            ("false_negative", "false-negative-cost", falseNegativeCost),
        ].compactMap { key, option, value in value.map { ConfigEntry(key: key, option: option, value: $0) } }
    }

    /// The rule that chooses, if one does.
    func rule(_ registries: Registries) throws -> (any ThresholdRule)? {
        guard let choose else { return nil }
        var reference = try ComponentReference(argument: choose, option: "choose", kind: "threshold")
        var entries = reference.settings.entries ?? []
        if let precision { entries.append(ConfigEntry(key: "precision", option: "precision", value: precision)) }
        reference = ComponentReference(
            reference.type, settings: ConfigNode(.mapping(entries), at: reference.settings.location),
            typeLocation: reference.typeLocation, keyPath: reference.keyPath
        ).adding(costSettings)
        return try registries.thresholds.build(reference, catalog: registries.catalog, context: ())
    }

    /// What decisions are made at; nil: the likelier class is predicted.
    ///
    /// - Throws: `UsageError` for a threshold with other than two classes, or a file to choose on of other classes.
    func threshold(
        _ rule: (any ThresholdRule)?, for table: PredictionTable, columns: PredictionColumns
    ) throws -> MetricValue? {
        if threshold != nil || rule != nil {
            guard table.classNames.count == 2 else {
                throw UsageError("a threshold needs two classes, but there are \(table.classNames.count)")
            }
        }
        if let threshold { return .scalar(threshold) }
        guard let rule else { return nil }
        var basis = table
        if let chooseOn {
            var columns = columns
            columns.classes = table.classNames
            basis = try PredictionTable(path: chooseOn, columns: columns)
        } else {
            Console.error("note: the threshold is chosen on the rows it is used on; --choose-on takes others")
        }
        guard let scores = basis.scores else { throw UsageError("--choose needs scores") }
        switch rule(scores) {
        case .chosen(let threshold, _): return .scalar(threshold)
        case .undefined(let reason): return .undefined(reason)
        }
    }
}

extension ConfigEntry {
    /// A setting that an option of the command line stands for.
    fileprivate init(key: String, option: String, value: Double) {
        let location = ConfigLocation.file(path: "--\(option)", line: 1, column: 1)
        var node = ConfigNode.number(value)
        node.location = location
        self.init(key: key, keyLocation: location, value: node)
    }
}

extension ComponentReference {
    /// A component as an option of the command line names it: its name, or YAML with `type` and settings.
    ///
    /// - Throws: `ConfigError`, whose places are in the option as if it were a file.
    init(argument text: String, option: String, kind: String) throws {
        let value = try ConfigNode.parse(yaml: text, path: "--\(option)")
        var decoding = ConfigDecoding(catalog: nil)
        let rules = SettingRules<String>(kind: kind)
        guard let reference = ComponentReference.decode(value, at: .root, rules: rules, in: &decoding) else {
            throw ConfigError(decoding.issues)
        }
        self = reference
    }

    /// Whether the component takes costs.
    var isCost: Bool { [CostWeightedError.name, MinimumCostThreshold.name].contains(type) }

    /// The component with costs of the command line, if it takes any and has not its own.
    func adding(_ costs: [ConfigEntry]) -> ComponentReference {
        let own = settings.entries ?? []
        guard isCost, !own.contains(where: { ["costs", "false_positive", "false_negative"].contains($0.key) }) else {
            return self
        }
        return ComponentReference(
            type, settings: ConfigNode(.mapping(own + costs), at: settings.location), typeLocation: typeLocation,
            keyPath: keyPath)
    }

    /// The name with the settings that were given: `f_beta beta=0.5`.
    var label: String {
        ([type] + (settings.entries ?? []).map { "\($0.key)=\($0.value.scalar?.text ?? $0.value.json())" })
            .joined(separator: " ")
    }
}
