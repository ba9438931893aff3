import ArgumentParser

/// `ballast data VERB`.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Import, inspect and verify datasets.",
        subcommands: [DataImport.self, DataInfo.self, DataVerify.self])
}
