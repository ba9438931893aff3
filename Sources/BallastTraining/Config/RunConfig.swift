public import BallastCore
public import BallastData
public import BallastTensor

/// A whole experiment, as a YAML file states it.
public struct RunConfig: ComponentConfig {
    @Setting("Name of the run; the file's name if omitted.") public var name: String? = nil
    @Setting("Seed of every random stream of the run.", range: 0...) public var seed: Int = 0
    @Setting("Threads of the kernels; every core if omitted.", range: 1...) public var threads: Int? = nil
    @Setting(
        "Number format of a network's activations on images: bf16 is faster where the processor multiplies it, and becomes "
            + "float32 elsewhere.")
    public var precision = ActivationPrecision.float32
    @Setting("Plugins to load first: folders of Swift files, or libraries.") public var plugins: [String] = []
    @Setting("The data set, its splits and its subset.") public var data: DataConfig
    @Setting("Transforms in the order they are applied, fitted on training rows only.", kind: "transform")
    public var transforms: [ComponentReference] = []
    @Setting("Which training rows an epoch visits, and in which order.", kind: "sampler")
    public var sampler: ComponentReference = ComponentReference("shuffle")
    @Setting("The network.", kind: "model") public var model: ComponentReference
    @Setting("The training criterion.", kind: "loss") public var loss: ComponentReference
    @Setting("Class weights on the loss, possibly from a later epoch on.", kind: "weighting")
    public var weighting = ComponentReference("none")
    @Setting("The rule that moves the parameters.", kind: "optimizer") public var optimizer: ComponentReference
    @Setting("The learning rate over the run, as a factor on the optimizer's rate.", kind: "schedule")
    public var schedule = ComponentReference("constant")
    @Setting("Length of the run, batches, selection and stopping.") public var training: TrainingConfig
    @Setting("Metrics of validation and test.", kind: "metric")
    public var metrics: [ComponentReference] = [
        ComponentReference("accuracy"), ComponentReference("balanced_accuracy"),
    ]
    @Setting(
        "With two classes: how the threshold of decisions is chosen, on validation; the likelier class if omitted.",
        kind: "threshold")
    public var threshold: ComponentReference? = nil
    @Setting("What is written for programs that show the run; it changes nothing of the result.")
    public var log = LogConfig()
    @Setting("Settings for which `ballast sweep` tries values, and `ballast cv` inside of every fold.")
    public var search: SearchConfig? = nil

    public init() {}

    public func validate(_ check: inout ConfigCheck) {
        let names = metrics.map(\.type)
        check.require(Set(names).count == names.count, "metrics", "name a metric twice")
        let monitored = ["loss"] + names
        check.require(
            data.validationFraction == 0 || monitored.contains(training.monitor), "training",
            "monitors \(training.monitor), which is not among \(monitored.joined(separator: ", "))", with: "metrics",
            "data")
        check.require(
            data.validationFraction > 0 || training.select == .last, "training",
            "selects the best epoch, but data.validation_fraction is 0", with: "data")
        check.require(
            data.validationFraction > 0 || threshold == nil, "threshold",
            "is chosen on validation, but data.validation_fraction is 0", with: "data")
        check.require(
            data.validationFraction > 0 || training.patience == nil, "training",
            "stops early, but data.validation_fraction is 0", with: "data")
        check.require(
            data.chunkedShuffle == nil || sampler.type == "shuffle", "data",
            "shuffles by chunks, but the sampler \(sampler.type) orders or makes rows itself: chunked_shuffle goes with shuffle",
            with: "sampler")
    }
}

