internal import BallastData
internal import BallastHDF5

/// The file: root attributes `format`, `version`, `part`, `row_count`; `features` [n, D], `labels` [n], `positions` [n] and,
/// if the loss has any, `anchors` [K·T, D].
extension FeatureSample {
    static let format = "ballast-features"
    static let version = 1

    /// Writes the sample so that the file is either the old or the new one, whatever happens.
    public func write(to path: String) throws {
        try HDF5File.writeAtomically(to: path) { file in
            try file.setAttribute("format", toFixedLength: FeatureSample.format)
            try file.setAttribute("version", to: FeatureSample.version)
            try file.setAttribute("part", toFixedLength: part.rawValue)
            try file.setAttribute("row_count", to: rowCount)
            try file.createDataset(
                "features", values: features, shape: [positions.count, width], options: .compressed)
            try file.createDataset("labels", values: labels, options: .compressed)
            try file.createDataset("positions", values: positions.map(Int64.init), options: .compressed)
            if !anchors.isEmpty {
                try file.createDataset("anchors", values: anchors, shape: [anchors.count / width, width])
            }
        }
    }

    /// Reads a sample.
    ///
    /// - Parameter path: the file.
    /// - Throws: `HDF5Error` for a file that is damaged or lacks a part; `DataError` for one that is something else, of
    ///   another version, or whose arrays do not belong together.
    public init(path: String) throws {
        let file = try HDF5File.open(path)
        guard try file.hasAttribute("format"), let format = try? file.attribute("format", as: String.self),
            format == FeatureSample.format
        else { throw DataError(file: path, "is HDF5, but no sample of features", expected: FeatureSample.format) }
        let version = try file.attribute("version", as: Int.self)
        guard version == FeatureSample.version else {
            throw DataError(
                file: path, "has another version", expected: "\(FeatureSample.version)",
                got: "\(version)")
        }
        let name = try file.attribute("part", as: String.self)
        guard let part = RunPart(rawValue: name) else {
            throw DataError(
                file: path, "is of an unknown part",
                expected: RunPart.allCases.map(\.rawValue).joined(separator: ", "), got: name)
        }
        let features = try file.dataset("features").read(as: Float.self)
        let labels = try file.dataset("labels").read(as: Int32.self).values
        let positions = try file.dataset("positions").read(as: Int64.self).values
        let anchors = try file.contains("anchors") ? file.dataset("anchors").read(as: Float.self) : nil
        guard features.shape.count == 2, features.shape[0] == labels.count, positions.count == labels.count,
            anchors.map({ $0.shape.count == 2 && $0.shape[1] == features.shape[1] }) ?? true,
            labels.allSatisfy({ $0 >= 0 })
        else {
            throw DataError(
                file: path, "features, labels, positions and anchors do not belong together",
                got: "\(features.shape), [\(labels.count)], [\(positions.count)], \(anchors?.shape ?? [])")
        }
        self.init(
            part: part, rowCount: try file.attribute("row_count", as: Int.self),
            positions: positions.map { Int(clamping: $0) }, labels: labels, width: features.shape[1],
            features: features.values, anchors: anchors?.values ?? [])
    }
}
