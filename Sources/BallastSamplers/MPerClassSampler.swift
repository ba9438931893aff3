public import BallastCore

/// Batches of M rows each of some classes, for losses that compare rows within a batch.
///
/// A batch of B rows has B/M classes, M rows of each, one class after the other. Classes are taken from a random order of
/// all that have rows, which is drawn anew whenever too few are left to fill a batch with; rows from a random order within
/// the class, drawn anew whenever all of them have been visited, so that a class of fewer than M rows is repeated within a
/// batch. An epoch has whole batches only.
///
/// Random numbers come from the stream `sampler` in NumPy's dialect.
public struct MPerClassSampler: Sampler {
    public struct Config: ComponentConfig {
        @Setting("Rows of a class in a batch M.", range: 1...) public var m = 4
        @Setting(
            "Rows visited in an epoch, rounded down to whole batches but one at least; null: as many as there are training "
                + "rows.", range: 1...)
        public var length: Int?

        public init() {}
    }

    public static let name = "m_per_class"
    public static let summary = "Batches of M rows each of some classes."
    public static let paper: String? =
        "Hermans, Beyer, Leibe: In defense of the triplet loss for person re-identification (PK batches), 2017, "
        + "arXiv:1703.07737"

    /// The rows of every class that has any.
    private let rows: [[Int]]
    private let rowsPerClass: Int
    private let classesPerBatch: Int
    private let batches: Int

    /// - Throws: `ConfigError` if batches of the run's size cannot be filled so.
    public init(config: Config, context: SamplerContext) throws {
        rows = context.rowsByClass.filter { !$0.isEmpty }
        rowsPerClass = config.m
        if let batchSize = context.batchSize {
            guard batchSize % config.m == 0 else {
                throw ConfigError(
                    key: "m", "is \(config.m), which does not divide training.batch_size, \(batchSize)")
            }
            classesPerBatch = batchSize / config.m
            guard rows.isEmpty || classesPerBatch <= rows.count else {
                throw ConfigError(
                    key: "m",
                    "is \(config.m), so a batch of \(batchSize) rows needs \(classesPerBatch) classes, but \(rows.count) "
                        + "have training rows: raise m or lower training.batch_size to \(rows.count * config.m) or less"
                )
            }
        } else {
            classesPerBatch = rows.count
        }
        let length = config.length ?? context.labels.count
        batches = rows.isEmpty ? 0 : max(length / (classesPerBatch * rowsPerClass), 1)
    }

    public func order(epoch: Int, random: RandomStreams) -> [Int] {
        let stream = random.numpy("sampler")
        var decks = ClassDecks(rows)
        var order: [Int] = []
        order.reserveCapacity(batches * classesPerBatch * rowsPerClass)
        var classes: [Int] = []
        for _ in 0..<batches {
            if classes.count < classesPerBatch { classes = stream.permutation(rows.count) }
            for number in classes.prefix(classesPerBatch) {
                for _ in 0..<rowsPerClass { order.append(decks.next(of: number, random: stream)) }
            }
            classes.removeFirst(classesPerBatch)
        }
        return order
    }
}
