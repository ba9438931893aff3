import Foundation

/// The folder in which the cells of a notebook run, and what they need beside it.
struct ScratchFolder {
    /// The working directory of every cell.
    let path: String
    /// What is no business of the cells: the link that puts the program on their `PATH`, what they print, what is
    /// compiled.
    private let workshop: String
    private let isKept: Bool

    /// - Parameters:
    ///   - chosen: where the user wants it, and it is kept; nil: a temporary folder.
    ///   - kept: whether a temporary folder stays.
    /// - Throws: `UsageError` if the chosen folder holds something already; `CocoaError`.
    init(at chosen: String? = nil, kept: Bool = false) throws {
        let files = FileManager.default
        let temporary = files.temporaryDirectory.resolvingSymlinksInPath()
            .appendingPathComponent("ballast-notebook-\(UUID().uuidString)").path
        if let chosen, try files.fileExists(atPath: chosen) && !files.contentsOfDirectory(atPath: chosen).isEmpty {
            throw UsageError("the scratch folder \(chosen) is not empty; cells start in an empty one")
        }
        path = chosen.map { URL(fileURLWithPath: $0).standardizedFileURL.path } ?? temporary
        workshop = temporary + ".workshop"
        isKept = kept || chosen != nil
        try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        try files.createDirectory(atPath: workshop + "/bin", withIntermediateDirectories: true)
        try files.createSymbolicLink(
            atPath: workshop + "/bin/ballast", withDestinationPath: FrameworkModules.executable)
    }

    /// The environment of the cells: the user's, without what would make output depend on the terminal or language.
    func environment(of notebook: Notebook) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment
        for name in ["COLUMNS", "LINES", "BASH_ENV", "ENV", "LANG", "LANGUAGE"] { environment[name] = nil }
        environment["LC_ALL"] = "C.UTF-8"
        environment["NOTEBOOK"] = notebook.folder
        environment["PATH"] = workshop + "/bin:" + (environment["PATH"] ?? "/usr/bin:/bin")
        return environment
    }

    /// A path beside the folder for a file of the runner.
    func workshopFile(_ name: String) -> String { workshop + "/" + name }

    /// Writes the content of a cell to the file that it names.
    func write(_ source: String, to file: String) throws {
        let url = URL(fileURLWithPath: path).appendingPathComponent(file)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try source.write(to: url, atomically: true, encoding: .utf8)
    }

    /// Removes what is not kept.
    func remove() {
        try? FileManager.default.removeItem(atPath: workshop)
        if !isKept { try? FileManager.default.removeItem(atPath: path) }
    }
}