/// Where the data come from and how they are split.
public struct DataConfig: ComponentConfig {
    @Setting("Data set file (HDF5).") public var path: String
    @Setting("Split to train on.") public var trainSplit = SplitName.train
    @Setting("Split to test on; ignored when test_fraction or fold is given.") public var testSplit = SplitName.test
    @Setting(
        "Share of a data set without a test split that is held out for the test, stratified; ignored when fold is given.",
        range: .above(0, below: 1))
    public var testFraction: Double? = nil
    @Setting("Fold of a stratified cross-validation whose rows are the test, the other folds' being the rest.")
    public var fold: FoldConfig? = nil
    @Setting(
        "Fold of the rows outside of `fold` whose rows are the test instead, the others' being the rest; needs fold.")
    public var innerFold: FoldConfig? = nil
    @Setting("Share of the training rows that is held out for validation, stratified; 0 for none.", range: 0..<1)
    public var validationFraction = 0.1
    @Setting("Seed of the splits; the run's seed if omitted.", range: 0...) public var splitSeed: Int? = nil
    @Setting("Long-tailed subset of the training rows.") public var longTail: LongTailConfig? = nil
    @Setting("The class of interest in a binary task.", range: 0...) public var positiveClass = 1
    @Setting("Largest split, in megabytes, that is kept in memory instead of being read batch by batch.", range: 0...)
    public var residentMegabytes = 2048
    @Setting(
        "Shuffle training rows in windows that fit memory, reading whole chunks once, instead of exactly; see ChunkedShuffleConfig."
    )
    public var chunkedShuffle: ChunkedShuffleConfig? = nil

    public init() {}

    public func validate(_ check: inout ConfigCheck) {
        check.require(
            innerFold == nil || fold != nil, "inner_fold", "divides the rows outside of a fold: it needs fold",
            with: "fold")
    }
}

/// A subset whose class sizes fall from the first class to the last.
public struct LongTailConfig: ComponentConfig {
    @Setting("Largest class size divided by the smallest.", range: 1...) public var imbalanceFactor: Double
    @Setting("How class sizes fall.") public var profile = LongTailProfile.exponential
    @Setting("Seed of the choice of rows.", range: 0...) public var seed = 0

    public init() {}
}

/// Length of the run, batches, selection and stopping.
public struct TrainingConfig: ComponentConfig {
    /// Which weights are tested.
    public enum Selection: String, CaseIterable, ConfigEnum {
        /// Those after the last epoch.
        case last
        /// Those of the epoch with the best value of the monitored metric on validation.
        case best
    }

    @Setting("Passes over the training rows.", range: 1...) public var epochs: Int
    @Setting("Rows in a training batch.", range: 1...) public var batchSize: Int
    @Setting("Rows in a batch of validation and test.", range: 1...) public var evaluationBatchSize = 256
    @Setting("Leave out the last batch of an epoch if it is short.") public var dropLast = false
    @Setting("Factor on the learning rate of the loss's own parameters.", range: 0...) public var lossRateFactor = 1.0
    @Setting("Roles of parameters without weight decay.") public var weightDecayExempt: [Parameter.Role] = []
    @Setting("Largest Euclidean norm of all gradients together.", range: .above(0)) public var clipNorm: Double? = nil
    @Setting("Largest absolute value of a gradient's element.", range: .above(0)) public var clipValue: Double? = nil
    @Setting("Metric on validation by which epochs are compared.") public var monitor = "balanced_accuracy"
    @Setting("Which weights are tested.") public var select: Selection = .last
    @Setting("Stop after this many epochs without a better monitored metric; never if omitted.", range: 1...)
    public var patience: Int? = nil
    @Setting("Epochs between validations.", range: 1...) public var validateEvery = 1

    public init() {}
}

extension RunConfig {
    /// The seed of folds, hold-out and validation rows.
    var splitSeed: UInt32 { UInt32(truncatingIfNeeded: data.splitSeed ?? seed) }
}

extension SplitName: ConfigEnum {}
extension LongTailProfile: ConfigEnum {}
extension Parameter.Role: ConfigEnum {}

extension TrainingConfig {
    /// What is common to all optimizers.
    var updatePolicy: UpdatePolicy {
        UpdatePolicy(
            lossRateFactor: lossRateFactor, weightDecayExempt: Set(weightDecayExempt), clipValue: clipValue,
            clipNorm: clipNorm)
    }
}
