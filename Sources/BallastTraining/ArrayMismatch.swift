internal import BallastTensor

/// Arrays of a checkpoint that do not fit what they are loaded into; all of them are named.
public struct ArrayMismatch: Error, Equatable, CustomStringConvertible {
    /// The part of the checkpoint, such as `optimizer`.
    public let section: String
    /// Names that were expected and are not there.
    public var missing: [String] = []
    /// Names that are there and were not expected.
    public var unexpected: [String] = []
    /// Sentences about arrays with another shape, type or kind of value.
    public var invalid: [String] = []

    public init(section: String, missing: [String] = [], unexpected: [String] = [], invalid: [String] = []) {
        self.section = section
        self.missing = missing
        self.unexpected = unexpected
        self.invalid = invalid
    }

    public var description: String {
        var parts: [String] = []
        if !missing.isEmpty { parts.append("missing: \(missing.joined(separator: ", "))") }
        if !unexpected.isEmpty { parts.append("unexpected: \(unexpected.joined(separator: ", "))") }
        parts += invalid
        return "\(section) does not fit: \(parts.joined(separator: "; "))"
    }

    /// Compares names, shapes and types of `arrays` with those expected.
    ///
    /// - Throws: `ArrayMismatch` with everything that differs.
    static func check(_ arrays: [NamedTensor], against expected: [NamedTensor], in section: String) throws {
        let found = Dictionary(arrays.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        let known = Set(expected.map(\.name))
        var mismatch = ArrayMismatch(section: section)
        for (name, value) in expected.map({ ($0.name, $0.value) }) {
            guard let candidate = found[name] else {
                mismatch.missing.append(name)
                continue
            }
            if candidate.shape != value.shape {
                mismatch.invalid.append("\(name) has the shape \(candidate.shape), expected \(value.shape)")
            } else if candidate.scalarType != value.scalarType {
                mismatch.invalid.append("\(name) is \(candidate.scalarType), expected \(value.scalarType)")
            }
        }
        mismatch.unexpected = arrays.map(\.name).filter { !known.contains($0) }
        guard mismatch == ArrayMismatch(section: section) else { throw mismatch }
    }
}
