public import BallastCore

/// Turns published files into a dataset file.
///
/// An importer reads the files as they are published, names file and line of anything that is not right, and needs no
/// more memory for a larger file. Rows keep the order of the source.
public protocol DatasetImporter: Component {
    init(config: Config) throws

    /// What the sources are, for help texts: `DIRECTORY`, `FILE…`.
    static var sourceHelp: String { get }

    /// Reads the sources and writes description and splits.
    ///
    /// - Throws: `DataError` naming file and place.
    func run(_ request: ImportRequest, into writer: DatasetWriter) throws
}

/// What an importer is to read.
public struct ImportRequest {
    /// Paths of files or directories, one at least.
    public let sources: [String]
    /// The name of the dataset; nil lets the importer choose.
    public let name: String?
    /// Told now and then how far the import is.
    public let report: (ImportProgress) -> Void

    public init(
        sources: [String], name: String? = nil, report: @escaping (ImportProgress) -> Void = { _ in }
    ) {
        self.sources = sources
        self.name = name
        self.report = report
    }
}

/// How far an import is.
public struct ImportProgress: Equatable, Sendable {
    /// What is being done: `reading train`.
    public let phase: String
    /// Rows done in this phase.
    public let rows: Int
    /// Rows of the phase, if known.
    public let total: Int?

    public init(phase: String, rows: Int, total: Int? = nil) {
        self.phase = phase
        self.rows = rows
        self.total = total
    }
}

extension DatasetImporter {
    /// Imports into a new file, which appears under its name complete or not at all.
    ///
    /// - Parameters:
    ///   - request: what to read.
    ///   - path: the file to write.
    ///   - overwriting: replace an existing file instead of refusing.
    ///   - threads: how many threads work on it, which changes nothing in the file; every core if nil.
    /// - Throws: `DataError` naming file and place of what is not right, `HDF5Error` if writing fails.
    public func importDataset(
        _ request: ImportRequest, to path: String, overwriting: Bool = false, threads: Int? = nil
    ) throws {
        guard !request.sources.isEmpty else { throw DataError(.badRequest, "there is nothing to import") }
        try DatasetWriter.write(to: path, overwriting: overwriting, threads: threads) { try run(request, into: $0) }
    }
}

extension Registry where Product == any DatasetImporter, Context == Void {
    /// Adds an importer.
    ///
    /// - Throws: `RegistryError` if the name is taken or the settings are declared wrongly.
    public mutating func register<Registered: DatasetImporter>(_ type: Registered.Type) throws {
        try register(ComponentFactory(type) { config, _ in try Registered(config: config) })
    }

    /// Adds the importers of this module.
    public mutating func registerStandardImporters() throws {
        try register(CSVImporter.self)
        try register(KEELImporter.self)
        try register(IDXImporter.self)
        try register(CIFARImporter.self)
    }
}
