import BallastCore
import BallastTensor

extension ParameterStore {
    /// Everything a checkpoint holds, by path.
    var state: [String: [Double]] {
        var result: [String: [Double]] = [:]
        for parameter in parameters { result[parameter.path] = parameter.value.doubles() }
        for buffer in buffers { result[buffer.path] = buffer.value.doubles() }
        return result
    }

    /// Takes over the state of a store of the same component.
    /// - Returns: paths and shapes that do not fit.
    func restore(from other: ParameterStore) -> [String] {
        let own = parameters.map { ($0.path, $0.shape) } + buffers.map { ($0.path, $0.shape) }
        let others = other.parameters.map { ($0.path, $0.shape) } + other.buffers.map { ($0.path, $0.shape) }
        guard own.map(\.0) == others.map(\.0), own.map(\.1) == others.map(\.1) else {
            return ["makes other parameters each time: \(own.map(\.0)) and \(others.map(\.0))"]
        }
        for (parameter, source) in zip(parameters, other.parameters) { parameter.assign(copy(source.value)) }
        for (buffer, source) in zip(buffers, other.buffers) { buffer.assign(copy(source.value)) }
        return []
    }

    private func copy(_ tensor: Tensor) -> Tensor {
        Tensor(tensor.doubles(), shape: tensor.shape, scalarType: tensor.scalarType, on: device)
    }
}
