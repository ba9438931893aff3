import Ballast
import Foundation

/// One configuration of `ballast cv` with the folder of its folds.
struct CrossValidationMember {
    let validation: CrossValidation
    let folder: CrossValidationFolder
    let registries: Registries

    var name: String { validation.plan.name }
    /// Whether settings are searched inside of every fold.
    var isNested: Bool { validation.plan.innerFoldCount != nil }

    /// Reads every configuration and its data before anything is written or trained.
    ///
    /// - Throws: `ConfigError` with what is wrong in any of the configurations; `UsageError` for two of one name or of other
    ///   folds than the rest; whatever of the data does not suit.
    static func all(
        _ paths: [String], settings: RunSettings, foldCount: Int, innerFoldCount: Int, out: String?
    ) throws -> [CrossValidationMember] {
        var issues: [ConfigIssue] = []
        var members: [CrossValidationMember] = []
        for path in paths {
            do {
                let source = try settings.decode(path)
                try source.requireNoFold()
                let name = source.run.config.name ?? RunSettings.stem(of: path)
                let validation = try CrossValidation(
                    source.run, name: name, foldCount: foldCount,
                    plugins: (source.plugins.paths, try source.plugins.records()),
                    search: source.search(
                        name: name, in: InnerFolds(count: innerFoldCount, outerCount: foldCount)))
                let place = paths.count == 1 ? out ?? "runs/\(name)-cv" : "\(out ?? "runs/cv")/\(name)"
                guard paths.count == 1 || isFolderName(name) else {
                    throw UsageError("\(path): the name \(name) cannot be that of a folder")
                }
                members.append(
                    CrossValidationMember(
                        validation: validation, folder: CrossValidationFolder(path: place),
                        registries: source.registries))
            } catch let error as ConfigError {
                issues += error.issues
            }
        }
        guard issues.isEmpty else { throw ConfigError(issues) }
        try requireComparable(members, paths: paths)
        return members
    }

    /// What the user should know of the folds, once for all configurations.
    static func notes(_ members: [CrossValidationMember]) -> [String] {
        members.flatMap(\.validation.notes).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func isFolderName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && !name.contains("/")
    }

    private static func requireComparable(_ members: [CrossValidationMember], paths: [String]) throws {
        guard let first = members.first else { return }
        for (index, member) in members.enumerated().dropFirst() {
            if let same = members[..<index].firstIndex(where: { $0.name == member.name }) {
                throw UsageError(
                    "\(paths[same]) and \(paths[index]) both have the name \(member.name); set another name in one")
            }
            let (left, right) = (first.validation, member.validation)
            guard left.plan.fingerprint == right.plan.fingerprint, left.plan.split == right.plan.split,
                left.folds == right.folds
            else {
                throw UsageError(
                    "\(paths[0]) and \(paths[index]) do not have the same folds: data.path, data.train_split and the seed "
                        + "of the split (data.split_seed, or else seed) must be the same")
            }
        }
    }
}

extension DecodedSource {
    /// Refuses a fold, which a cross-validation would put others in the place of.
    fileprivate func requireNoFold() throws {
        let places = ["fold", "inner_fold"].compactMap { node["data"]?.entry($0) }.filter { !$0.value.isNull }
        guard places.isEmpty else {
            throw ConfigError(
                places.map {
                    ConfigIssue(
                        location: $0.keyLocation, keyPath: ConfigKeyPath(["data", $0.key]),
                        message: "is what a cross-validation sets; leave it out")
                })
        }
    }

    /// The configuration's search, compared on inner folds; nil if it has none.
    fileprivate func search(name: String, in innerFolds: InnerFolds) throws -> Sweep? {
        guard run.config.search != nil else { return nil }
        return try Sweep(
            node, run: run, name: name, registries: registries, plugins: plugins.paths, innerFolds: innerFolds)
    }
}
