/// A column of class names, each name stored once.
struct ClassCodes {
    /// The names in the order in which they were met.
    private(set) var names: [String] = []
    /// For each row the index of its name.
    private(set) var codes: [Int32] = []
    private var known: [String: Int32] = [:]
    private var knownIntegers: [Int: Int32] = [:]

    mutating func append(_ name: String) { codes.append(code(name)) }

    mutating func append(_ number: Int) {
        if let code = knownIntegers[number] {
            codes.append(code)
        } else {
            let code = code(String(number))
            knownIntegers[number] = code
            codes.append(code)
        }
    }

    private mutating func code(_ name: String) -> Int32 {
        if let code = known[name] { return code }
        let code = Int32(names.count)
        known[name] = code
        names.append(name)
        return code
    }

    /// For each row the index of its class; every name must be one of them.
    func indexed(by classes: [String]) -> [Int32] {
        let places = names.map { name in Int32(classes.firstIndex(of: name) ?? 0) }
        return codes.map { places[Int($0)] }
    }
}
