import BallastHDF5

/// A file of expected values in Tests/Goldens, or a group of one.
///
///     let golden = try Golden("losses")
///     let focal = try golden.group("focal/set0")
///     let logits = try focal.floats("logits")        // values and shape
///     let gamma = try focal.doubles("gamma").values
///     let formula = try focal.text("formula")        // an attribute
public struct Golden {
    /// The open group, for whatever the methods below do not cover.
    public let root: any HDF5Container

    /// Opens Tests/Goldens/NAME.h5.
    public init(_ name: String) throws {
        root = try HDF5File.open(Self.path(name))
    }

    private init(root: any HDF5Container) {
        self.root = root
    }

    /// Path of Tests/Goldens/NAME.h5, located from this source file.
    public static func path(_ name: String) -> String {
        let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        return tests.joined(separator: "/") + "/Goldens/\(name).h5"
    }

    public func group(_ path: String) throws -> Golden {
        Golden(root: try root.group(path))
    }

    /// Names of the groups directly in this one, sorted; to run over the sets of a family.
    public var groupNames: [String] {
        get throws { try root.children().filter { $0.kind == .group }.map(\.name) }
    }

    /// Names of the datasets directly in this group, sorted.
    public var datasetNames: [String] {
        get throws { try root.children().filter { $0.kind == .dataset }.map(\.name) }
    }

    public func contains(_ path: String) throws -> Bool {
        try root.contains(path)
    }

    // MARK: Datasets

    public func doubles(_ path: String) throws -> HDF5Array<Double> { try root.dataset(path).read() }
    public func floats(_ path: String) throws -> HDF5Array<Float> { try root.dataset(path).read() }
    public func int32s(_ path: String) throws -> HDF5Array<Int32> { try root.dataset(path).read() }
    public func integers(_ path: String) throws -> HDF5Array<Int> { try root.dataset(path).read() }
    public func uint32s(_ path: String) throws -> HDF5Array<UInt32> { try root.dataset(path).read() }
    public func strings(_ path: String) throws -> HDF5Array<String> { try root.dataset(path).read() }

    // MARK: Attributes of this group

    public func number(_ attribute: String) throws -> Double { try root.attribute(attribute) }
    public func integer(_ attribute: String) throws -> Int { try root.attribute(attribute) }
    public func text(_ attribute: String) throws -> String { try root.attribute(attribute) }
    public func numbers(_ attribute: String) throws -> [Double] { try root.attributeArray(attribute).values }
    public func hasAttribute(_ attribute: String) throws -> Bool { try root.hasAttribute(attribute) }
}
