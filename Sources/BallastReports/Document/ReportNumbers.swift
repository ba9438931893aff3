internal import Foundation

extension Double {
    /// With a fixed number of decimals, in every language alike.
    func decimals(_ count: Int) -> String {
        String(format: "%.\(count)f", self)
    }

    /// Four decimals, or as few digits as tell a small number.
    var score: String { abs(self) >= 0.0001 || self == 0 ? decimals(4) : significant(2) }

    /// With a number of significant digits.
    func significant(_ digits: Int) -> String {
        String(format: "%.\(digits)g", self)
    }

    /// A time in words: `12.3 s`, `4 min 05 s`, `2 h 03 min`.
    var duration: String {
        if self < 1 { return (self * 1000).significant(3) + " ms" }
        if self < 60 { return decimals(self < 10 ? 2 : 1) + " s" }
        let seconds = Int(rounded())
        if seconds < 3600 { return "\(seconds / 60) min \(String(format: "%02d", seconds % 60)) s" }
        return "\(seconds / 3600) h \(String(format: "%02d", seconds / 60 % 60)) min"
    }

    /// A number of bytes in words: `3.1 kB`, `326.9 MB`.
    var bytes: String {
        let units = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)]
        let (name, size) = units.first { self >= $0.1 } ?? ("B", 1)
        return (self / size).decimals(name == "B" ? 0 : 1) + " " + name
    }

    /// A share in percent.
    var percent: String { (self * 100).decimals(self < 0.1 && self > 0 ? 2 : 1) + "%" }
}

extension Int {
    /// With commas between thousands.
    var grouped: String {
        let digits = String(magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "−" : "") + text
    }

    /// `1 epoch`, `2 epochs`.
    func of(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}
