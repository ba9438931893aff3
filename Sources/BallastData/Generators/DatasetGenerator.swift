public import BallastCore

/// Makes a synthetic data set.
///
/// The generators of scikit-learn's name draw from its own stream, so that the same seed gives the same rows, as doubles;
/// a data set file keeps them in float32.
public protocol DatasetGenerator: Component {
    init(config: Config) throws

    /// Writes description and splits.
    ///
    /// - Parameters:
    ///   - seed: of every draw; the same seed gives the same file.
    ///   - names: what the data set and its classes are to be called.
    ///   - writer: takes the data set.
    /// - Throws: `DataError` for settings that cannot be met.
    func run(seed: UInt32, names: GivenNames, into writer: DatasetWriter) throws
}

/// What a made data set and its classes are called, where that is not left to the generator.
public struct GivenNames: Equatable, Sendable {
    public var dataset: String?
    /// One per class, in the order of the labels.
    public var classes: [String]?

    public init(dataset: String? = nil, classes: [String]? = nil) {
        self.dataset = dataset
        self.classes = classes
    }

    /// The given names of the classes, or the generator's.
    ///
    /// - Throws: `.badRequest` unless there is one per class.
    func classes(orElse own: [String]) throws -> [String] {
        guard let classes else { return own }
        guard classes.count == own.count else {
            throw DataError(
                .badRequest, "the data made have other classes than are named", expected: "\(own.count) names",
                got: classes.joined(separator: ", "))
        }
        return classes
    }
}

extension DatasetGenerator {
    /// Generates into a new file, which appears under its name complete or not at all.
    public func generate(
        seed: UInt32, names: GivenNames = GivenNames(), to path: String, overwriting: Bool = false
    ) throws {
        try DatasetWriter.write(to: path, overwriting: overwriting) { try run(seed: seed, names: names, into: $0) }
    }
}

/// A generator whose rows are made all at once.
protocol TableGenerator: DatasetGenerator {
    func table(seed: UInt32) throws -> GeneratedTable
}

extension TableGenerator {
    public func run(seed: UInt32, names: GivenNames, into writer: DatasetWriter) throws {
        let table = try table(seed: seed)
        let classCount = max(2, Int(table.labels.max() ?? 0) + 1)
        try writer.describe(
            DatasetDescription(
                name: names.dataset ?? Self.name, source: "generated: \(Self.name), seed \(seed)",
                classNames: names.classes(orElse: (0..<classCount).map { "class \($0)" }),
                featureNames: (0..<table.width).map { "x\($0)" }))
        try writer.addSplit(.all, exampleShape: [table.width], type: .float32) { split in
            try split.append(values: table.values.map(Float.init), labels: table.labels)
        }
    }
}

/// Rows in row-major order with their labels.
public struct GeneratedTable: Equatable, Sendable {
    public var width: Int
    public var values: [Double]
    public var labels: [Int32]

    public var rowCount: Int { labels.count }

    init(rowCount: Int, width: Int) {
        self.width = width
        values = [Double](repeating: 0, count: rowCount * width)
        labels = [Int32](repeating: 0, count: rowCount)
    }

    /// Puts the rows in random order, as scikit-learn's `shuffle(X, y, random_state)`.
    mutating func shuffleRows(_ random: NumPyRandom) {
        let order = random.permutation(rowCount)
        values = order.flatMap { values[$0 * width..<($0 + 1) * width] }
        labels = order.map { labels[$0] }
    }

    /// Puts the columns in random order, the same in every row.
    mutating func shuffleColumns(_ random: NumPyRandom) {
        let order = random.permutation(width)
        values = (0..<rowCount).flatMap { row in order.map { values[row * width + $0] } }
    }

    /// Adds a normal of the given standard deviation to every value.
    mutating func addNoise(_ standardDeviation: Double, _ random: NumPyRandom) {
        let noise = random.normal(count: values.count, standardDeviation: standardDeviation)
        for position in values.indices { values[position] += noise[position] }
    }
}

extension Registry where Product == any DatasetGenerator, Context == Void {
    /// Adds a generator.
    ///
    /// - Throws: `RegistryError` if the name is taken or the settings are declared wrongly.
    public mutating func register<Registered: DatasetGenerator>(_ type: Registered.Type) throws {
        try register(ComponentFactory(type) { config, _ in try Registered(config: config) })
    }

    /// Adds the generators of this module.
    public mutating func registerStandardGenerators() throws {
        try register(ClassificationGenerator.self)
        try register(MoonsGenerator.self)
        try register(CirclesGenerator.self)
        try register(BlobsGenerator.self)
        try register(FraudStreamGenerator.self)
    }
}
