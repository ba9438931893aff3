import BallastCore
import BallastData
import Foundation
import TestSupport
import Testing

/// Records found in blocks, against a reader that takes one byte after the other.
@Suite struct RecordBlockTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func read(
        _ text: [UInt8], _ delimiter: TextFormat.Delimiter, blockBytes: Int
    ) throws -> [PlainRecord] {
        let path = directory.file("table.csv")
        try Data(text).write(to: URL(fileURLWithPath: path))
        let reader = try DelimitedReader(
            path: path, delimiter: delimiter, commentMarks: Array("@%".utf8), blockBytes: blockBytes)
        var records: [PlainRecord] = []
        while try reader.advance() {
            records.append(PlainRecord(line: reader.line, fields: (0..<reader.fieldCount).map(reader.field)))
        }
        return records
    }

    static let pieces = [
        "1", "-2.5", "a b", " ", "\t", ",", ",", ",", "\n", "\n", "\r\n", "\"q\"", "\"a,\nb\"", "\"say \"\"x\"\"\"",
        "\"\"", "it\"s",
        "@note", "é", "\"\"\"\"",
    ]

    /// Texts of random pieces, many of them with ends of blocks inside of quotes and between the bytes of a line end.
    @Test(arguments: [16, 17, 40, 1 << 12])
    func blocksOfAnySizeGiveTheSameRecords(blockBytes: Int) throws {
        for delimiter in [
            TextFormat.Delimiter.character(UInt8(ascii: ",")), .character(UInt8(ascii: "\t")), .whitespace,
        ] {
            for seed in 0..<60 {
                var random = CounterRandom(seed: 7, epoch: 0, index: seed)
                let text = (0..<random.integer(in: 0..<60)).map { _ in
                    Self.pieces[random.integer(in: 0..<Self.pieces.count)]
                }.joined()
                let bytes = Array(text.utf8)
                let expected = PlainReader(bytes, delimiter: delimiter, commentMarks: Array("@%".utf8)).records()
                switch expected {
                case .success(let records):
                    #expect(try read(bytes, delimiter, blockBytes: blockBytes) == records, "\(text.debugDescription)")
                case .failure(let fault):
                    expectError("\(directory.file("table.csv")): \(fault.message)") {
                        try read(bytes, delimiter, blockBytes: blockBytes)
                    }
                }
            }
        }
    }

    /// A record that is longer than a block, with quotes and without.
    @Test func recordsMayBeLongerThanABlock() throws {
        let long = String(repeating: "x", count: 5000)
        for field in [long, "\"\(long)\n\"\"\(long)\""] {
            let records = try read(
                Array("a,\(field)\nb,2\n".utf8), .character(UInt8(ascii: ",")), blockBytes: 64)
            #expect(records.count == 2 && records[1].fields == ["b", "2"])
            #expect(records[0].fields[1].count >= 5000)
            #expect(records[1].line == (field == long ? 2 : 3))
        }
    }
}

struct PlainRecord: Equatable {
    var line: Int
    var fields: [String]
}

/// Delimited text read by the rules, a byte at a time.
private struct PlainReader {
    struct Fault: Error {
        let message: String
    }

    private let bytes: [UInt8]
    private let delimiter: TextFormat.Delimiter
    private let commentMarks: [UInt8]

    init(_ bytes: [UInt8], delimiter: TextFormat.Delimiter, commentMarks: [UInt8]) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.commentMarks = commentMarks
    }

    private func isDelimiter(_ byte: UInt8) -> Bool {
        switch delimiter {
        case .character(let character): byte == character
        case .whitespace: byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
        }
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r"))
            && delimiter != .character(byte)
    }

    func records() -> Result<[PlainRecord], Fault> {
        Result<[PlainRecord], any Error> { try parse() }.mapError { $0 as? Fault ?? Fault(message: "\($0)") }
    }

    private func parse() throws -> [PlainRecord] {
        let newline = UInt8(ascii: "\n"), quote = UInt8(ascii: "\"")
        var records: [PlainRecord] = []
        var place = 0
        var line = 1
        while place < bytes.count {
            var record = PlainRecord(line: line, fields: [])
            if commentMarks.contains(bytes[place]) {
                while place < bytes.count, bytes[place] != newline { place += 1 }
                place += 1
                line += 1
                continue
            }
            while true {
                while place < bytes.count, isBlank(bytes[place]) { place += 1 }
                guard place < bytes.count, bytes[place] != newline else {
                    if !record.fields.isEmpty, delimiter != .whitespace { record.fields.append("") }
                    break
                }
                var field: [UInt8] = []
                if bytes[place] == quote {
                    let opened = line
                    place += 1
                    while true {
                        guard place < bytes.count else {
                            throw Fault(message: "line \(opened): a quote is opened and never closed")
                        }
                        if bytes[place] == quote {
                            guard place + 1 < bytes.count, bytes[place + 1] == quote else { break }
                            place += 1
                        }
                        if bytes[place] == newline { line += 1 }
                        field.append(bytes[place])
                        place += 1
                    }
                    place += 1
                    if delimiter == .whitespace {
                        if place < bytes.count, bytes[place] == UInt8(ascii: "\r") { place += 1 }
                    } else {
                        while place < bytes.count, isBlank(bytes[place]) { place += 1 }
                    }
                    if place < bytes.count, bytes[place] != newline, !isDelimiter(bytes[place]) {
                        throw Fault(
                            message:
                                "line \(line): a closing quote is followed by text: expected a delimiter or the end of "
                                + "the line, got '\(Character(UnicodeScalar(bytes[place])))'")
                    }
                } else {
                    while place < bytes.count, bytes[place] != newline, !isDelimiter(bytes[place]) {
                        field.append(bytes[place])
                        place += 1
                    }
                    while let last = field.last, isBlank(last) { field.removeLast() }
                }
                record.fields.append(String(decoding: field, as: UTF8.self))
                guard place < bytes.count, bytes[place] != newline else { break }
                place += 1
            }
            place += 1
            line += 1
            if !record.fields.isEmpty { records.append(record) }
        }
        return records
    }
}
