/// What a config's `validate` reports conflicts between its settings to.
public struct ConfigCheck {
    let section: ConfigNode
    let keyPath: ConfigKeyPath
    let names: [String]
    let invalid: Set<String>
    private(set) var issues: [ConfigIssue] = []

    init(section: ConfigNode, keyPath: ConfigKeyPath, names: [String], invalid: Set<String>) {
        self.section = section
        self.keyPath = keyPath
        self.names = names
        self.invalid = invalid
    }

    /// Demands that a condition hold.
    ///
    /// The demand is dropped when one of the named settings was given an invalid value: that has been reported already.
    ///
    /// - Parameters:
    ///   - condition: what must hold.
    ///   - key: the setting to blame, as spelled in YAML; the message's key path and place are its.
    ///   - message: what is wrong or needed, in lower case and without a full stop.
    ///   - others: further settings the condition reads.
    public mutating func require(
        _ condition: @autoclosure () -> Bool, _ key: String, _ message: @autoclosure () -> String,
        with others: String...
    ) {
        for name in [key] + others {
            precondition(names.contains(name), "\(name) is no setting of this config; it has \(names)")
        }
        guard invalid.isDisjoint(with: [key] + others), !condition() else { return }
        // A setting left out has no place of its own; then one that was given is pointed at, or the section.
        let given = ([key] + others).compactMap { section.entry($0)?.keyLocation }
        let place = given.first ?? section.location
        issues.append(.conflict(keyPath: keyPath.appending(key), location: place, message()))
    }
}
