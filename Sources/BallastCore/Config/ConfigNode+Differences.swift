extension ConfigNode {
    /// The settings in which two configurations differ: `loss.gamma is 2, was 1`.
    ///
    /// - Parameter ignored: key paths that do not count.
    package func differences(from other: ConfigNode, ignoring ignored: Set<String> = []) -> [String] {
        var found: [String] = []
        collectDifferences(from: other, at: .root, ignoring: ignored, into: &found)
        return found
    }

    private func collectDifferences(
        from other: ConfigNode, at path: ConfigKeyPath, ignoring ignored: Set<String>, into found: inout [String]
    ) {
        guard !ignored.contains(path.description), self != other else { return }
        guard let entries, let others = other.entries else {
            found.append("\(path) is \(other.inlineYAML), was \(inlineYAML)")
            return
        }
        for entry in entries {
            let below = path.appending(entry.key)
            if let counterpart = other[entry.key] {
                entry.value.collectDifferences(from: counterpart, at: below, ignoring: ignored, into: &found)
            } else if !ignored.contains(below.description) {
                found.append("\(below) is missing, was \(entry.value.inlineYAML)")
            }
        }
        for entry in others where self[entry.key] == nil && !ignored.contains(path.appending(entry.key).description) {
            found.append("\(path.appending(entry.key)) is new")
        }
    }
}
