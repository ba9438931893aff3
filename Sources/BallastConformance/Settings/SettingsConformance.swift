import BallastCore

/// A component of any kind, as its registry describes it.
struct SettingsSubject {
    let description: ComponentDescription
    let registry: any ComponentRegistry
    let catalog: ComponentCatalog

    /// What reading the component's settings reports.
    func issues(_ settings: ConfigNode) -> [ConfigIssue] {
        var decoding = ConfigDecoding(catalog: catalog)
        _ = registry.resolve(ComponentReference(description.name, settings: settings), in: &decoding)
        return decoding.issues
    }

    /// Says what is wrong unless settings are refused with a standard message about a key.
    func refusal(of settings: ConfigNode, key: String, message: String, what: String) -> [String] {
        let issues = issues(settings)
        guard !issues.isEmpty else { return ["accepts \(what)"] }
        let isStandard = issues.contains { issue in
            issue.message == message && issue.keyPath.components.first == key && issue.allowed != nil
        }
        let got = issues.map(\.description).joined(separator: "; ")
        return isStandard ? [] : ["refuses \(what) with \"\(got)\" and not as \"\(message)\" at \(key)"]
    }
}

/// The checks on what users are told about a component and on how its settings are read; they hold for every kind.
enum SettingsConformance {
    static let checks: [ConformanceCheck<SettingsSubject>] = [
        ConformanceCheck("says what it is") { subject in
            var findings: [String] = []
            let description = subject.description
            findings.require(
                description.summary.hasSuffix(".") && description.summary.count >= 10,
                "the summary is no sentence: \"\(description.summary)\"")
            findings.require(!description.summary.contains("\n"), "the summary has more than one line")
            findings.require(description.paper != "", "the paper is empty; leave it out if there is none")
            for setting in description.settings {
                findings.require(
                    setting.help.count >= 5 && setting.help.hasSuffix("."),
                    "the help of \(setting.name) is no sentence: \"\(setting.help)\"")
            }
            return findings
        },
        ConformanceCheck("reads its example") { subject in
            subject.issues(subject.description.example).map { "the example is refused: \($0)" }
        },
        ConformanceCheck("refuses unknown keys") { subject in
            subject.refusal(
                of: subject.description.example.setting("no_such_setting", to: .integer(1)), key: "no_such_setting",
                message: "unknown key", what: "the key no_such_setting")
        },
        ConformanceCheck("refuses missing settings") { subject in
            subject.description.settings.filter(\.isRequired).flatMap { setting in
                subject.refusal(
                    of: subject.description.example.leavingOut(setting.name), key: setting.name, message: "missing",
                    what: "settings without \(setting.name)")
            }
        },
        ConformanceCheck("refuses bad values") { subject in
            subject.description.settings.flatMap { setting in
                setting.invalidValues.flatMap { invalid in
                    subject.refusal(
                        of: subject.description.example.setting(setting.name, to: invalid.node), key: setting.name,
                        message: invalid.message,
                        what: "\(setting.name): \(invalid.node.scalar?.text ?? "a list")")
                }
            }
        },
    ]
}
