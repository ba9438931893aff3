extension Tensor {
    /// Sets elements to 0 with probability `rate` and multiplies the others by 1 / (1 − rate).
    ///
    /// Which elements is a function of `key` and of the element's position alone: the same key drops the same elements on
    /// every device, and the backward pass stores no mask. Draw a new key from a random stream for every call.
    ///
    /// Source: Srivastava et al., "Dropout", JMLR 15 (2014).
    ///
    /// - Parameters:
    ///   - input: any shape.
    ///   - rate: probability of dropping an element, in [0, 1).
    ///   - key: what selects the elements.
    public static func dropout(_ input: Tensor, rate: Double, key: UInt64) -> Tensor {
        require(rate >= 0 && rate < 1, "dropout takes a rate in [0, 1), not \(rate)")
        guard rate > 0 else { return input }
        let mask = DropoutMask(rate: rate, key: key)
        let source = input.rowMajor()
        return source.masked(by: mask).recorded(from: source) { $0.rowMajor().masked(by: mask) }
    }

    private func masked(by mask: DropoutMask) -> Tensor {
        let output = Tensor(uninitialized: shape, scalarType, on: device)
        device.backend.dropout(self, mask, into: output)
        return output
    }
}
