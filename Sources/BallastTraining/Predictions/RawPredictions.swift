internal import BallastData

/// What a file of predictions holds, before its classes are put in order.
struct RawPredictions {
    let path: String
    /// The names of the classes in order, if the file says them.
    var classNames: [String]?
    var labels = ClassCodes()
    var predicted: ClassCodes?
    /// Columns of scores; nil if there are none.
    var width: Int?
    /// Row-major [N, width].
    var scores: [Double] = []

    init(path: String) { self.path = path }

    /// The classes in the order of scores, checked against labels, decisions and the number of columns.
    ///
    /// Given names come first, then those of the file. Otherwise they are the names that occur: 0..<K if all are such
    /// integers, K being the number of columns (2 of a single one) or of names; else, if there are K of them, in numeric
    /// or, unless all are integers, alphabetic order.
    func classes(given: [String]) throws -> [String] {
        var found = labels.names
        for name in predicted?.names ?? [] where !found.contains(name) { found.append(name) }
        let columns = width.map { $0 == 1 ? 2 : $0 }
        if let names = given.isEmpty ? classNames : given {
            guard Set(names).count == names.count, names.count >= 2 else {
                throw DataError(
                    .badRequest, file: path, "the classes must be two or more different names",
                    got: names.joined(separator: ", "))
            }
            if let stranger = found.first(where: { !names.contains($0) }) {
                throw DataError(
                    file: path, "there is a label '\(stranger)'",
                    expected: "one of \(RawPredictions.summary(of: names))")
            }
            guard columns == nil || columns == names.count else {
                throw DataError(
                    file: path, "there are scores of \(width ?? 0) classes", expected: "\(names.count)")
            }
            return names
        }
        let count = columns ?? max(2, found.count)
        let integers = found.compactMap { Int($0) }
        if integers.count == found.count {
            if integers.allSatisfy({ (0..<count).contains($0) }) { return (0..<count).map(String.init) }
            if integers.count == count { return integers.sorted().map(String.init) }
        }
        guard found.count == count else {
            throw DataError(
                file: path,
                "there are \(found.count) different labels (\(RawPredictions.summary(of: found.sorted())))",
                expected: "\(count) classes; name them all, in the order of their scores")
        }
        return found.sorted()
    }

    /// The first few names.
    static func summary(of names: [String]) -> String {
        names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
    }
}
