import Ballast
import Foundation

extension DataBenchmark {
    /// Writes a table of standard normal features with 4, 5 and 6 decimals by turns, and a class that is 1 in a hundred rows.
    static func writeTable(_ path: String, rows: Int) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil) else { stop("cannot create \(path)") }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        var text = Array("f0,f1,f2,f3,f4,f5,f6,f7,label\n".utf8)
        for row in 0..<rows {
            var random = CounterRandom(seed: 2010, epoch: 0, index: row)
            for column in 0..<8 {
                append(random.normal(), decimals: 4 + column % 3, to: &text)
                text.append(UInt8(ascii: ","))
            }
            text.append(UInt8(ascii: random.bernoulli(0.01) ? "1" : "0"))
            text.append(UInt8(ascii: "\n"))
            if text.count > 1 << 20 {
                try file.write(contentsOf: Data(text))
                text.removeAll(keepingCapacity: true)
            }
        }
        try file.write(contentsOf: Data(text))
        try file.close()
    }

    private static func append(_ value: Double, decimals: Int, to text: inout [UInt8]) {
        let scale = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000][decimals]
        if value < 0 { text.append(UInt8(ascii: "-")) }
        let (whole, part) = Int((abs(value) * Double(scale)).rounded()).quotientAndRemainder(dividingBy: scale)
        text.append(contentsOf: String(whole).utf8)
        text.append(UInt8(ascii: "."))
        var place = scale / 10
        while place > 0 {
            text.append(UInt8(48 + part / place % 10))
            place /= 10
        }
    }
}
