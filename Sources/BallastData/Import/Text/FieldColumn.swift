internal import CKernels

/// One field of each of some records that followed one another and have the same number of fields.
///
/// Valid as long as the block that it was taken from holds this text.
struct FieldColumn {
    private let text: UnsafePointer<UInt8>
    private let first: UnsafePointer<ballast_text_field>
    private let fieldCount: Int
    /// The number of records.
    let count: Int

    /// - Parameters:
    ///   - text: what the fields are places of.
    ///   - first: the field of the first record.
    ///   - fieldCount: fields of a record.
    ///   - count: the number of records.
    init(_ text: UnsafePointer<UInt8>, first: UnsafePointer<ballast_text_field>, fieldCount: Int, count: Int) {
        self.text = text
        self.first = first
        self.fieldCount = fieldCount
        self.count = count
    }

    /// The bytes of the field of a record, counted from the first of them.
    @inline(__always)
    subscript(row: Int) -> UnsafeBufferPointer<UInt8> {
        let field = first[row &* fieldCount]
        return UnsafeBufferPointer(start: text + Int(field.start), count: Int(field.end &- field.start))
    }
}
