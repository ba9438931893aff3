import BallastData
import Foundation
import TestSupport
import Testing

@Suite struct DelimitedReaderTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func records(
        _ text: String, _ delimiter: TextFormat.Delimiter = .character(UInt8(ascii: ",")), marks: String = ""
    ) throws -> [[String]] {
        let path = directory.file("table.csv")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let reader = try DelimitedReader(path: path, delimiter: delimiter, commentMarks: Array(marks.utf8))
        var result: [[String]] = []
        while try reader.advance() { result.append((0..<reader.fieldCount).map(reader.field)) }
        return result
    }

    @Test(arguments: [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
        (" a ,\tb \n", [["a", "b"]]),
        ("a,,\n,,b\n", [["a", "", ""], ["", "", "b"]]),
        ("\n\n  \r\na,b\n\n", [["a", "b"]]),
        ("\u{FEFF}a,b\n", [["a", "b"]]),
        ("\"a,b\",\"c\"\n", [["a,b", "c"]]),
        ("\"say \"\"yes\"\"\",2\n", [["say \"yes\"", "2"]]),
        ("\"two\nlines\",2\n3,4\n", [["two\nlines", "2"], ["3", "4"]]),
        ("\"\",1\r\n", [["", "1"]]),
        ("\" kept \" ,1", [[" kept ", "1"]]),
        ("it\"s,2\n", [["it\"s", "2"]]),
        ("é,ü\n", [["é", "ü"]]),
    ])
    func commas(text: String, expected: [[String]]) throws {
        #expect(try records(text) == expected)
    }

    @Test func otherDelimiters() throws {
        #expect(try records("a b\t1;x\n", .character(UInt8(ascii: ";"))) == [["a b\t1", "x"]])
        #expect(try records("a\t\tb c\n", .character(UInt8(ascii: "\t"))) == [["a", "", "b c"]])
        #expect(try records("  1   2\t3  \r\n4 5 6", .whitespace) == [["1", "2", "3"], ["4", "5", "6"]])
        #expect(try records("\"a b\" c\r\n", .whitespace) == [["a b", "c"]])
    }

    @Test func commentsAreSkippedAndLinesCounted() throws {
        let path = directory.file("commented.dat")
        try Data("@relation x\n\n% note, with comma\n1,2\n\"a\nb\",3\n4,5\n".utf8).write(to: URL(fileURLWithPath: path))
        let reader = try DelimitedReader(
            path: path, delimiter: .character(UInt8(ascii: ",")), commentMarks: Array("@%".utf8))
        var lines: [Int] = []
        while try reader.advance() { lines.append(reader.line) }
        #expect(lines == [4, 5, 7])
    }

    @Test func unsoundQuotesAreRefused() throws {
        let path = directory.file("table.csv")
        expectError("\(path): line 2: a quote is opened and never closed") { try records("a,b\n1,\"2\n3,4\n") }
        expectError(
            "\(path): line 1: a closing quote is followed by text: expected a delimiter or the end of the line, got 'x'"
        ) {
            try records("\"a\"x,b\n")
        }
    }

    @Test func missingFilesAreNamed() throws {
        let path = directory.file("absent.csv")
        expectError("\(path): cannot open the file: No such file or directory") { try ByteSource(path: path) }
        expectError("\(directory.path): is a directory, not a file") { try ByteSource(path: directory.path) }
    }

    /// Every accepted text has the value that Swift's correctly rounded conversion gives it.
    @Test func numbersAgreeWithTheStandardConversion() {
        var texts = ["0", "-0", "1", "+1", "1.", ".5", "-.5e3", "1e22", "1e23", "1e-22", "1e-23", "9007199254740993"]
        texts += [
            "123456789012345678901234567890", "0.1", "3.4028235e38", "1e-320", "00012", "2.2250738585072014e-308",
        ]
        texts += (0..<2000).map { index in
            let mantissa = UInt64(index) &* 0x9e37_79b9_7f4a_7c15 >> UInt64(index % 60)
            return "\(index % 2 == 0 ? "" : "-")\(mantissa % 1000).\(mantissa)e\(index % 40 - 20)"
        }
        for text in texts {
            let parsed = Array(text.utf8).withUnsafeBufferPointer { NumberParser.number($0) }
            #expect(parsed == Double(text), "\(text)")
        }
    }

    @Test(arguments: [
        "", "-", ".", "e5", "1e", "1e+", "1.2.3", "1,2", "0x10", "inf", "nan", "1 2", "1e5x", "--1", "1e400",
    ])
    func textsThatAreNoNumbers(text: String) {
        #expect(Array(text.utf8).withUnsafeBufferPointer { NumberParser.number($0) } == nil)
    }
}
