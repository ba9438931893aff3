internal import BallastCore
internal import BallastHDF5
internal import Foundation

/// The file: root attributes `format`, `version`, `epoch`, `step`; the texts `/config` (YAML), `/task`, `/sums`, `/best`
/// (JSON); groups `/model`, `/loss`, `/optimizer` with every array under its path, `/random` with every stream,
/// `/transforms`, the dataset `/history` with a line of JSON per epoch, and `/order` where the sampler observes the model. All text is of fixed length: behind
/// variable-length strings a damaged file can lead libhdf5 astray, instead of into an error.
extension Checkpoint {
    static let format = "ballast-checkpoint"
    static let version = 1

    /// Writes the checkpoint so that the file is either the old or the new one, whatever happens.
    public func write(to path: String) throws {
        try HDF5File.writeAtomically(to: path) { file in
            try file.setAttribute("format", toFixedLength: Checkpoint.format)
            try file.setAttribute("version", to: Checkpoint.version)
            try file.setAttribute("epoch", to: epoch)
            try file.setAttribute("step", to: step)
            try file.createDataset("config", scalar: config)
            try file.createDataset("task", scalar: JSONText.encode(task))
            try file.createDataset("sums", scalar: JSONText.encode(sums))
            if let best { try file.createDataset("best", scalar: JSONText.encode(best)) }
            for (group, arrays) in [("model", model), ("loss", loss), ("optimizer", optimizer)] {
                try file.createGroup(group)
                for (name, array) in arrays.sorted(by: { $0.key < $1.key }) {
                    try file.write(array, to: "\(group)/\(name)")
                }
            }
            try file.createGroup("random").setAttribute("seed", to: random.seed)
            for (name, state) in random.states.sorted(by: { $0.key < $1.key }) {
                try file.createDataset("random/\(name)/state", values: state.integers)
            }
            if let order { try file.createDataset("order", values: order.map(Int64.init), options: .compressed) }
            try file.createGroup("transforms")
            for (name, values) in transforms.sorted(by: { $0.key < $1.key }) {
                try file.createDataset("transforms/\(name)", values: values)
            }
            try file.createDataset("history", values: history.lines)
        }
    }

    /// Reads a checkpoint.
    ///
    /// - Throws: `HDF5Error` for a file that is damaged or lacks a part, ``CheckpointError`` for one that is something
    ///   else or of another version.
    public static func read(_ path: String) throws -> Checkpoint {
        let file = try HDF5File.open(path)
        guard try file.hasAttribute("format"), let format = try? file.attribute("format", as: String.self),
            format == Checkpoint.format
        else { throw CheckpointError(path, "is HDF5, but not a checkpoint of this program") }
        let version = try file.attribute("version", as: Int.self)
        guard version == Checkpoint.version else {
            throw CheckpointError(path, "has version \(version); this program reads version \(Checkpoint.version)")
        }
        func text(_ name: String) throws -> String { try file.dataset(name).scalar(as: String.self) }
        func json<Value: Decodable>(_ type: Value.Type, _ text: String, _ place: String) throws -> Value {
            do { return try JSONText.decode(type, from: text) } catch {
                throw CheckpointError(path, "\(place) is not what this program writes: \(text.prefix(80))")
            }
        }
        var states: [String: RandomState] = [:]
        for (name, values) in try arrays(in: file.group("random"), as: Int64.self) where name.hasSuffix("/state") {
            states[String(name.dropLast("/state".count))] = try RandomState(integers: values.values)
        }
        let history: [String] = try file.dataset("history").read(as: String.self).values
        return Checkpoint(
            epoch: try count(file, "epoch"), step: try count(file, "step"),
            sums: try json(EpochSums.self, text("sums"), "/sums"),
            config: try text("config"),
            task: try json(TaskDescription.self, text("task"), "/task"),
            model: try tensors(in: file.group("model")), loss: try tensors(in: file.group("loss")),
            optimizer: try tensors(in: file.group("optimizer")),
            random: RandomStreams.Snapshot(
                seed: try file.group("random").attribute("seed", as: UInt64.self), states: states),
            order: try file.contains("order")
                ? file.dataset("order").read(as: Int64.self).values.map { Int(clamping: $0) } : nil,
            transforms: try arrays(in: file.group("transforms"), as: Double.self).mapValues(\.values),
            history: try epochs(history, path),
            best: try file.contains("best") ? json(BestEpoch.self, text("best"), "/best") : nil)
    }

    private static func epochs(_ lines: [String], _ path: String) throws -> EpochHistory {
        do { return try EpochHistory(lines: lines) } catch {
            throw CheckpointError(path, "/history holds a line that this program does not write")
        }
    }

    private static func count(_ file: HDF5File, _ name: String) throws -> Int {
        let value = try file.attribute(name, as: Int.self)
        guard value >= 0 else {
            throw CheckpointError(file.filePath, "attribute \(name) is \(value), expected 0 or more")
        }
        return value
    }

    private static func tensors(in group: HDF5Group) throws -> [String: TensorSnapshot] {
        var result: [String: TensorSnapshot] = [:]
        try forEachDataset(in: group) { name, dataset in
            result[name] = try TensorSnapshot(reading: dataset)
        }
        return result
    }

    private static func arrays<Element: HDF5Number>(
        in group: HDF5Group, as type: Element.Type
    ) throws -> [String: HDF5Array<Element>] {
        var result: [String: HDF5Array<Element>] = [:]
        try forEachDataset(in: group) { result[$0] = try $1.read(as: type) }
        return result
    }

    /// Visits every dataset below a group with its path relative to it.
    private static func forEachDataset(in root: HDF5Group, _ body: (String, HDF5Dataset) throws -> Void) throws {
        var pending: [(prefix: String, group: HDF5Group)] = [("", root)]
        while let (prefix, group) = pending.popLast() {
            for child in try group.children() {
                switch child.kind {
                case .dataset: try body(prefix + child.name, group.dataset(child.name))
                case .group: pending.append((prefix + child.name + "/", try group.group(child.name)))
                case .other, .brokenLink:
                    throw CheckpointError(
                        root.filePath, "\(root.path)/\(prefix)\(child.name) is neither group nor array")
                }
            }
        }
    }
}
