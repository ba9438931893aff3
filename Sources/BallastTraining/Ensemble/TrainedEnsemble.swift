public import BallastCore
public import BallastData

/// Several trained models that predict together.
///
/// They may differ in loss, model, transforms and sampler, but not in classes, the shape of an example, the data set's
/// name and the class of interest. The result does not depend on the order in which they are named, not even in its last
/// bit. They predict one after the other, each as it does alone, so that memory does not grow with their number.
public final class TrainedEnsemble: EvaluatedModel {
    public let rule: EnsembleRule
    /// The members, as they were named.
    public let members: [EnsembleMember]
    /// The members in the order in which they are joined, that of the digests of their weights, by their places.
    private let order: [Int]
    /// The threshold of decisions, or why there is none; nil if none is to be chosen: then, and if there is none, the
    /// class with the largest score is predicted.
    public internal(set) var chosenThreshold: MetricValue?
    private let metrics: [NamedMetric]

    /// - Parameters:
    ///   - paths: run folders, of which the tested weights are taken, or checkpoints; two at least.
    ///   - rule: how their predictions become one.
    ///   - weights: a positive number for each path; all the same if nil.
    ///   - threads: threads of the kernels; every core if nil.
    ///   - precision: the number format of activations; that of each run if nil.
    ///   - registries: where the components of a run are looked up, by its path.
    /// - Throws: ``TrainingError/unsuitableData(_:)`` naming the first two members that do not belong together and their
    ///   difference, or weights that cannot be; whatever ``TrainedModel`` throws.
    public init(
        paths: [String], rule: EnsembleRule, weights: [Double]? = nil, threads: Int? = nil,
        precision: ActivationPrecision? = nil, registries: (_ path: String) throws -> Registries
    ) throws {
        guard paths.count >= 2 else { throw TrainingError.unsuitableData("an ensemble needs two runs at least") }
        let weights = weights ?? [Double](repeating: 1, count: paths.count)
        guard weights.count == paths.count else {
            throw TrainingError.unsuitableData("there are \(weights.count) weights for \(paths.count) runs")
        }
        guard weights.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw TrainingError.unsuitableData(
                "weights of runs must be positive, got " + weights.map { "\($0)" }.joined(separator: ", "))
        }
        var members: [EnsembleMember] = []
        for (path, weight) in zip(paths, weights) {
            let member = try EnsembleMember(
                path: path, weight: weight, registries: registries(path), threads: threads, precision: precision)
            if let difference = members.first?.difference(from: member) {
                throw TrainingError.unsuitableData(difference)
            }
            members.append(member)
        }
        let order = members.indices.sorted { left, right in
            (members[left].digest, members[left].weight) < (members[right].digest, members[right].weight)
        }
        self.rule = rule
        self.members = members
        self.order = order
        metrics = try TrainedEnsemble.metrics(of: order.map { members[$0] })
    }

    public var classNames: [String] { members[0].task.classNames }

    public var precisionNotice: String? { members.compactMap(\.precisionNotice).first }

    public var threshold: Double? {
        get { chosenThreshold?.scalar }
        set { chosenThreshold = newValue.map(MetricValue.scalar) }
    }

    /// The metrics that any member has, each once.
    private static func metrics(of members: [EnsembleMember]) throws -> [NamedMetric] {
        var found: [(metric: NamedMetric, settings: ConfigNode, path: String)] = []
        for member in members {
            for (metric, reference) in zip(member.metrics, member.config.metrics) {
                guard let known = found.first(where: { $0.metric.name == metric.name }) else {
                    found.append((metric, reference.settings, member.path))
                    continue
                }
                guard known.settings == reference.settings else {
                    throw TrainingError.unsuitableData(
                        "\(known.path) and \(member.path) differ in the settings of the metric \(metric.name): "
                            + "\(known.settings.json(isPretty: false)), and \(reference.settings.json(isPretty: false))"
                    )
                }
            }
        }
        return found.map(\.metric)
    }
}

extension TrainedEnsemble {
    public func evaluate(dataset path: String, split: SplitName) throws -> Evaluation {
        try evaluate(path) { try $0.examples(dataset: path, split: split) }.evaluation
    }

    public func evaluate(dataset path: String, part: RunPart) throws -> Evaluation {
        try evaluateWithMembers(dataset: path, part: part).evaluation
    }

    /// Predictions for the rows that every member set apart as this part, and the metrics of every member on them.
    ///
    /// - Parameters:
    ///   - path: the data set that all were trained on.
    ///   - part: what the rows are for every member, so that none of a test or validation was trained on by any of them.
    /// - Throws: ``TrainingError/unsuitableData(_:)`` naming members that have no such row in common.
    public func evaluateWithMembers(
        dataset path: String, part: RunPart
    ) throws -> (evaluation: Evaluation, memberScores: [[String: MetricValue]]) {
        let rows = try CommonRows(members, part: part, dataset: path)
        return try evaluate(path) { _ in rows.examples }
    }

    private func evaluate(
        _ path: String, examples: (TrainedModel) throws -> ExampleSet
    ) throws -> (evaluation: Evaluation, memberScores: [[String: MetricValue]]) {
        var sum = EnsembleSum(rule: rule, weights: order.map { members[$0].weight })
        var scores = [[String: MetricValue]](repeating: [:], count: members.count)
        var labels: [Int32] = []
        var set: ExampleSet?
        for place in order {
            let model = try members[place].load()
            let shared = try set ?? examples(model)
            set = shared
            let evaluation = try model.evaluate(shared, of: path)
            sum.add(evaluation.predictions)
            labels = evaluation.predictions.labels
            scores[place] = model.scores(evaluation)
        }
        let result = Predictions(classCount: classNames.count, positiveClass: members[0].task.positiveClass)
        result.append(probabilities: sum.scores(classCount: classNames.count), labels: labels)
        result.threshold = threshold
        return (Evaluation(predictions: result, loss: nil), scores)
    }

    public func scores(_ evaluation: Evaluation) -> [String: MetricValue] {
        evaluation.predictions.threshold = threshold
        var result: [String: MetricValue] = [:]
        if let chosenThreshold { result["threshold"] = chosenThreshold }
        for metric in metrics { result[metric.name] = metric.metric(evaluation.predictions) }
        return result
    }
}
