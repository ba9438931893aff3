internal import BallastData

/// Rows of a data set that are the same part to every member of an ensemble.
struct CommonRows {
    let examples: ExampleSet

    /// - Throws: ``TrainingError/unsuitableData(_:)`` for a member that is a checkpoint alone, for other data, and naming two
    ///   members that take the part of different splits, or that have no row in common.
    init(_ members: [EnsembleMember], part: RunPart, dataset path: String) throws {
        let file = try DatasetFile(path: path)
        let parts = try members.map { try $0.rows(of: part, fingerprint: file.fingerprint) }
        let first = parts[0]
        var common = first.rows
        for (member, other) in zip(members, parts).dropFirst() {
            guard other.split == first.split else {
                throw TrainingError.unsuitableData(
                    "\(members[0].path) and \(member.path) take \(part.rawValue) rows of different splits: "
                        + "\(first.split.rawValue), and \(other.split.rawValue)")
            }
            // The same rows in the same order stay in it; of others, the order of the data set is that of no member.
            if other.rows == common { continue }
            common = Set(common).intersection(other.rows).sorted()
            guard !common.isEmpty else {
                throw TrainingError.unsuitableData(
                    "no row is \(part.rawValue) to every run: \(member.path) has none in common with those before it; "
                        + "runs whose splits have one seed (data.split_seed) share them")
            }
        }
        examples = try file.split(first.split).examples().selecting(common)
    }
}

extension EnsembleMember {
    /// The split and the rows in it that the member's run recorded.
    fileprivate func rows(of part: RunPart, fingerprint: String) throws -> (split: SplitName, rows: [Int]) {
        let folder = RunFolder(path: path)
        guard folder.isInUse else {
            throw TrainingError.unsuitableData(
                "\(path) is a checkpoint; the rows of a run are recorded in its folder")
        }
        do {
            return (config.data.split(of: part), try folder.rows(of: part, fingerprint: fingerprint))
        } catch TrainingError.unsuitableData(let reason) {
            throw TrainingError.unsuitableData("\(path): \(reason)")
        }
    }
}
