extension Tensor {
    /// The same elements in row-major order; itself if they are already. Those of bfloat16 become float32.
    public func rowMajor() -> Tensor { laidOut(as: .rowMajor, scalarType.parameterType) }

    /// The same elements in another memory layout and number format.
    package func laidOut(as target: Layout, _ type: ScalarType) -> Tensor {
        guard layout != target || scalarType != type else { return self }
        guard layout != target else { return cast(to: type) }
        let output = Tensor(uninitialized: shape, type, layout: target, on: device)
        device.backend.reorder(self, into: output)
        let source = (layout, scalarType)
        return output.recorded(from: self) { $0.laidOut(as: source.0, source.1) }
    }

    /// The same elements in another number format.
    public func cast(to target: ScalarType) -> Tensor {
        guard scalarType != target else { return self }
        let output = Tensor(uninitialized: shape, target, layout: layout, on: device)
        device.backend.convert(self, into: output)
        let source = (layout, scalarType)
        return output.recorded(from: self) { $0.laidOut(as: source.0, source.1) }
    }

    /// Images [N, C, H, W] as the layers of a network keep activations of `type`: every layer that they run through then
    /// works in that type, the parameters staying float32 beside bfloat16.
    ///
    /// - Parameter type: bfloat16 only where ``Device/multipliesBFloat16``.
    public func activations(of type: ScalarType) -> Tensor {
        laidOut(as: device.backend.activationLayout(of: type), type)
    }
}
