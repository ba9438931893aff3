internal import Foundation

/// Changes of tensors in place, for optimizers. Everything else treats tensors as values, and so does whoever holds a
/// copy of a parameter's value from before an update: the copy keeps what it had.
extension Tensor {
    /// Makes this tensor the only user of its memory, row-major, by copying it if it is not.
    package mutating func makeUnique() {
        if layout != .rowMajor { self = rowMajor() }
        guard !isKnownUniquelyReferenced(&storage) else { return }
        let copy = Tensor(uninitialized: shape, scalarType, on: device)
        memcpy(copy.storage.pointer, storage.pointer, count * scalarType.byteCount)
        self = copy.with(node)
    }

    /// One step of stochastic gradient descent, in place.
    package mutating func update(gradient: Tensor, momentum: inout Tensor, by rule: SGDRule) {
        makeUnique()
        momentum.makeUnique()
        device.backend.update(self, gradient: gradient.rowMajor(), momentum: momentum, by: rule)
    }

    /// One step of stochastic gradient descent without momentum, in place.
    package mutating func update(gradient: Tensor, by rule: SGDRule) {
        makeUnique()
        device.backend.update(self, gradient: gradient.rowMajor(), momentum: nil, by: rule)
    }

    /// One step of Adam, in place; `state` is m, v and, with AMSGrad, the maximum of v.
    package mutating func update(gradient: Tensor, state: inout [Tensor], by rule: AdamRule) {
        makeUnique()
        for index in state.indices { state[index].makeUnique() }
        device.backend.update(
            self, gradient: gradient.rowMajor(), mean: state[0], square: state[1],
            maximum: state.count > 2 ? state[2] : nil, by: rule)
    }

    /// One step of Adagrad, in place.
    package mutating func update(gradient: Tensor, sum: inout Tensor, by rule: AdagradRule) {
        makeUnique()
        sum.makeUnique()
        device.backend.update(self, gradient: gradient.rowMajor(), sum: sum, by: rule)
    }

    /// One step of RMSprop, in place; `state` is s, then a if centred, then the momentum buffer if there is one.
    package mutating func update(gradient: Tensor, state: inout [Tensor], isCentered: Bool, by rule: RMSpropRule) {
        makeUnique()
        for index in state.indices { state[index].makeUnique() }
        let momentum = rule.momentum != 0 ? state[isCentered ? 2 : 1] : nil
        device.backend.update(
            self, gradient: gradient.rowMajor(), square: state[0], mean: isCentered ? state[1] : nil,
            momentum: momentum, by: rule)
    }

    /// The sum of the squares of all elements, accumulated in Double.
    package func sumOfSquares() -> Double {
        device.backend.sumOfSquares(rowMajor())
    }
}
