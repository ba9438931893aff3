internal import BallastCore
internal import BallastHDF5
internal import BallastTensor

/// The arrays that a loss is computed on: `logits` or `features`, `labels`, and optionally `class_counts` and
/// `parameters/<name>`.
struct LossInputFile {
    let path: String
    private let file: HDF5File

    init(path: String) throws {
        self.path = path
        file = try HDF5File.open(path)
    }

    /// The array that the loss reads.
    func inputName(for loss: DecodedComponent<any Loss, LossContext>) throws -> String {
        let name = loss.input(classCount: 2) == .features ? "features" : "logits"
        guard try file.contains(name) else {
            throw TrainingError.unsuitableData("\(path): \(loss.name) reads /\(name), which the file does not have")
        }
        return name
    }

    func scalarType(of name: String) throws -> ScalarType {
        try file.dataset(name).elementType == .float64 ? .float64 : .float32
    }

    /// A matrix [N, D]; a vector [N] counts as [N, 1].
    func matrix(_ name: String) throws -> TensorSnapshot {
        let snapshot = try array(name)
        if snapshot.shape.count == 1 {
            return TensorSnapshot(shape: [snapshot.shape[0], 1], values: snapshot.values)
        }
        guard snapshot.shape.count == 2, snapshot.shape.allSatisfy({ $0 > 0 }) else {
            throw TrainingError.unsuitableData("\(path): /\(name) has the shape \(snapshot.shape), expected [N, D]")
        }
        return snapshot
    }

    /// The number of classes K: from `class_counts`, else the width of the logits, else the labels.
    func classCount(inputName: String, loss: DecodedComponent<any Loss, LossContext>) throws -> Int {
        if try file.contains("class_counts") { return try file.dataset("class_counts").shape.first ?? 0 }
        if inputName == "logits" {
            let width = try matrix("logits").shape[1]
            return width == 1 ? 2 : width
        }
        for parameter in try parameters().values where parameter.shape.count == 2 { return parameter.shape[0] }
        return max(2, Int(try file.dataset("labels").read(as: Int32.self).values.max() ?? 0) + 1)
    }

    func labels(count: Int, classCount: Int) throws -> Labels {
        let dataset = try file.dataset("labels")
        let values = try dataset.read(as: Int32.self).values
        guard try dataset.shape == [count] else {
            throw TrainingError.unsuitableData(
                "\(path): /labels has the shape \(try dataset.shape), expected [\(count)]")
        }
        if let row = values.firstIndex(where: { $0 < 0 || Int($0) >= classCount }) {
            throw TrainingError.unsuitableData(
                "\(path): /labels row \(row) is \(values[row]), expected 0 to \(classCount - 1)")
        }
        return Labels(values, bound: classCount)
    }

    /// `class_counts` [K], or how often each class occurs in the labels, at least 1.
    func classCounts(_ labels: Labels) throws -> [Int] {
        guard try file.contains("class_counts") else { return labels.counts.map { max($0, 1) } }
        let counts = try file.dataset("class_counts").read(as: Int.self).values
        guard counts.allSatisfy({ $0 > 0 }) else {
            throw TrainingError.unsuitableData("\(path): /class_counts must be positive, got \(counts)")
        }
        return counts
    }

    /// Values for the loss's own parameters, by name.
    func parameters() throws -> [String: TensorSnapshot] {
        guard try file.contains("parameters") else { return [:] }
        var result: [String: TensorSnapshot] = [:]
        for child in try file.group("parameters").children() where child.kind == .dataset {
            result[child.name] = try array("parameters/\(child.name)")
        }
        return result
    }

    private func array(_ name: String) throws -> TensorSnapshot { try TensorSnapshot(reading: file.dataset(name)) }
}
