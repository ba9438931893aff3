internal import Foundation

/// Commands of gnuplot, put together from numbers and quoted texts alone.
///
/// Texts that come from outside, such as names of classes and runs, reach a script only through ``quoted(_:)`` or
/// ``quotedTick(_:)``. Scripts are meant for terminals with `noenhanced`, where `_`, `^`, `{` and `&` are letters.
public struct GnuplotScript: Sendable {
    /// The commands so far, a line each.
    public private(set) var text = "set encoding utf8\n"

    public init() {}

    /// Appends a command.
    ///
    /// - Parameter line: the command; whatever of it is not this program's own must be quoted.
    public mutating func command(_ line: String) { text += line + "\n" }

    /// Appends a block of numbers, which later commands call by its name.
    ///
    /// - Parameters:
    ///   - name: of the block, without `$`: letters and digits.
    ///   - rows: the numbers, a line each; what is not finite stands as `NaN`, which gnuplot leaves out.
    public mutating func data(_ name: String, _ rows: [[Double]]) {
        text += "$\(name) << EOD\n"
        for row in rows { text += row.map(Self.number).joined(separator: " ") + "\n" }
        text += "EOD\n"
    }

    /// A number as text, the same on every machine: seven significant digits.
    ///
    /// - Parameter value: what is not finite is `NaN`.
    public static func number(_ value: Double) -> String {
        guard value.isFinite else { return "NaN" }
        var text = [CChar](repeating: 0, count: 32)
        _ = withVaList([value]) { vsnprintf(&text, text.count, "%.7g", $0) }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// A text in single quotes, in which gnuplot knows no escape, no command and no macro, but for `''`.
    ///
    /// - Parameter text: any text; a line break or another control character becomes a space.
    public static func quoted(_ text: String) -> String {
        let plain = String(
            text.unicodeScalars.map { scalar in
                scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .lineSeparator
                    || scalar.properties.generalCategory == .paragraphSeparator ? " " : Character(scalar)
            })
        return "'" + plain.replacingOccurrences(of: "'", with: "''") + "'"
    }

    /// The text of a tick, which gnuplot reads as a format.
    ///
    /// - Parameter text: any text, quoted as by ``quoted(_:)``.
    public static func quotedTick(_ text: String) -> String { quoted(text.replacingOccurrences(of: "%", with: "%%")) }
}
