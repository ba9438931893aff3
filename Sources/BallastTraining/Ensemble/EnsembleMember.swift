internal import BallastCore
internal import BallastData
internal import BallastTensor

/// One of the models of an ensemble; its network is in memory only while it predicts.
public struct EnsembleMember {
    /// The run folder or checkpoint.
    public let path: String
    public let weight: Double
    /// SHA-256 of the values of model and loss, whatever else the files hold.
    public let digest: String
    let task: TaskDescription
    let config: RunConfig
    let metrics: [NamedMetric]
    let thresholdRule: (any ThresholdRule)?
    private let registries: Registries
    private let threads: Int?
    private let precision: ActivationPrecision?
    let precisionNotice: String?

    init(
        path: String, weight: Double, registries: Registries, threads: Int?, precision: ActivationPrecision?
    ) throws {
        self.path = path
        self.weight = weight
        self.registries = registries
        self.threads = threads
        self.precision = precision
        let model = try TrainedModel(path: path, registries: registries, threads: threads, precision: precision)
        precisionNotice = model.precisionNotice
        task = model.learner.task
        config = model.config
        metrics = model.learner.metrics
        thresholdRule = model.learner.thresholdRule
        digest = model.learner.weightsDigest
    }

    func load() throws -> TrainedModel {
        try TrainedModel(path: path, registries: registries, threads: threads, precision: precision)
    }

    /// What keeps this member from predicting together with another; nil if nothing does.
    func difference(from other: EnsembleMember) -> String? {
        func differ(_ what: String, _ mine: some Equatable, _ others: some Equatable) -> String? {
            "\(mine)" == "\(others)"
                ? nil : "\(path) and \(other.path) differ in \(what): \(mine), and \(others)"
        }
        let isBinary = task.classNames.count == 2
        return differ("classes", list(task.classNames), list(other.task.classNames))
            ?? differ("the shape of an example", Shape(task.storedShape), Shape(other.task.storedShape))
            ?? differ("the data set", task.dataset, other.task.dataset)
            ?? (isBinary ? differ("the class of interest", task.positiveClass, other.task.positiveClass) : nil)
    }

    private func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}

extension Learner {
    /// SHA-256 of every parameter and buffer, in the order of their paths.
    var weightsDigest: String {
        var digest = SHA256()
        for (section, store) in [("model", modelStore), ("loss", lossStore)] {
            for (path, snapshot) in store.snapshot().sorted(by: { $0.key < $1.key }) {
                digest.update("\(section)/\(path)\(snapshot.shape)")
                switch snapshot.values {
                case .float32(let values): digest.update(values)
                case .float64(let values): digest.update(values)
                }
            }
        }
        return digest.finish()
    }
}
