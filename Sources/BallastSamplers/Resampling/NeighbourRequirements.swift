internal import BallastCore

extension ClassRoster {
    /// Demands that a class have more rows than a row of it is to have neighbours of its own class.
    ///
    /// - Parameters:
    ///   - key: the setting that says how many neighbours.
    ///   - leavingOut: settings by which the class can be left as it is.
    func requireNeighbours(_ neighbours: Int, inside label: Int, key: String) throws {
        guard count(label) <= neighbours else { return }
        let advice =
            count(label) > 1
            ? "set \(key) to \(count(label) - 1) or less"
            : "a row by itself has no neighbour, use random_over"
        throw ConfigError(
            key: key,
            "is \(neighbours), but \(holding(label)), which give a row \(count(label) - 1) neighbours at most: \(advice), "
                + "or leave the class as it is by classes or counts")
    }

    /// Demands that a class have as many rows as rows of other classes are to have neighbours in it.
    func requireRows(_ neighbours: Int, of label: Int, key: String) throws {
        guard count(label) < neighbours else { return }
        throw ConfigError(
            key: key, "is \(neighbours), but \(holding(label)): set \(key) to \(count(label)) or less")
    }

    /// Demands that there be more rows than a row is to have neighbours of any class.
    func requireNeighbours(_ neighbours: Int, key: String) throws {
        let total = rows.reduce(0) { $0 + $1.count }
        guard total <= neighbours else { return }
        throw ConfigError(
            key: key,
            "is \(neighbours), but there are \(total) training rows: set \(key) to \(max(total - 1, 1)) or less")
    }
}
