internal import CKernels

/// How delimited text is divided into records and fields.
package struct TextFormat: Sendable {
    package enum Delimiter: Equatable, Sendable {
        case character(UInt8)
        /// Any run of spaces and tabs.
        case whitespace
    }

    package var delimiter: Delimiter
    /// Lines that start with one of these characters are skipped; four at most.
    package var commentMarks: [UInt8] = []

    package init(delimiter: Delimiter, commentMarks: [UInt8] = []) {
        precondition(commentMarks.count <= 4, "there are four comment marks at most")
        self.delimiter = delimiter
        self.commentMarks = commentMarks
    }

    /// The same for the kernel that does it.
    var kernelFormat: ballast_text_format {
        var format = ballast_text_format()
        switch delimiter {
        case .character(let character):
            format.delimiter = character
            format.other_delimiter = character
        case .whitespace:
            format.delimiter = UInt8(ascii: " ")
            format.other_delimiter = UInt8(ascii: "\t")
            format.joins_delimiters = 1
        }
        format.comment_mark_count = UInt8(commentMarks.count)
        withUnsafeMutableBytes(of: &format.comment_marks) { $0.copyBytes(from: commentMarks) }
        return format
    }
}
