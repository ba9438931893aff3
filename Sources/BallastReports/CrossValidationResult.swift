internal import BallastCore
public import BallastTraining
internal import Foundation

/// What a cross-validation gave: `cv.json`. It holds no times, so that the same folds give the same bytes.
public struct CrossValidationResult: Codable, Equatable, Sendable {
    /// A number of the test in every fold, in the order of the folds.
    public struct Measure: Codable, Equatable, Sendable {
        /// Null in a fold where the number is undefined, such as the AUC of one class.
        public var values: [Double?]
        /// Of the folds where it is defined.
        public var mean: Double?
        /// s/√n over the folds, s with n − 1. The folds share training rows, so that this is known to be somewhat too
        /// small (Bengio and Grandvalet, JMLR 5, 2004).
        public var standardError: Double?
        /// `higher`, `lower` or `none`.
        public var direction: String

        init(_ values: [Double?], direction: String) {
            let sample = Sample(values.compactMap { $0 })
            self.values = values
            mean = sample.mean
            standardError = sample.standardError
            self.direction = direction
        }
    }

    /// What the searches inside of the folds chose.
    public struct Search: Codable, Equatable, Sendable {
        public var metric: String
        /// Which values win: `higher` or `lower`.
        public var direction: String
        public var innerFolds: Int
        public var seeds: Int
        /// The point of every outer fold, with its values in the inner folds.
        public var choices: [SweepResult.Score]

        init?(_ results: [SweepResult]) {
            guard let first = results.first, let innerFolds = first.innerFolds else { return nil }
            metric = first.metric
            direction = first.direction
            self.innerFolds = innerFolds
            seeds = first.seeds
            choices = results.compactMap(\.best)
        }
    }

    public var name: String
    /// The component's name; where folds have different ones by a search's choice, all of them, joined by "or".
    public var loss: String
    public var model: String
    public var sampler: String
    public var weighting: String
    public var seed: Int
    /// How the rows were divided.
    public var plan: CrossValidationPlan
    /// The mean loss and the metrics of the test; those of several numbers under `name KEY` each.
    public var measures: [String: Measure]
    /// What was chosen in every fold; null if nothing is searched.
    public var search: Search?

    /// - Parameters:
    ///   - plan: which folds there are.
    ///   - summaries: of the folds, in their order.
    ///   - config: the configuration of every fold, its number and what is searched aside.
    ///   - searches: the results of the searches inside of the folds, in the order of the folds; none if nothing is searched.
    public init(
        plan: CrossValidationPlan, summaries: [RunSummary], config: RunConfig, searches: [SweepResult] = []
    ) {
        func names(_ component: (RunSummary) -> String) -> String {
            summaries.map(component).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }.joined(
                separator: " or ")
        }
        name = plan.name
        loss = names(\.loss)
        model = names(\.model)
        sampler = names(\.sampler)
        weighting = names(\.weighting)
        search = Search(searches)
        seed = config.seed
        self.plan = plan
        let folds = summaries.map { summary in
            summary.test.map { $0.value.numbers(name: $0.key, classNames: summary.classNames) }
                .reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        }
        let names = Set(folds.flatMap(\.keys))
        measures = [:]
        for name in names {
            let metric = name.split(separator: " ").first.map(String.init) ?? name
            // A metric of several numbers that is undefined as a whole in some fold has no number of its own.
            let hasParts = names.contains { $0.hasPrefix(name + " ") }
            guard !hasParts else { continue }
            measures[name] = Measure(
                folds.map { $0[name] ?? nil }, direction: plan.directions[metric] ?? MetricDirection.none.rawValue)
        }
    }
}

extension MetricValue {
    /// The numbers that the value consists of, by name; a matrix has none.
    fileprivate func numbers(name: String, classNames: [String]) -> [String: Double?] {
        switch self {
        case .scalar(let value): [name: Optional(value)]
        case .undefined: [name: nil]
        case .named(let values):
            Dictionary(values.map { ("\(name) \($0.name)", $0.value) }, uniquingKeysWith: { first, _ in first })
        case .perClass(let values):
            Dictionary(
                zip(classNames, values).map { ("\(name) \($0)", $1) }, uniquingKeysWith: { first, _ in first })
        case .matrix: [:]
        }
    }
}

extension CrossValidationFolder {
    /// Gathers the summaries of the folds and writes the result.
    ///
    /// - Parameter validation: what the folder holds.
    /// - Precondition: every fold is finished, and every search.
    public func collect(_ validation: CrossValidation) throws -> CrossValidationResult {
        let indices = 0..<validation.plan.foldCount
        let summaries = try indices.map { try fold($0).summary() }
        let searches = try indices.compactMap { index in
            try validation.search(inFold: index).flatMap { try SweepState($0, in: search(index)).result }
        }
        let result = CrossValidationResult(
            plan: validation.plan, summaries: summaries, config: validation.config, searches: searches)
        try write(JSONText.encode(result, pretty: true), to: resultPath)
        return result
    }

    public func result() throws -> CrossValidationResult {
        try JSONText.decode(CrossValidationResult.self, from: String(contentsOfFile: resultPath, encoding: .utf8))
    }
}
