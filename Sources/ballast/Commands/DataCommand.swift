import ArgumentParser

/// `ballast data VERB`.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Import, make, split, inspect and verify datasets.",
        subcommands: [DataImport.self, DataMake.self, DataSplit.self, DataInfo.self, DataVerify.self])
}
