import Ballast
import Foundation

/// One configuration of `ballast cv` with the folder of its folds.
struct CrossValidationMember {
    let validation: CrossValidation
    let folder: CrossValidationFolder
    private let registries: Registries

    var name: String { validation.plan.name }

    /// Reads every configuration and its data before anything is written or trained.
    ///
    /// - Throws: `ConfigError` with what is wrong in any of the configurations; `UsageError` for two of one name or of other
    ///   folds than the rest; whatever of the data does not suit.
    static func all(
        _ paths: [String], settings: RunSettings, foldCount: Int, out: String?
    ) throws -> [CrossValidationMember] {
        var issues: [ConfigIssue] = []
        var members: [CrossValidationMember] = []
        for path in paths {
            do {
                let source = try settings.decode(path)
                try source.requireNoSearch()
                if let fold = source.node["data"]?.entry("fold"), !fold.value.isNull {
                    throw ConfigError([
                        ConfigIssue(
                            location: fold.keyLocation, keyPath: ConfigKeyPath(dotted: "data.fold"),
                            message: "is what a cross-validation sets; leave it out")
                    ])
                }
                let name = source.run.config.name ?? RunSettings.stem(of: path)
                let validation = try CrossValidation(
                    source.run, name: name, foldCount: foldCount,
                    plugins: (source.plugins.paths, try source.plugins.records()))
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

extension CrossValidationMember {
    private var foldIndices: Range<Int> { 0..<validation.plan.foldCount }

    var finishedFolds: Int { foldIndices.filter { folder.fold($0).hasSummary }.count }

    var isFinished: Bool { finishedFolds == validation.plan.foldCount }

    func begin() throws { try folder.begin(validation, registries: registries) }

    /// The folds that are not finished, each by `ballast train` of the folder's configuration.
    var jobs: [WorkerPool.Job] {
        foldIndices.filter { !folder.fold($0).hasSummary }.map { index in
            let fold = folder.fold(index)
            let count = validation.plan.foldCount
            return WorkerPool.Job(
                arguments: [
                    "train", folder.configPath, "--out", fold.path, "--quiet", "--ends-with-input",
                    "--set", "data.fold={count: \(count), index: \(index)}",
                    "--set", "name=" + ConfigNode.string("\(name) \(CrossValidationFolder.foldName(index))").inlineYAML,
                ] + (fold.isInUse ? ["--resume"] : []),
                title: "\(name) fold \(index) of 0 to \(count - 1)", group: name, run: fold)
        }
    }

    func collect() throws -> CrossValidationResult { try folder.collect(validation) }
}
