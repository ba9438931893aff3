/// What a function detached in its first pass, for passes at other points to detach the same.
///
/// The gradient of f(x, detach(g(x))) takes g as constant. Differences of f measure the same derivative only if g stays what
/// it was at x, which this sees to.
package final class HeldConstants {
    private var values: [Tensor] = []
    private var position = 0
    private var isFirstPass = true

    package init() {}

    /// Runs one pass of the function.
    package func pass<Result>(on device: Device, _ body: () throws -> Result) rethrows -> Result {
        position = 0
        let previous = device.heldConstants
        device.heldConstants = self
        defer {
            device.heldConstants = previous
            isFirstPass = false
        }
        return try body()
    }

    /// The tensor that the first pass detached in this place; the given one if this is the first pass, or if that detached
    /// nothing like it.
    func next(_ value: Tensor) -> Tensor {
        defer { position += 1 }
        if isFirstPass { values.append(value) }
        guard position < values.count, values[position].shape == value.shape else { return value }
        return values[position]
    }
}
