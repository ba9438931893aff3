import Glibc

/// Reads decimal numbers from text.
package enum NumberParser {
    /// The number that the whole text stands for, rounded to nearest; nil if it is none.
    ///
    /// Accepts `[sign] digits [. digits] [e [sign] digits]` with a digit before or after the point, and infinities and
    /// NaN nowhere: in a data file they stand for something that went wrong.
    package static func number(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        var index = 0
        let count = text.count
        var isNegative = false
        if index < count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
            isNegative = text[index] == UInt8(ascii: "-")
            index &+= 1
        }
        var mantissa: UInt64 = 0
        var significant = 0
        var exponent = 0
        var digits = 0
        var seenPoint = false
        while index < count {
            let byte = text[index]
            if byte == UInt8(ascii: ".") {
                guard !seenPoint else { return nil }
                seenPoint = true
            } else if byte &- 48 < 10 {
                digits &+= 1
                if significant > 0 || byte != 48 { significant &+= 1 }
                if significant <= 19 {
                    mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
                    if seenPoint { exponent &-= 1 }
                } else if !seenPoint {
                    exponent &+= 1
                }
            } else {
                break
            }
            index &+= 1
        }
        guard digits > 0 else { return nil }
        if index < count {
            guard text[index] | 32 == UInt8(ascii: "e"), let power = Self.power(text, from: index + 1) else {
                return nil
            }
            exponent += power
        }
        // Both mantissa and power of ten are doubles without error, so one operation rounds once (Clinger's fast path).
        if mantissa <= 1 << 53, significant <= 19, exponent >= -22, exponent <= 22 {
            let value = exponent < 0 ? Double(mantissa) / powers[-exponent] : Double(mantissa) * powers[exponent]
            return isNegative ? -value : value
        }
        return slowNumber(text)
    }

    /// The signed integer that fills the rest of the text, limited to ±100,000.
    private static func power(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        var isNegative = false
        if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
            isNegative = text[index] == UInt8(ascii: "-")
            index += 1
        }
        guard index < text.count else { return nil }
        var power = 0
        while index < text.count {
            guard text[index] &- 48 < 10 else { return nil }
            power = min(power * 10 + Int(text[index] &- 48), 100_000)
            index += 1
        }
        return isNegative ? -power : power
    }

    /// The C library's conversion, of text that is known to be a number.
    private static func slowNumber(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { buffer in
            for (index, byte) in text.enumerated() { buffer[index] = CChar(bitPattern: byte) }
            buffer[text.count] = 0
            let value = buffer.baseAddress.map { strtod($0, nil) } ?? .nan
            return value.isFinite ? value : nil
        }
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// Whether the text is one of the ways in which published files write that a value is missing.
    package static func isMissing(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch text.count {
        case 0: true
        case 1: text[0] == UInt8(ascii: "?")
        case 2...6: missingMarks.contains(String(decoding: text, as: UTF8.self).lowercased())
        default: false
        }
    }

    private static let missingMarks: Set<String> = ["na", "n/a", "nan", "null", "<null>"]
}
