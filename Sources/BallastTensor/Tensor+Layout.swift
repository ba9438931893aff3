extension Tensor {
    /// The same elements in row-major order; itself if they are already.
    public func rowMajor() -> Tensor {
        guard layout != .rowMajor else { return self }
        return laidOut(as: .rowMajor)
    }

    /// The same elements in another memory layout.
    package func laidOut(as target: Layout) -> Tensor {
        guard layout != target else { return self }
        let output = Tensor(uninitialized: shape, scalarType, layout: target, on: device)
        device.backend.reorder(self, into: output)
        let source = layout
        return output.recorded(from: self) { $0.laidOut(as: source) }
    }

    /// The same elements in another number format.
    public func cast(to target: ScalarType) -> Tensor {
        guard scalarType != target else { return self }
        let output = Tensor(uninitialized: shape, target, layout: layout, on: device)
        device.backend.convert(self, into: output)
        let source = scalarType
        return output.recorded(from: self) { $0.cast(to: source) }
    }
}
