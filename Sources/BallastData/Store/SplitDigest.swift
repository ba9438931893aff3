/// The digest of a split's content, from which damage and change are told.
///
/// SHA-256 of the line `TYPE N EXTENT… X Y INDEX`, where TYPE is float32 or uint8, N and the extents are those of `x`, and
/// X, Y and INDEX are the SHA-256 of the little-endian bytes of `x`, `y` and `index`, all in lower-case hexadecimal. In
/// Python:
///
///     sha = lambda text: hashlib.sha256(text).hexdigest()
///     line = " ".join([x.dtype.name, *map(str, x.shape), sha(x.tobytes()), sha(y.tobytes()), sha(index.tobytes())])
///     sha(line.encode())
struct SplitDigest: ~Copyable {
    private var features = SHA256()
    private var labels = SHA256()
    private var indices = SHA256()
    private var rowCount = 0

    mutating func add(features bytes: UnsafeRawBufferPointer) { features.update(bytes) }

    mutating func add(labels values: [Int32], indices rows: [Int64]) {
        labels.update(values)
        indices.update(rows)
        rowCount += values.count
    }

    /// The digest of everything added, in hexadecimal; the next one begins anew.
    mutating func finish(type: FeatureType, exampleShape: [Int]) -> String {
        defer { rowCount = 0 }
        return Self.digest(
            of: [features.finish(), labels.finish(), indices.finish()], type: type, rowCount: rowCount,
            exampleShape: exampleShape)
    }

    /// The digest of a split whose features, labels and indices have these digests.
    static func digest(of digests: [String], type: FeatureType, rowCount: Int, exampleShape: [Int]) -> String {
        let extents = ([rowCount] + exampleShape).map(String.init)
        var line = SHA256()
        line.update(([type.rawValue] + extents + digests).joined(separator: " "))
        return line.finish()
    }
}
