import BallastHDF5

extension DatasetSplit {
    /// Reads everything and compares its digest with the one that the file states; features must be finite.
    ///
    /// - Parameter progress: called now and then with the number of rows read so far.
    /// - Throws: `.badData` if the content is not what was written, `HDF5Error` if it cannot be decoded.
    public func verify(progress: (Int) -> Void = { _ in }) throws {
        var digest = SplitDigest()
        let rowBytes = exampleShape.elementCount * type.byteCount
        let blockRows = max(1, (1 << 24) / rowBytes)
        for start in stride(from: 0, to: count, by: blockRows) {
            let rows = start..<min(start + blockRows, count)
            switch type {
            case .float32:
                let values = try features.readRows(rows, as: Float.self).values
                if let position = values.firstIndex(where: { !$0.isFinite }) {
                    throw DataError(
                        file: path, place: "/\(name.rawValue)/x row \(start + position / exampleShape.elementCount)",
                        "holds a value that is not finite", got: "\(values[position])")
                }
                values.withUnsafeBytes { digest.add(features: $0) }
            case .uint8:
                try features.readRows(rows, as: UInt8.self).values.withUnsafeBytes { digest.add(features: $0) }
            }
            progress(rows.upperBound)
        }
        digest.add(labels: labels, indices: try sourceIndices())
        let actual = digest.finish(type: type, exampleShape: Array(exampleShape))
        guard actual == sha256 else {
            throw DataError(
                file: path, place: "/\(name.rawValue)", "the content is not what was written",
                expected: "sha256 \(sha256)", got: actual)
        }
    }
}
