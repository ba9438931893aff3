import BallastCore
import BallastData
import Foundation
import TestSupport
import Testing

/// Numbers of text tables, against Swift's correctly rounded conversion of the same text.
@Suite struct ImportedNumberTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func imported(_ texts: [String]) throws -> [Float] {
        let source = directory.file("numbers.csv"), output = directory.file("numbers.h5")
        let lines = texts.enumerated().map { "\($1),\($0 % 2)" }
        try Data((["x,y"] + lines).joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: source))
        try CSVImporter(config: .init()).importDataset(
            ImportRequest(sources: [source]), to: output, overwriting: true)
        let split = try DatasetFile(path: output).split(.all)
        return try split.examples().values(at: Array(0..<split.count))
    }

    private func expectRounded(_ texts: [String]) throws {
        let values = try imported(texts)
        #expect(values.count == texts.count)
        for (text, value) in zip(texts, values) {
            let expected = try #require(Float(text), "\(text)")
            #expect(value.bitPattern == expected.bitPattern, "\(text): \(value), expected \(expected)")
        }
    }

    @Test func hardCases() throws {
        try expectRounded([
            "0", "-0", "+1", "1.", ".5", "-.5e3", "00012", ".0", "0.", "1e-400", "0e99999", "16777217", "16777219",
            "16777217.0000000000000000000000001", "16777216.9999999999999999999999999", "3.4028235e38", "-3.4028235e38",
            "3.40282356e38", "1e-45", "7e-46", "7.006492321624085e-46", "7.006492321624086e-46", "1.1754943e-38",
            "1.17549428e-38", "5.8774717541114375398436826861112283890933277838604376075437585313920863e-39",
            "8388608.5", "8388609.5", "9007199254740993", "18446744073709551615", "18446744073709551616",
            "123456789012345678901234567890", "0.00000000000000000000000000000000000001", "0.1e1", "1e10", "1e22",
            "1e23",
            "1e38", "1e-38", "100000000000000000000000000000000000000e-38", "1.0000000596046447753906250",
            "1.0000000596046447753906251", "1.0000000596046447753906249",
            "0.000000000000000000000000000000000000011754944",
        ])
    }

    /// Halfway between two neighbours, exactly and by a digit more or less; the shortest and the longest texts of numbers of any
    /// size, subnormal ones included; decimals as tables have them.
    @Test func randomNumbers() throws {
        var random = CounterRandom(seed: 11, epoch: 0, index: 0)
        var texts: [String] = []
        while texts.count < 6000 {
            let value = Float(bitPattern: random.next())
            guard value.isFinite, value.nextUp.isFinite else { continue }
            let middle = (Double(value) + Double(value.nextUp)) / 2
            texts.append(value.description)
            texts.append(Double(value).description)
            texts.append(String(format: "%.70g", middle))
            texts.append(String(format: "%.17g", middle))
            texts.append(String(format: "%.60g", Double(value)))
            texts.append(String(format: "%.\(random.integer(in: 0..<8))f", random.normal() * 1000))
            texts.append("\(random.next64() >> UInt64(random.integer(in: 0..<64)))")
            texts.append("\(random.next() % 1000).\(random.next64())e\(random.integer(in: -60..<33))")
            texts.append("0.000\(random.next64() >> UInt64(random.integer(in: 0..<64)))")
        }
        try expectRounded(texts)
    }

    @Test(arguments: ["-", ".", "e5", "1e", "1e+", "1.2.3", "0x10", "inf", "-nan1", "1 2", "1e5x", "--1", "1_0", "१"])
    func whatIsNoNumberIsRefused(text: String) throws {
        let source = directory.file("numbers.csv")
        expectError(
            "\(source): line 3, column 'x': is not a number: expected a number, or that the column be declared nominal or "
                + "dropped, got '\(text)'"
        ) { try imported(["1", text, "2"]) }
    }

    @Test(arguments: ["1e39", "3.4028236e38", "-1e300", "340282356779733661637539395458142568448"])
    func whatIsTooLargeIsRefused(text: String) throws {
        expectError(
            "\(directory.file("numbers.csv")): line 3, column 'x': the number is too large for 32 bits: got \(text)"
        ) { try imported(["1", text, "2"]) }
    }
}
