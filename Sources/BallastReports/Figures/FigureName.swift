/// Names of figures, which are names of files and of places in a page.
enum FigureName {
    /// Lower-case letters, digits and hyphens: every other character as a hyphen.
    static func safe(_ text: String) -> String {
        String(
            text.lowercased().unicodeScalars.map { scalar in
                ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
            })
    }
}
