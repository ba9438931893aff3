public import BallastTensor

extension Labels {
    /// A value per class, looked up for every label: [N], not tracked.
    ///
    /// - Parameters:
    ///   - values: one per class, ``bound`` of them.
    ///   - tensor: gives the result's number format and device.
    public func select(from values: [Double], like tensor: Tensor) -> Tensor {
        require(values.count == bound, "\(values.count) values for \(bound) classes")
        return Tensor(selecting: self, from: values, scalarType: tensor.scalarType, on: tensor.device)
    }
}
