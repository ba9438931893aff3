extension Tensor {
    /// A tensor of `shape` with every element equal to `value`.
    public init(filledWith value: Double, shape: Shape, scalarType: ScalarType = .float32, on device: Device) {
        self.init(uninitialized: shape, scalarType, on: device)
        device.backend.fill(self, with: value)
    }

    /// A tensor of the shape, type, layout and device of `other` with every element equal to `value`.
    public init(filledWith value: Double, like other: Tensor) {
        self.init(uninitialized: other.shape, other.scalarType, layout: other.layout, on: other.device)
        device.backend.fill(self, with: value)
    }

    /// A tensor of zeros.
    public init(zeros shape: Shape, scalarType: ScalarType = .float32, on device: Device) {
        self.init(filledWith: 0, shape: shape, scalarType: scalarType, on: device)
    }

    /// A tensor with the given elements in row-major order, converted to `scalarType`.
    public init<Value: BinaryFloatingPoint>(
        _ values: [Value], shape: Shape, scalarType: ScalarType = .float32, on device: Device
    ) {
        require(values.count == shape.elementCount, "\(values.count) values do not fill the shape \(shape)")
        self.init(uninitialized: shape, scalarType, on: device)
        switch scalarType {
        case .float32: copyElements(values, as: Float.self)
        case .float64: copyElements(values, as: Double.self)
        case .bfloat16: stop("bfloat16 tensors are made by casting")
        }
    }

    /// The number that `values` has for each label, [N].
    package init(selecting labels: Labels, from values: [Double], scalarType: ScalarType, on device: Device) {
        self.init(uninitialized: [labels.count], scalarType.parameterType, on: device)
        if scalarType == .float64 {
            select(labels, from: values)
        } else {
            select(labels, from: values.map { Float($0) })
        }
    }

    private func select<Element>(_ labels: Labels, from values: [Element]) {
        let target = pointer(as: Element.self)
        labels.values.withUnsafeBufferPointer { labels in
            values.withUnsafeBufferPointer { values in
                for position in labels.indices { target[position] = values[Int(labels[position])] }
            }
        }
    }

    /// A scalar.
    public init(_ value: Double, scalarType: ScalarType = .float32, on device: Device) {
        self.init(filledWith: value, shape: .scalar, scalarType: scalarType, on: device)
    }

    private func copyElements<Value: BinaryFloatingPoint, Element: BinaryFloatingPoint>(
        _ values: [Value], as type: Element.Type
    ) {
        let target = UnsafeMutableBufferPointer(
            start: storage.pointer.bindMemory(to: Element.self, capacity: values.count), count: values.count)
        values.withUnsafeBytes { bytes in
            // Known types one by one: the generic conversion is a call for every element.
            if Value.self == Double.self {
                target.fill(from: bytes.assumingMemoryBound(to: Double.self))
            } else if Value.self == Float.self {
                target.fill(from: bytes.assumingMemoryBound(to: Float.self))
            } else {
                target.fill(from: bytes.assumingMemoryBound(to: Value.self))
            }
        }
    }
}

extension Tensor {
    /// The elements in row-major order.
    public func floats() -> [Float] { elements(as: Float.self) }

    /// The elements in row-major order, widened.
    public func doubles() -> [Double] { elements(as: Double.self) }

    /// The only element of a tensor that has one.
    public func item() -> Double {
        require(count == 1, "item() needs a tensor of one element, not of shape \(shape)")
        switch (layout, scalarType) {
        case (.rowMajor, .float32): return Double(storage.pointer.load(as: Float.self))
        case (.rowMajor, .float64): return storage.pointer.load(as: Double.self)
        default: return doubles()[0]
        }
    }

    private func elements<Value: BinaryFloatingPoint>(as type: Value.Type) -> [Value] {
        let plain = layout == .rowMajor ? self : device.withoutRecording { self.rowMajor() }
        switch plain.scalarType {
        case .float32: return plain.converted(from: Float.self)
        case .float64: return plain.converted(from: Double.self)
        case .bfloat16: return device.withoutRecording { plain.cast(to: .float32) }.converted(from: Float.self)
        }
    }

    private func converted<Element: BinaryFloatingPoint, Value: BinaryFloatingPoint>(
        from type: Element.Type
    ) -> [Value] {
        let elements = UnsafeBufferPointer(
            start: storage.pointer.bindMemory(to: Element.self, capacity: count), count: count)
        if Element.self == Value.self, let same = Array(elements) as? [Value] { return same }
        return elements.map { Value($0) }
    }
}

extension UnsafeMutableBufferPointer where Element: BinaryFloatingPoint {
    /// Converts as many elements as there are here.
    @inline(__always)
    fileprivate func fill<Value: BinaryFloatingPoint>(from source: UnsafeBufferPointer<Value>) {
        for position in indices { self[position] = Element(source[position]) }
    }
}
