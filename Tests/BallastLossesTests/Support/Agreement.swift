import BallastHDF5
import TestSupport
import Testing

/// Expects every element to be within `tolerance` of the expected one, relative to the largest magnitude of its row.
///
/// A row is what shares its indices but the last: the gradients of one example's logits or features, or of one class's
/// anchor. They are sums that cancel, so that a single entry near 0 has no relative precision of its own.
///
/// - Parameter absolute: allowed besides, for references that are not exact themselves.
func expectRows(
    _ actual: [Double], _ expected: [Double], width: Int, tolerance: Double, absolute: Double = 0,
    _ label: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.count == expected.count, width > 0 else {
        Issue.record("\(label()): \(actual.count) elements, expected \(expected.count)", sourceLocation: sourceLocation)
        return
    }
    for start in stride(from: 0, to: expected.count, by: width) {
        let row = start..<min(start + width, expected.count)
        let size = expected[row].reduce(0) { max($0, abs($1)) }
        // The smallest normal Float: below it a float32 result may be 0.
        let allowed = tolerance * size + absolute + 1.2e-38
        for index in row where !(abs(actual[index] - expected[index]) <= allowed) {
            Issue.record(
                """
                \(label()): row \(start / width), element \(index - start): \(actual[index]), expected \
                \(expected[index]), difference \(abs(actual[index] - expected[index])), allowed \(allowed)
                """, sourceLocation: sourceLocation)
            return
        }
    }
}

/// One of the cases of a golden group: the c-th slice of what varies, the whole of what does not.
struct GoldenCase {
    let group: Golden
    let path: String
    let index: Int

    /// All cases of groups of one file.
    static func cases(_ golden: Golden, _ paths: [String], count dataset: String = "mean") throws -> [GoldenCase] {
        try paths.flatMap { path in
            let group = try golden.group(path)
            let count = try group.doubles(dataset).rows
            #expect(count > 0, "\(path) has no cases")
            return (0..<count).map { GoldenCase(group: group, path: path, index: $0) }
        }
    }

    var label: String { "\(path), case \(index)" }

    /// Shared data.
    func whole(_ name: String) throws -> HDF5Array<Double> { try group.doubles(name) }
    func labels(_ name: String = "labels") throws -> [Int32] { try group.int32s(name).values }
    /// This case's slice.
    func slice(_ name: String) throws -> [Double] { try group.doubles(name)[row: index].values }
    func number(_ name: String) throws -> Double { try group.doubles(name).values[index] }
    func flag(_ name: String) throws -> Bool { try group.int32s(name).values[index] == 1 }

    /// This case's class factors, nil if all are 1.
    func factors(_ name: String) throws -> [Double]? {
        let values = try slice(name)
        return values.allSatisfy { $0 == 1 } ? nil : values
    }
}

extension LossTrial {
    /// Compares value, mean and the gradient of the input with a case's.
    func expectAgreement(
        with golden: GoldenCase, input: String, width: Int, tolerance: Double, absolute: Double = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        expectRows(
            values, try golden.slice("loss"), width: 1, tolerance: tolerance, absolute: absolute,
            "\(golden.label): loss",
            sourceLocation: sourceLocation)
        expectRows(
            [mean], [try golden.number("mean")], width: 1, tolerance: tolerance, absolute: absolute,
            "\(golden.label): mean",
            sourceLocation: sourceLocation)
        expectRows(
            inputGradient, try golden.slice("grad_\(input)"), width: width, tolerance: tolerance,
            absolute: absolute, "\(golden.label): grad_\(input)", sourceLocation: sourceLocation)
    }
}
