/// What a dataset says of itself.
public struct DatasetDescription: Equatable, Sendable {
    /// A short name, such as `cifar10`.
    public var name: String
    /// Where the data came from: the files, and how they were read.
    public var source: String
    /// The name of every class, in the order of the labels; two at least.
    public var classNames: [String]
    /// The name of every column of a table; empty for images.
    public var featureNames: [String]

    public init(name: String, source: String, classNames: [String], featureNames: [String] = []) {
        self.name = name
        self.source = source
        self.classNames = classNames
        self.featureNames = featureNames
    }
}

/// The parts in which datasets are published.
public enum SplitName: String, CaseIterable, Sendable {
    case train
    case test
    /// Of a dataset that was published in one piece.
    case all
}

/// The file format.
///
/// Root attributes `format`, `version`, `name`, `task`, `source`; `/classes` [K] and, for tables, `/features` [D] as
/// text; for each split a group with `x` float32 or uint8 [N, …], `y` int32 [N], `index` int64 [N], the row in the
/// source, and the attribute `sha256`; see ``SplitDigest``.
enum DatasetFormat {
    static let format = "ballast-dataset"
    static let version = 1
    static let task = "classification"

    /// Bytes of features in a chunk, about: small enough for random rows, large enough to compress.
    static let chunkBytes = 1 << 15

    /// Rows in a chunk of labels and indices.
    static let scalarChunkRows = 1 << 14

    static func chunkRows(rowBytes: Int) -> Int { max(1, chunkBytes / max(rowBytes, 1)) }
}
