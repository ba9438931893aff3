import Ballast

/// Reads what `ballast compare` compares.
enum ComparedMethods {
    static func finished(_ path: String) throws -> RunFolder {
        let folder = RunFolder(path: path)
        guard folder.hasSummary else { throw UsageError("\(path) holds no finished run") }
        return folder
    }

    static func ofCrossValidations(_ paths: [String]) throws -> [MethodScores] {
        try distinct(
            paths.map { path in
                let folder = CrossValidationFolder(path: path)
                guard folder.hasResult else {
                    throw UsageError("the cross-validation in \(path) is not finished; `ballast cv` continues it")
                }
                return (path, try MethodScores(crossValidation: folder))
            })
    }

    static func ofSeeds(_ paths: [String], plugins: PluginOptions) throws -> [MethodScores] {
        let groups = try MethodScores.grouped(paths.map(finished))
        return try distinct(
            groups.map { runs in
                let config = try ConfigNode.load(path: runs[0].configPath)
                let run = try DecodedRun(config, registries: plugins.registries(ofRun: runs[0].path))
                let directions = try run.directions(classNames: runs[0].summary().classNames)
                return (runs[0].path, try MethodScores(runs: runs, directions: directions))
            })
    }

    /// Tells methods of one label apart, and refuses the same method twice.
    private static func distinct(_ found: [(path: String, scores: MethodScores)]) throws -> [MethodScores] {
        for (index, (path, scores)) in found.enumerated() {
            if let same = found[..<index].first(where: { $0.scores.isSameMethodAndData(as: scores) }) {
                throw UsageError("\(same.path) and \(path) are the same method on the same data")
            }
        }
        return MethodScores.labelled(found.map(\.scores))
    }
}

extension [MethodScores] {
    /// Refuses the label of a method that is not among these.
    func requireMethod(_ label: String?) throws {
        guard let label, !contains(where: { $0.label == label }) else { return }
        let labels = map(\.label).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        throw UsageError("there is no method \(label); there are \(labels.joined(separator: ", "))")
    }
}
