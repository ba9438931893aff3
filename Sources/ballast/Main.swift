import ArgumentParser
import Ballast

@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ballast",
        abstract: "Train, compare and reproduce losses for imbalanced and long-tailed data.",
        version: ballastVersion,
        subcommands: [
            Train.self, CrossValidate.self, SweepCommand.self, Evaluate.self, Predict.self, Ensemble.self,
            Compare.self, History.self, ReportCommand.self, List.self, Describe.self, LossCommand.self,
            MetricsCommand.self, DataCommand.self, Resample.self, PluginCommand.self,
            NotebookCommand.self,
            PluginProbe.self, NotebookCellCommand.self,
        ])

    /// Runs the verb and turns any error into a message on stderr and a documented exit code.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            Failure.exit(with: error)
        }
    }
}
