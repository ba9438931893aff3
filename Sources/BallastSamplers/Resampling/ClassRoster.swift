internal import BallastCore

/// The training rows of each class, for resamplers to plan with.
struct ClassRoster {
    let names: [String]
    /// The positions of the rows of each class, ascending.
    let rows: [[Int]]

    init(_ context: SamplerContext) {
        names = context.classNames
        rows = context.rowsByClass
    }

    /// The labels of the classes that have rows.
    var present: [Int] { rows.indices.filter { !rows[$0].isEmpty } }

    /// The class with the most rows, the lowest label of several; nil without rows.
    var majority: Int? { present.max { (rows[$0].count, -$0) < (rows[$1].count, -$1) } }

    /// Of the classes that have rows, the one with the fewest, the lowest label of several.
    var minority: Int? { present.min { (rows[$0].count, $0) < (rows[$1].count, $1) } }

    func count(_ label: Int) -> Int { rows[label].count }

    /// What messages call a class and its rows: `class fraud has 3 training rows`.
    func holding(_ label: Int) -> String {
        "class \(names[label]) has \(count(label)) training row\(count(label) == 1 ? "" : "s")"
    }

    /// Counts by the name of a class, or by its number if no class has that name, as counts by label.
    ///
    /// - Throws: `ConfigError` for a class that is not there, has no rows or is named twice.
    func byLabel(_ counts: [String: Int], key: String) throws -> [Int: Int] {
        var result: [Int: Int] = [:]
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
            let number = Int(name).flatMap { names.indices.contains($0) ? $0 : nil }
            guard let label = names.firstIndex(of: name) ?? number else {
                throw ConfigError(
                    key: key, "names the class \(name), but the data set has \(names.joined(separator: ", "))")
            }
            guard !rows[label].isEmpty else {
                throw ConfigError(key: key, "names the class \(names[label]), which has no training rows")
            }
            guard result.updateValue(count, forKey: label) == nil else {
                throw ConfigError(key: key, "names the class \(names[label]) twice")
            }
        }
        return result
    }

    /// Demands that there be exactly two classes with rows.
    func requireTwoClasses(key: String) throws {
        guard present.count == 2 else {
            throw ConfigError(
                key: key, "is for two classes, but \(present.count) have training rows; set counts instead")
        }
    }
}
