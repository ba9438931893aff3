public import BallastCore

/// How many rows an over-sampler adds to which classes.
///
/// With n_max the rows of the largest class: `classes` brings classes to n_max rows; `ratio` r brings the smaller of two
/// classes to ⌊r·n_max⌋ rows; `counts` says how many rows classes have afterwards.
public struct OverSamplingTarget: ComponentConfig {
    public enum Classes: String, CaseIterable, ConfigEnum {
        case minority, notMinority, notMajority, all
    }

    @Setting("Classes that get as many rows as the largest.") public var classes = Classes.notMajority
    @Setting(
        "Rows of the smaller class divided by those of the larger, afterwards; for two classes.",
        range: .above(0, through: 1))
    public var ratio: Double?
    @Setting("Rows that classes have afterwards, by name or number; others stay as they are.", range: 0...)
    public var counts: [String: Int]?

    public init() {}

    public func validate(_ check: inout ConfigCheck) {
        check.require(ratio == nil || counts == nil, "counts", "cannot be set beside ratio", with: "ratio")
        check.require(
            classes == .notMajority || (ratio == nil && counts == nil), "classes",
            "cannot be set beside ratio or counts", with: "ratio", "counts")
    }

    /// The rows to add to classes that get any, by ascending label.
    ///
    /// - Throws: `ConfigError` if the target is below what there is, or names classes that there are not.
    func additions(_ roster: ClassRoster) throws -> [(label: Int, rows: Int)] {
        guard let majority = roster.majority, let minority = roster.minority else { return [] }
        if let counts {
            return try roster.byLabel(counts, key: "counts").sorted { $0.key < $1.key }.map { label, wanted in
                guard wanted >= roster.count(label) else {
                    throw ConfigError(
                        key: "counts",
                        "asks for \(wanted) rows of class \(roster.names[label]), but \(roster.holding(label)) and an "
                            + "over-sampler takes none away")
                }
                return (label, wanted - roster.count(label))
            }.filter { $0.rows > 0 }
        }
        if let ratio {
            try roster.requireTwoClasses(key: "ratio")
            // Truncated after the subtraction, not before, as imbalanced-learn does.
            let wanted = Double(roster.count(majority)) * ratio
            return try roster.present.filter { $0 != majority }.map { label in
                let rows = Int(wanted - Double(roster.count(label)))
                guard rows > 0 else {
                    throw ConfigError(
                        key: "ratio",
                        "is \(ratio), but \(roster.holding(label)) for \(roster.count(majority)) of class "
                            + "\(roster.names[majority]) and an over-sampler takes none away")
                }
                return (label, rows)
            }
        }
        return roster.present.filter { isChosen($0, majority: majority, minority: minority) }
            .map { ($0, roster.count(majority) - roster.count($0)) }
            .filter { $0.1 > 0 }
    }

    private func isChosen(_ label: Int, majority: Int, minority: Int) -> Bool {
        switch classes {
        case .minority: label == minority
        case .notMinority: label != minority
        case .notMajority: label != majority
        case .all: true
        }
    }
}
