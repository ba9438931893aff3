extension ComponentConfig {
    /// What is wrong with the declaration itself: mistakes of a component's author, found when it is registered.
    package static var declarationFaults: [String] {
        var faults = undeclaredProperties.map { "\($0) is no @Setting, so no configuration can reach it" }
        let descriptions = settings

        var seen: Set<String> = []
        for name in descriptions.map(\.name) {
            if !seen.insert(name).inserted { faults.append("two settings are named \(name)") }
            if !name.isSnakeCase { faults.append("\(name) is not in snake_case") }
            if name == ComponentReference.typeKey { faults.append("\(name) is the key of the component's own name") }
        }

        var decoding = ConfigDecoding()
        let config = Self()
        for (label, setting) in config.declaredSettings {
            guard let value = setting.encode() else { continue }
            _ = setting.decode(value, at: ConfigKeyPath([setting.name(label: label)]), in: &decoding)
        }
        faults += decoding.issues.map { "the default of \($0)" }
        return faults
    }
}
