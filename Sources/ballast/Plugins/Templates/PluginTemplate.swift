import Foundation

/// A starting point for a plugin: one source file that compiles, conforms and trains, to be changed line by line.
struct PluginTemplate {
    /// The kind of component, as `ballast list` names it.
    let kind: String
    /// The source, with `TYPE` for the Swift type and `COMPONENT` for the name in configurations.
    let source: String
    /// The line of a configuration that uses it, with `COMPONENT`.
    let usage: String

    /// All kinds, in the order of `ballast list`.
    static let all: [PluginTemplate] = [
        .loss, .weighting, .sampler, .resampler, .transform, .model, .layer, .optimizer, .schedule, .metric, .threshold,
        .importer,
    ]

    /// Writes the folder `folder`/`name`.
    ///
    /// - Parameter name: the name of the Swift type and of the folder, such as `MyLoss`.
    /// - Throws: ``PluginError`` if the name is none, or the folder exists.
    /// - Returns: the folder, and the files in it.
    func write(name: String, in folder: String) throws -> (folder: String, files: [String]) {
        guard name.wholeMatch(of: /[A-Z][A-Za-z0-9]*/) != nil, !FrameworkModules.reserves(name) else {
            throw PluginError.unusable(
                path: name,
                "a plugin is named like a Swift type, such as MyLoss, and not like a module of the framework")
        }
        let target = folder.isEmpty ? name : "\(folder)/\(name)"
        guard !FileManager.default.fileExists(atPath: target) else {
            throw PluginError.unusable(path: target, "it exists already")
        }
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        let texts = ["\(name).swift": source, "README.md": readme(folder: target)]
        for (file, text) in texts {
            try Data(filled(text, name: name).utf8).write(
                to: URL(fileURLWithPath: "\(target)/\(file)"), options: .atomic)
        }
        return (target, texts.keys.sorted())
    }

    private func readme(folder: String) -> String {
        """
        # TYPE

        What it computes, the formula, the paper it comes from, and when to use it.

        ```yaml
        plugins: [\(folder)]
        \(usage)
        ```

        `ballast plugin check \(folder)` checks it.

        """
    }

    private func filled(_ text: String, name: String) -> String {
        text.replacingOccurrences(of: "TYPE", with: name)
            .replacingOccurrences(of: "COMPONENT", with: Self.componentName(of: name))
    }

    /// `MyLoss` → `my_loss`, `SMOTEBoost` → `smote_boost`.
    static func componentName(of type: String) -> String {
        let characters = Array(type)
        var name = ""
        for (index, character) in characters.enumerated() {
            let followsSmall = index > 0 && !characters[index - 1].isUppercase
            let precedesSmall = index > 0 && index + 1 < characters.count && characters[index + 1].isLowercase
            if character.isUppercase, followsSmall || precedesSmall { name += "_" }
            name += character.lowercased()
        }
        return name
    }
}
