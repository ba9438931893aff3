public import BallastTensor

/// A tensor and the name it has in a checkpoint.
public struct NamedTensor {
    public let name: String
    public let value: Tensor

    public init(_ name: String, _ value: Tensor) {
        self.name = name
        self.value = value
    }
}

/// The optimizer's part of a checkpoint: `<model|loss>/<path>/<state>` for every array of its state,
/// `<model|loss>/<path>/updates` for the number of updates of every parameter, and `updates` for all.
extension ParameterUpdater {
    private static let countName = "updates"

    /// Everything an update depends on besides parameters and gradients.
    public func exportState() -> [NamedTensor] {
        guard let device = slots.first?.parameter.value.device else { return [] }
        func count(_ name: String, _ value: Int) -> NamedTensor {
            NamedTensor(name, Tensor(Double(value), scalarType: .float64, on: device))
        }
        var result = [count(Self.countName, updateCount)]
        for slot in slots {
            result.append(count("\(slot.name)/\(Self.countName)", slot.updates))
            for (description, value) in zip(optimizer.stateDescriptions, slot.state) {
                result.append(NamedTensor("\(slot.name)/\(description.name)", value))
            }
        }
        return result
    }

    /// Restores what ``exportState()`` gave; nothing changes if it does not fit.
    ///
    /// - Throws: ``ArrayMismatch`` with every array that is missing, unexpected or of another shape or type, or whose
    ///   count of updates is not a whole number.
    public func importState(_ arrays: [NamedTensor]) throws {
        try ArrayMismatch.check(arrays, against: exportState(), in: "optimizer")
        let values = Dictionary(arrays.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        var restored = slots
        var total = 0
        for (name, value) in values where name == Self.countName || name.hasSuffix("/" + Self.countName) {
            guard Int(exactly: value.item()).map({ $0 >= 0 }) ?? false else {
                throw ArrayMismatch(section: "optimizer", invalid: ["\(name) is \(value.item()), not a count"])
            }
        }
        func count(_ name: String) -> Int { values[name].map { Int($0.item()) } ?? 0 }
        total = count(Self.countName)
        for index in restored.indices {
            let name = restored[index].name
            restored[index].updates = count("\(name)/\(Self.countName)")
            restored[index].state = optimizer.stateDescriptions.compactMap { values["\(name)/\($0.name)"] }
        }
        slots = restored
        updateCount = total
    }
}
