internal import Yams

/// A line and column of a YAML text, both from 1; columns count Unicode scalars.
struct YAMLPosition: Hashable {
    var line = 1
    var column = 1
}

extension YAMLPosition {
    /// The place of a parser's mark; a node without one is placed at the beginning.
    init(_ mark: Mark?) {
        self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    /// The place after the first `count` characters of a text.
    init(after count: Int, in text: String) {
        for scalar in text.prefix(count).unicodeScalars {
            if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
        }
    }
}

/// A text whose repeated keys are disguised until Yams reads it.
///
/// Yams refuses a document at its first repeated key and says where only one of them is. Changing that key's first
/// letter lets the reading go on; `Conversion` puts the letter back and reports all repetitions, each with both lines.
struct YAMLSource {
    private var lines: [[Unicode.Scalar]]
    /// The original first letters of disguised keys.
    private(set) var disguised: [YAMLPosition: Unicode.Scalar] = [:]

    init(_ text: String) {
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    }

    mutating func compose() throws -> Node? {
        while true {
            var text = String.UnicodeScalarView()
            for (index, line) in lines.enumerated() {
                if index > 0 { text.append("\n") }
                text.append(contentsOf: line)
            }
            do {
                return try Parser(yaml: String(text), encoding: .utf8).singleRoot()
            } catch YamlError.duplicatedKeysInMapping(let names, let context) {
                guard disguise(context.mark) else {
                    throw YamlError.duplicatedKeysInMapping(duplicates: names, context: context)
                }
            }
        }
    }

    /// Replaces the first letter of the key at a mark by one that no other key starts with.
    private mutating func disguise(_ mark: Mark) -> Bool {
        let line = mark.line - 1
        guard lines.indices.contains(line), lines[line].indices.contains(mark.column - 1) else { return false }
        var column = mark.column - 1
        if lines[line][column] == "\"" || lines[line][column] == "'" { column += 1 }
        guard lines[line].indices.contains(column), disguised.count < 1000,
            let letter = Unicode.Scalar(0xF_0000 + UInt32(disguised.count)),
            lines[line][column].properties.isAlphabetic || lines[line][column].properties.numericType != nil
                || lines[line][column] == "_"
        else { return false }
        disguised[YAMLPosition(mark)] = lines[line][column]
        lines[line][column] = letter
        return true
    }
}

extension YAMLSource {
    /// The first tab in front of a line's content, which YAML does not allow as indentation.
    static func firstIndentingTab(in text: String) -> YAMLPosition? {
        for (index, line) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let indent = line.prefix { $0 == " " || $0 == "\t" }
            guard indent.count < line.count, let tab = indent.firstIndex(of: "\t") else { continue }
            return YAMLPosition(
                line: index + 1, column: indent.distance(from: indent.startIndex, to: tab) + 1)
        }
        return nil
    }
}
