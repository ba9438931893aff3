extension Sequence where Element == String {
    /// The name a mistyped one most likely stands for, or none when nothing is close.
    ///
    /// Nearness is the Damerau–Levenshtein distance (insertions, deletions, substitutions and swaps of neighbours, each
    /// pair of letters edited once) between the names in snake_case. A name counts as near up to one edit per three
    /// letters, at least one and at most three. Of equally near names the first wins.
    package func nearest(to name: String) -> String? {
        let wanted = Array(name.snakeCased)
        let limit = Swift.min(Swift.max(wanted.count / 3, 1), 3)
        var best: (name: String, distance: Int)?
        for candidate in self {
            let distance = editDistance(wanted, Array(candidate.snakeCased))
            // A distance as long as the name itself would replace every letter of it.
            guard distance <= limit, distance < Swift.max(wanted.count, candidate.count) else { continue }
            if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
        }
        return best?.name
    }
}

/// The Damerau–Levenshtein distance in its restricted form (optimal string alignment).
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for i in left.indices {
        var current = [i + 1]
        for j in right.indices {
            var cost = Swift.min(
                previous[j + 1] + 1,
                current[j] + 1,
                previous[j] + (left[i] == right[j] ? 0 : 1))
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = Swift.min(cost, beforePrevious[j - 1] + 1)
            }
            current.append(cost)
        }
        (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
}
