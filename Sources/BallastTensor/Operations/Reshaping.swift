extension Tensor {
    /// The same elements in another shape of as many; the memory is shared.
    public func reshaped(to target: Shape) -> Tensor {
        guard target != shape else { return self }
        require(target.elementCount == count, "the shape \(shape) cannot become \(target): the counts differ")
        let input = plain()
        let output = Tensor(storage: input.storage, shape: target, scalarType: scalarType)
        guard isRecorded else { return output }
        let source = shape
        return output.recorded(from: self) { $0.reshaped(to: source) }
    }

    /// The same elements in another shape; one extent may be -1 and follows from the others.
    public func reshaped(_ extents: Int...) -> Tensor {
        guard let open = extents.firstIndex(of: -1) else { return reshaped(to: Shape(extents)) }
        var complete = extents
        complete[open] = 1
        let known = complete.reduce(1, *)
        require(
            known > 0 && count % known == 0, "the shape \(shape) cannot become \(extents): the counts differ")
        complete[open] = count / known
        return reshaped(to: Shape(complete))
    }

    /// All axes from `axis` on joined into one: [N, C, H, W] → [N, C·H·W].
    public func flattened(from axis: Int = 1) -> Tensor {
        require(axis >= 0 && axis <= rank, "flattened(from: \(axis)) of shape \(shape)")
        return reshaped(to: Shape(shape[0..<axis] + [shape[axis...].reduce(1, *)]))
    }

    /// A new axis of extent 1 before `axis`; `rank` or -1 appends it.
    public func expandedAxis(at axis: Int) -> Tensor {
        let position = axis < 0 ? axis + rank + 1 : axis
        require(position >= 0 && position <= rank, "expandedAxis(at: \(axis)) of shape \(shape)")
        var extents = Array(shape)
        extents.insert(1, at: position)
        return reshaped(to: Shape(extents))
    }

    /// Without `axis`, which has the extent 1.
    public func squeezed(axis: Int) -> Tensor {
        require(shape[axis] == 1, "squeezed(axis: \(axis)) of shape \(shape): the extent is not 1")
        return reshaped(to: shape.reducing(axis, keepingAxis: false))
    }
}
