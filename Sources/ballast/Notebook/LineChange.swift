/// A line that only one of two texts has.
struct LineChange: Encodable {
    enum Side: String, Encodable {
        case expected, got
    }

    let side: Side
    /// Where an expected line stands in its file, counted from 1.
    let line: Int?
    let content: String

    /// The line as a difference is printed.
    var text: String {
        let number = line.map(String.init) ?? ""
        let margin = String(repeating: " ", count: max(0, 8 - number.count))
        return margin + number + (side == .expected ? " - " : " + ") + content
    }

    /// The fewest lines to take out of the one text and put in to make the other, in the order of the texts.
    ///
    /// - Parameter firstLine: where the first expected line stands.
    static func changes(from expected: [String], to got: [String], firstLine: Int) -> [LineChange] {
        let difference = got.difference(from: expected)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var changes: [LineChange] = []
        var (old, new) = (0, 0)
        while old < expected.count || new < got.count {
            if removed.contains(old) {
                changes.append(LineChange(side: .expected, line: firstLine + old, content: expected[old]))
                old += 1
            } else if inserted.contains(new) {
                changes.append(LineChange(side: .got, line: nil, content: got[new]))
                new += 1
            } else {
                old += 1
                new += 1
            }
        }
        return changes
    }
}
