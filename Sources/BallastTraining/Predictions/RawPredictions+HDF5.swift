internal import BallastData
internal import BallastHDF5

extension RawPredictions {
    /// Reads datasets of one length; `classes` [K] names the classes that integer labels count.
    init(hdf5 path: String, columns: PredictionColumns) throws {
        self.init(path: path)
        let file = try HDF5File.open(path)
        if columns.classes.isEmpty, try file.contains("classes") {
            classNames = try file.dataset("classes").read(as: String.self).values
        }
        labels = try codes(file, columns.label ?? "labels")
        if let name = columns.predicted {
            let decided = try codes(file, name)
            try requireLength(decided.codes.count, of: name)
            predicted = decided
        }
        guard columns.scores.count <= 1 else {
            throw DataError(
                .badRequest, file: path, "scores of an HDF5 file are one dataset, [N] or [N, K]",
                got: columns.scores.joined(separator: ", "))
        }
        guard predicted == nil || !columns.scores.isEmpty else { return }
        let name = columns.scores.first ?? "probabilities"
        let array: HDF5Array<Double> = try file.dataset(name).read()
        guard (1...2).contains(array.shape.count), array.shape.last != 0 || array.shape.count == 1 else {
            throw DataError(
                file: path, place: "/\(name)", "wrong shape", expected: "[N] or [N, K]", got: "\(array.shape)")
        }
        try requireLength(array.shape[0], of: name)
        width = array.shape.count == 1 ? 1 : array.shape[1]
        scores = array.values
    }

    private func requireLength(_ count: Int, of name: String) throws {
        guard count == labels.codes.count else {
            throw DataError(
                file: path, place: "/\(name)", "wrong number of rows", expected: "\(labels.codes.count), as labels",
                got: "\(count)")
        }
    }

    /// Reads a column of classes: names, integers, or whole numbers in floating point.
    private func codes(_ file: HDF5File, _ name: String) throws -> ClassCodes {
        let dataset = try file.dataset(name)
        let shape = try dataset.shape
        guard shape.count == 1 else {
            throw DataError(file: path, place: "/\(name)", "wrong shape", expected: "[N]", got: "\(shape)")
        }
        var codes = ClassCodes()
        if dataset.elementType.isString {
            for label in try dataset.read(as: String.self).values { codes.append(label) }
            return codes
        }
        let numbers: [Int]
        if dataset.elementType.isFloatingPoint {
            numbers = try dataset.read(as: Double.self).values.enumerated().map { row, value in
                guard let number = Int(exactly: value) else {
                    throw DataError(
                        file: path, place: "/\(name), row \(row)", "a class is no whole number", got: "\(value)")
                }
                return number
            }
        } else {
            numbers = try dataset.read(as: Int.self).values
        }
        guard let classNames else {
            for number in numbers { codes.append(number) }
            return codes
        }
        for (row, number) in numbers.enumerated() {
            guard classNames.indices.contains(number) else {
                throw DataError(
                    file: path, place: "/\(name), row \(row)", "there is no such class",
                    expected: "0 to \(classNames.count - 1), as /classes counts them", got: "\(number)")
            }
            codes.append(classNames[number])
        }
        return codes
    }
}
