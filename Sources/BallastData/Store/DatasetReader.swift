import BallastHDF5
import BallastTensor

/// Reads and checks the parts of a dataset file.
struct DatasetReader {
    let file: HDF5File
    let path: String

    func checkFormat() throws {
        guard try file.hasAttribute("format"), let format = try? file.attribute("format", as: String.self),
            format == DatasetFormat.format
        else {
            throw DataError(
                file: path, "is HDF5, but not a dataset of this program",
                expected: "attribute format = \(DatasetFormat.format)")
        }
        let version = try file.attribute("version", as: Int.self)
        guard version == DatasetFormat.version else {
            throw DataError(
                file: path, "the dataset has a version that this program does not read",
                expected: "\(DatasetFormat.version)", got: "\(version)")
        }
        let task = try file.attribute("task", as: String.self)
        guard task == DatasetFormat.task else {
            throw DataError(file: path, "the task is not known", expected: DatasetFormat.task, got: task)
        }
    }

    func description() throws -> DatasetDescription {
        let classes = try names("classes")
        guard classes.count >= 2 else {
            throw DataError(
                file: path, place: "/classes", "a dataset needs two classes at least", got: "\(classes.count)")
        }
        return DatasetDescription(
            name: try file.attribute("name", as: String.self), source: try file.attribute("source", as: String.self),
            classNames: classes, featureNames: try file.contains("features") ? try names("features") : [])
    }

    private func names(_ dataset: String) throws -> [String] {
        let names = try file.dataset(dataset).read(as: String.self)
        guard names.shape.count == 1 else { throw wrongShape("/" + dataset, expected: "[K]", got: names.shape) }
        guard Set(names.values).count == names.count else {
            throw DataError(file: path, place: "/" + dataset, "two names are the same")
        }
        return names.values
    }

    func split(_ name: SplitName, classCount: Int) throws -> DatasetSplit {
        let place = "/" + name.rawValue
        let group = try file.group(name.rawValue)
        let x = try group.dataset("x")
        let shape = try x.shape
        guard let type = FeatureType(x.elementType) else {
            throw DataError(
                file: path, place: place + "/x", "has the wrong type", expected: "float32 or uint8",
                got: "\(x.elementType)")
        }
        guard shape.count >= 2, shape.count <= Shape.maximumRank, shape[0] >= 1,
            shape.dropFirst().allSatisfy({ (1...Int(Int32.max)).contains($0) })
        else { throw wrongShape(place + "/x", expected: "[N, …], not empty", got: shape) }

        let labels = try integers(group, at: place, "y", rows: shape[0], as: Int32.self)
        if let row = labels.firstIndex(where: { $0 < 0 || $0 >= classCount }) {
            throw DataError(
                file: path, place: "\(place)/y row \(row)", "the label is of no class",
                expected: "0 to \(classCount - 1)", got: "\(labels[row])")
        }
        _ = try integers(group, at: place, "index", rows: shape[0], as: Int64.self, reading: false)
        return DatasetSplit(
            name: name, path: path, features: x, index: try group.dataset("index"), type: type, shape: shape,
            labels: labels, classCount: classCount, sha256: try group.attribute("sha256", as: String.self))
    }

    private func integers<T: HDF5Number>(
        _ group: HDF5Group, at parent: String, _ name: String, rows: Int, as type: T.Type, reading: Bool = true
    ) throws -> [T] {
        let dataset = try group.dataset(name)
        let place = parent + "/" + name
        guard dataset.elementType == T.elementType else {
            throw DataError(
                file: path, place: place, "has the wrong type", expected: "\(T.elementType)",
                got: "\(dataset.elementType)")
        }
        let shape = try dataset.shape
        guard shape == [rows] else { throw wrongShape(place, expected: "[\(rows)], as x has rows", got: shape) }
        return reading ? try dataset.read(as: T.self).values : []
    }

    func checkShapes(_ splits: [DatasetSplit], features: Int) throws {
        guard let first = splits.first else {
            let names = SplitName.allCases.map(\.rawValue).joined(separator: ", ")
            throw DataError(file: path, "the dataset has no split", expected: "one of \(names)")
        }
        for split in splits {
            let place = "/\(split.name.rawValue)/x"
            guard split.exampleShape == first.exampleShape else {
                throw wrongShape(
                    place, expected: "examples \(first.exampleShape), as in \(first.name.rawValue)",
                    got: Array(split.exampleShape))
            }
            guard features == 0 || Array(split.exampleShape) == [features] else {
                throw wrongShape(
                    place, expected: "\(features) columns, as /features has names", got: Array(split.exampleShape))
            }
        }
    }

    private func wrongShape(_ place: String, expected: String, got: [Int]) -> DataError {
        DataError(file: path, place: place, "has the wrong shape", expected: expected, got: "\(got)")
    }
}
