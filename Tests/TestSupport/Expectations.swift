import BallastHDF5
import Testing

/// Expects arrays to agree element by element: |actual − expected| ≤ absolute + relative·|expected|, equal infinities and
/// NaN for NaN included.
///
/// - Parameters:
///   - shape: extents to write the index of the worst element with.
///   - label: what is compared, for the message.
public func expectClose<Actual: BinaryFloatingPoint, Expected: BinaryFloatingPoint>(
    _ actual: [Actual], _ expected: [Expected], relative: Double, absolute: Double = 0, shape: [Int]? = nil,
    _ label: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    let comparison = Comparison(actual, expected, relative: relative, absolute: absolute, shape: shape)
    guard let difference = comparison.difference else { return }
    report(difference, label(), at: sourceLocation)
}

/// Expects an array of the same shape as a golden's whose elements agree with it.
public func expectClose<Actual: BinaryFloatingPoint, Expected: BinaryFloatingPoint>(
    _ actual: [Actual], shape: [Int], _ expected: HDF5Array<Expected>, relative: Double, absolute: Double = 0,
    _ label: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    guard shape == expected.shape else {
        report("shape \(shape), expected \(expected.shape)", label(), at: sourceLocation)
        return
    }
    expectClose(
        actual, expected.values, relative: relative, absolute: absolute, shape: shape, label(),
        sourceLocation: sourceLocation)
}

/// Expects two numbers to agree.
public func expectClose<Actual: BinaryFloatingPoint, Expected: BinaryFloatingPoint>(
    _ actual: Actual, _ expected: Expected, relative: Double, absolute: Double = 0,
    _ label: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    expectClose(
        [actual], [expected], relative: relative, absolute: absolute, label(), sourceLocation: sourceLocation)
}

/// Expects `body` to throw an error whose description is exactly `message`.
public func expectError<Result>(
    _ message: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Result
) {
    do {
        _ = try body()
        report("no error, expected \"\(message)\"", "", at: sourceLocation)
    } catch {
        guard "\(error)" != message else { return }
        report("error \"\(error)\", expected \"\(message)\"", "", at: sourceLocation)
    }
}

private func report(_ difference: String, _ label: String, at sourceLocation: SourceLocation) {
    let text = label.isEmpty ? difference : "\(label): \(difference)"
    Issue.record(Comment(rawValue: text), sourceLocation: sourceLocation)
}
