/// What the conformance checks found about one component.
public struct ConformanceReport: Equatable, Sendable {
    /// One thing wrong.
    public struct Finding: Equatable, Sendable, CustomStringConvertible {
        /// The name of the check that found it.
        public let check: String
        /// The circumstances: the settings and sizes it was found with.
        public let setting: String
        /// What is wrong.
        public let message: String

        public var description: String {
            setting.isEmpty ? "\(check): \(message)" : "\(check) (\(setting)): \(message)"
        }
    }

    /// What a component of this registry is called: `loss`.
    public let kind: String
    /// The registered name.
    public let component: String
    /// The names of the checks that were made, in order.
    public private(set) var checks: [String] = []
    /// Everything found wrong, in order; empty for a component that conforms.
    public private(set) var findings: [Finding] = []

    public init(kind: String, component: String) {
        self.kind = kind
        self.component = component
    }

    /// Whether everything that was checked is as it should be, and something was checked.
    public var isConforming: Bool { findings.isEmpty && !checks.isEmpty }

    /// Makes checks on a subject and notes what they find; an error thrown by a check is a finding.
    mutating func run<Subject>(_ checks: [ConformanceCheck<Subject>], on subject: Subject, setting: String = "") {
        for check in checks {
            note(check.name)
            do {
                for message in try check.findings(subject) { add(message, check: check.name, setting: setting) }
            } catch {
                add("throws \"\(error)\"", check: check.name, setting: setting)
            }
        }
    }

    mutating func add(_ message: String, check: String, setting: String = "") {
        note(check)
        findings.append(Finding(check: check, setting: setting, message: message))
    }

    private mutating func note(_ check: String) {
        if !checks.contains(check) { checks.append(check) }
    }
}

extension ConformanceReport: CustomStringConvertible {
    /// The verdict, and a line for every finding.
    public var description: String {
        guard !findings.isEmpty else {
            return checks.isEmpty
                ? "\(kind) \(component): nothing was checked" : "\(kind) \(component): \(checks.count) checks passed"
        }
        let count = findings.count == 1 ? "1 finding" : "\(findings.count) findings"
        return (["\(kind) \(component): \(count)"] + findings.map { "  \($0)" }).joined(separator: "\n")
    }
}

/// A question about a component, under a name.
struct ConformanceCheck<Subject>: Sendable {
    /// What conforming components do, in a few words.
    let name: String
    let findings: @Sendable (Subject) throws -> [String]

    /// - Parameter findings: what is wrong with the subject, a sentence each; empty if nothing is.
    init(_ name: String, _ findings: @escaping @Sendable (Subject) throws -> [String]) {
        self.name = name
        self.findings = findings
    }
}

extension Array where Element == String {
    /// Adds a finding unless the condition holds.
    mutating func require(_ condition: Bool, _ message: @autoclosure () -> String) {
        if !condition { append(message()) }
    }
}
