import BallastCore

extension ConformanceReport {
    /// Makes checks on a component with one variation of its settings, for every kind of data that it takes.
    ///
    /// A component may refuse some kinds of data, with a worded error, but not all of them; with settings changed from
    /// its example, which may conflict, it may refuse all.
    /// - Parameters:
    ///   - alternatives: the kinds of data.
    ///   - describe: names one of them.
    ///   - attempt: makes the component for one of them.
    mutating func tryAlternatives<Product, Context, Alternative, Subject>(
        _ alternatives: [Alternative], variation: SettingVariation, in registry: Registry<Product, Context>,
        catalog: ComponentCatalog, describe: (Alternative) -> String,
        attempt: (DecodedComponent<Product, Context>, Alternative) throws -> Subject,
        checks: [ConformanceCheck<Subject>]
    ) {
        let check = "is made"
        var issues: [ConfigIssue] = []
        guard let component = registry.decode(variation.reference, catalog: catalog, into: &issues) else {
            if variation.label.isEmpty { add("its example is refused: \(ConfigError(issues))", check: check) }
            return
        }
        var refusals: [String] = []
        for alternative in alternatives {
            let setting = [variation.label, describe(alternative)].filter { !$0.isEmpty }.joined(separator: ", ")
            do {
                run(checks, on: try attempt(component, alternative), setting: setting)
            } catch let error where error is ConfigError || error is ResamplingError {
                refusals.append("\(describe(alternative)): \(error)")
            } catch {
                add("\"\(error)\" is thrown, and not a ConfigError", check: check, setting: setting)
            }
        }
        if refusals.count == alternatives.count, variation.label.isEmpty {
            add("all data are refused: \(refusals.joined(separator: "; "))", check: check)
        }
    }
}
