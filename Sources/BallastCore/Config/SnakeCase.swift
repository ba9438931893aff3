extension String {
    /// `alphaConvention` → `alpha_convention`, `useBN` → `use_bn`, `per-class` → `per_class`.
    package var snakeCased: String {
        let letters = Array(self)
        var result = ""
        for (index, letter) in letters.enumerated() {
            if letter == "-" || letter == " " {
                result.append("_")
                continue
            }
            if letter.isUppercase, index > 0, letters[index - 1].isLetter || letters[index - 1].isNumber {
                let endsWord = !letters[index - 1].isUppercase
                let startsWord = index + 1 < letters.count && letters[index + 1].isLowercase
                if endsWord || startsWord { result.append("_") }
            }
            result.append(letter.lowercased())
        }
        return result
    }

    /// Whether this is a lower-case letter followed by lower-case letters, digits and underscores.
    package var isSnakeCase: Bool {
        guard let first = unicodeScalars.first, ("a"..."z").contains(first), last != "_" else { return false }
        return unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
    }
}
