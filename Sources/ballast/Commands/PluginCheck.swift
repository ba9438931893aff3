import ArgumentParser
import Ballast
import BallastConformance
import Foundation

/// `ballast plugin check DIR`.
struct PluginCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compile a plugin, run every conformance check on what it registers, and train it for a moment.",
        discussion: """
            Losses: shape, gradients against finite differences, extreme logits, permutation, absent classes, state. Every \
            kind: settings and their messages. Then ten epochs on small synthetic data. Exit code 65 if anything is wrong.
            """)

    @Argument(help: "Folder of Swift files, or library.") var plugin: String
    @Flag(help: "Print JSON.") var json = false

    private struct Verdict: Encodable {
        struct Component: Encodable {
            let kind: String
            let name: String
            let checks: [String]
            let findings: [String]
            let training: String
        }

        let plugin: String
        let warnings: [String]
        let components: [Component]
        let isConforming: Bool
    }

    func run() throws {
        var warnings: [String] = []
        if !plugin.hasSuffix(".so") {
            let outcome = try PluginCompiler().diagnostics(of: PluginFolder(path: plugin))
            guard outcome.succeeded else { throw PluginError.compilation(diagnostics: outcome.diagnostics) }
            if !outcome.diagnostics.isEmpty { warnings = outcome.diagnostics.components(separatedBy: "\n") }
        }
        let library = try PluginSet(paths: [plugin]).library()
        var components: [Verdict.Component] = []
        if !json { warnings.forEach { Console.line($0) } }
        for (kind, added) in try PluginSet.additions(in: library) {
            for description in added {
                let component = try check(kind, description, in: library)
                components.append(component)
                if !json { print(component) }
            }
        }
        let isConforming = components.allSatisfy { $0.findings.isEmpty }
        if json {
            let verdict = Verdict(
                plugin: plugin, warnings: warnings, components: components, isConforming: isConforming)
            Console.line(try JSONText.encode(verdict, pretty: true))
        }
        guard isConforming else { throw PluginError.library(path: plugin, "does not conform; see the findings") }
        if !json { Console.line("\(plugin): ready to use") }
    }

    private func check(
        _ kind: String, _ description: ComponentDescription, in library: ComponentLibrary
    ) throws -> Verdict.Component {
        let report = try Self.report(kind, description.name, in: library)
        var findings = report.findings.map(\.description)
        var training = "not tried: \(kind)s are no part of a run"
        do {
            if let trial = TrainingTrial(kind: kind, description: description, registries: library.registries) {
                training = try trial.run()
            }
        } catch {
            training = "failed"
            findings.append("trains: \(error)")
        }
        return Verdict.Component(
            kind: kind, name: description.name, checks: report.checks, findings: findings, training: training)
    }

    private func print(_ component: Verdict.Component) {
        Console.line("\(component.kind) \(component.name)")
        for check in component.checks where !component.findings.contains(where: { $0.hasPrefix(check) }) {
            Console.line("  passed    \(check)")
        }
        for finding in component.findings { Console.line("  FINDING   \(finding)") }
        Console.line("  training  \(component.training)")
    }

    /// The conformance suite of the component's kind.
    private static func report(
        _ kind: String, _ name: String, in library: ComponentLibrary
    ) throws -> ConformanceReport {
        let (registries, catalog) = (library.registries, library.catalog)
        switch kind {
        case registries.losses.kind: return try LossConformance(registries.losses, catalog: catalog).report(on: name)
        case registries.samplers.kind:
            return try SamplerConformance(registries.samplers, catalog: catalog).report(on: name)
        case registries.metrics.kind:
            return try MetricConformance(registries.metrics, catalog: catalog).report(on: name)
        case registries.thresholds.kind:
            return try ThresholdConformance(registries.thresholds, catalog: catalog).report(on: name)
        case registries.models.kind:
            let conformance = ModelConformance(registries.models, catalog: catalog, layers: registries.layers)
            return try conformance.report(on: name)
        default:
            return try RegistryConformance(catalog.registry(called: kind), catalog: catalog).report(on: name)
        }
    }
}
