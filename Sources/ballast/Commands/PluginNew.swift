import ArgumentParser

/// `ballast plugin new NAME`.
struct PluginNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write the starting point of a plugin: a source file that works, and a README.",
        discussion: """
              ballast plugin new MyLoss
              ballast plugin new HardRows --kind sampler
              ballast plugin check Plugins/MyLoss
            """)

    @Argument(help: "Name of the Swift type and of the folder, such as MyLoss.") var name: String
    @Option(help: "Kind of component: \(PluginTemplate.all.map(\.kind).joined(separator: ", ")).") var kind = "loss"
    @Option(name: .customLong("in"), help: "Folder in which the plugin's folder is made.") var folder = "Plugins"

    func run() throws {
        guard let template = PluginTemplate.all.first(where: { $0.kind == kind }) else {
            throw UsageError(
                "there is no kind of component called \(kind); kinds are "
                    + PluginTemplate.all.map(\.kind).joined(separator: ", "))
        }
        let written = try template.write(name: name, in: folder)
        for file in written.files { Console.line("wrote \(written.folder)/\(file)") }
        Console.line("check it with: ballast plugin check \(written.folder)")
    }
}
