public import BallastCore

/// How many rows an under-sampler keeps of which classes.
///
/// With n_min the rows of the smallest class: `classes` brings classes to n_min rows; `ratio` r brings the larger of two
/// classes to ⌊n_min / r⌋ rows; `counts` says how many rows classes have afterwards.
public struct UnderSamplingTarget: ComponentConfig {
    @Setting("Classes that keep as many rows as the smallest has.") public var classes = UnderSampledClasses.notMinority
    @Setting(
        "Rows of the smaller class divided by those of the larger, afterwards; for two classes.",
        range: .above(0, through: 1))
    public var ratio: Double?
    @Setting("Rows that classes keep, by name or number; others stay as they are.", range: 0...)
    public var counts: [String: Int]?

    public init() {}

    public func validate(_ check: inout ConfigCheck) {
        check.require(ratio == nil || counts == nil, "counts", "cannot be set beside ratio", with: "ratio")
        check.require(
            classes == .notMinority || (ratio == nil && counts == nil), "classes",
            "cannot be set beside ratio or counts", with: "ratio", "counts")
    }

    /// The number of rows kept of each class that is under-sampled.
    ///
    /// - Throws: `ConfigError` if the target is above what there is, or names classes that there are not.
    func kept(_ roster: ClassRoster) throws -> [Int: Int] {
        guard let majority = roster.majority, let minority = roster.minority else { return [:] }
        if let counts {
            let wanted = try roster.byLabel(counts, key: "counts")
            for (label, rows) in wanted.sorted(by: { $0.key < $1.key }) where rows > roster.count(label) {
                throw ConfigError(
                    key: "counts",
                    "asks for \(rows) rows of class \(roster.names[label]), but \(roster.holding(label)) and an "
                        + "under-sampler makes none")
            }
            return wanted
        }
        if let ratio {
            try roster.requireTwoClasses(key: "ratio")
            let wanted = Double(roster.count(minority)) / ratio
            var result: [Int: Int] = [:]
            for label in roster.present where label != minority {
                guard wanted < Double(roster.count(label)) + 1 else {
                    throw ConfigError(
                        key: "ratio",
                        "is \(ratio), but \(roster.holding(label)) for \(roster.count(minority)) of class "
                            + "\(roster.names[minority]) and an under-sampler makes none")
                }
                result[label] = Int(wanted)
            }
            return result
        }
        let chosen = roster.present.filter { classes.includes($0, majority: majority, minority: minority) }
        return Dictionary(uniqueKeysWithValues: chosen.map { ($0, roster.count(minority)) })
    }
}

/// Classes that lose rows.
public enum UnderSampledClasses: String, CaseIterable, ConfigEnum {
    case majority, notMinority, notMajority, all

    func includes(_ label: Int, majority: Int, minority: Int) -> Bool {
        switch self {
        case .majority: label == majority
        case .notMinority: label != minority
        case .notMajority: label != majority
        case .all: true
        }
    }
}

/// Which classes a cleaning method, which decides by itself how many rows go, takes rows from.
public struct CleaningTarget: ComponentConfig {
    @Setting("Classes that may lose rows.") public var classes = UnderSampledClasses.notMinority

    public init() {}

    /// The labels of classes that may lose rows.
    func labels(_ roster: ClassRoster) -> Set<Int> {
        guard let majority = roster.majority, let minority = roster.minority else { return [] }
        return Set(roster.present.filter { classes.includes($0, majority: majority, minority: minority) })
    }
}
