extension NotebookCell {
    /// Reads the info string of a fence: the language, then what is said of the cell.
    ///
    /// - Returns: nil if the fence is in a language that is not run.
    /// - Throws: `NotebookError` for a word that the language does not have, and for what is missing.
    init?(_ fence: MarkdownFence, output: MarkdownFence?, path: String) throws {
        guard let name = fence.words.first, let language = Language(rawValue: name) else { return nil }
        func refusal(_ message: String) -> NotebookError {
            NotebookError(.format, path: path, line: fence.opening + 1, message)
        }
        var expectation = Expectation.success
        var file: String?
        var plain: Set<String> = []
        var keys: Set<String> = []
        for word in fence.words.dropFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let value = parts.count > 1 ? parts[1] : nil
            guard keys.insert(parts[0]).inserted else { throw refusal("\"\(parts[0])\" is said twice of the cell") }
            switch (parts[0], value) {
            case ("varying", nil), ("skip", nil): plain.insert(word)
            case ("fails", nil): expectation = .failure(status: nil)
            case ("fails", let value?):
                guard let status = Int32(value), (1...255).contains(status) else {
                    throw refusal("fails=\(value): must be an exit status from 1 to 255")
                }
                expectation = .failure(status: status)
            case ("file", let value?) where language != .sh:
                guard Self.staysInside(value) else {
                    throw refusal("file=\(value): must be a path inside of the scratch folder")
                }
                file = value
            default: throw refusal(Self.unknown(word, of: language))
            }
        }
        if language == .yaml, file == nil { throw refusal("a yaml cell needs file=PATH, where it is written") }
        if file != nil, let word = keys.intersection(["varying", "fails"]).min() {
            throw refusal("\"\(word)\" is said of a cell that is written to a file and not run")
        }
        self.init(
            language: language, fence: fence, file: file, expectation: expectation,
            isVarying: plain.contains("varying"), isSkipped: plain.contains("skip"), output: output)
    }

    private static func unknown(_ word: String, of language: Language) -> String {
        let all = ["varying", "skip", "fails", "fails=CODE", "file=PATH"]
        let allowed: [String] =
            switch language {
            case .sh: all.dropLast()
            case .yaml: ["skip", "file=PATH"]
            case .swift: all
            }
        let nearest = allowed.nearest(to: word).map { "; did you mean \"\($0)\"?" } ?? ""
        return "unknown word \"\(word)\" of a \(language) cell; allowed: \(allowed.joined(separator: ", "))\(nearest)"
    }

    /// Whether a path is relative and does not climb.
    static func staysInside(_ path: String) -> Bool {
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        return !path.isEmpty && !path.hasPrefix("/") && !path.hasSuffix("/") && !components.contains("..")
    }
}
