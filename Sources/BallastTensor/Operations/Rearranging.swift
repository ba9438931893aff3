extension Tensor {
    /// Copies along missing axes and axes of extent 1, by NumPy's rule; the gradient sums over the copies.
    public func broadcast(to target: Shape) -> Tensor {
        guard target != shape else { return rowMajor() }
        require(shape.broadcast(with: target) == target, "the shape \(shape) does not broadcast to \(target)")
        let output = Tensor(uninitialized: target, like: self)
        device.backend.copy(
            target, from: plain(), StridedView(dense: shape, broadcastTo: target), to: output,
            StridedView(dense: target))
        guard isRecorded else { return output }
        let source = shape
        return output.recorded(from: self) { $0.summed(to: source) }
    }

    /// The transpose of a matrix.
    public func transposed() -> Tensor {
        require(rank == 2, "transposed() needs a matrix, not the shape \(shape); give the order of the axes")
        return transposed([1, 0])
    }

    /// The axes in another order: axis i of the result is axis `permutation[i]` of this tensor.
    public func transposed(_ permutation: [Int]) -> Tensor {
        let order = permutation.map { shape.normalized($0) }
        require(
            order.sorted() == Array(0..<rank), "transposed(\(permutation)) does not name every axis of \(shape) once")
        let target = Shape(order.map { shape[$0] })
        let dense = StridedView(dense: shape)
        var view = dense
        for (axis, source) in order.enumerated() { view.strides[axis] = dense.strides[source] }
        let output = Tensor(uninitialized: target, like: self)
        device.backend.copy(target, from: plain(), view, to: output, StridedView(dense: target))
        guard isRecorded else { return output }
        let inverse = order.indices.map { axis in order.firstIndex(of: axis) ?? axis }
        return output.recorded(from: self) { $0.transposed(inverse) }
    }

    /// The positions `range` of `axis`.
    public func sliced(axis: Int, _ range: Range<Int>) -> Tensor {
        let position = shape.normalized(axis)
        require(
            range.lowerBound >= 0 && range.upperBound <= shape[position],
            "sliced(axis: \(axis), \(range)) of shape \(shape) reaches outside")
        let target = shape.replacing(position, with: range.count)
        guard target != shape else { return self }
        let view = StridedView(dense: shape, axis: position, from: range.lowerBound)
        let output = Tensor(uninitialized: target, like: self)
        device.backend.copy(target, from: plain(), view, to: output, StridedView(dense: target))
        guard isRecorded else { return output }
        let source = shape
        return output.recorded(from: self) { upstream in
            let gradient = Tensor(zeros: source, like: upstream)
            gradient.device.backend.copy(
                target, from: upstream.rowMajor(), StridedView(dense: target), to: gradient, view)
            return gradient
        }
    }

    /// The tensors one after another along an axis; all other extents agree.
    public static func concatenate(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
        guard let first = tensors.first else { stop("concatenate needs at least one tensor") }
        let position = first.shape.normalized(axis)
        var extent = 0
        var starts: [Int] = []
        for tensor in tensors {
            requireAlike(first, tensor, "concatenate")
            require(
                tensor.rank == first.rank
                    && tensor.shape.replacing(position, with: 1) == first.shape.replacing(position, with: 1),
                "concatenate along axis \(axis): the shapes \(first.shape) and \(tensor.shape) do not fit")
            starts.append(extent)
            extent += tensor.shape[position]
        }
        let target = first.shape.replacing(position, with: extent)
        let output = Tensor(uninitialized: target, like: first)
        for (tensor, start) in zip(tensors, starts) {
            first.device.backend.copy(
                tensor.shape, from: tensor.plain(), StridedView(dense: tensor.shape), to: output,
                StridedView(dense: target, axis: position, from: start))
        }
        guard first.device.isRecording, tensors.contains(where: \.isTracked) else { return output }
        let parts = zip(tensors, starts).map { tensor, start in
            tensor.isTracked ? start..<(start + tensor.shape[position]) : nil
        }
        return output.recorded(from: tensors) { upstream in
            parts.map { part in part.map { upstream.sliced(axis: position, $0) } }
        }
    }

    /// Tensors of one shape along a new axis.
    public static func stack(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
        require(
            tensors.allSatisfy { $0.shape == tensors.first?.shape },
            "stack needs tensors of one shape: "
                + tensors.map(\.shape.description).joined(separator: ", "))
        return concatenate(tensors.map { $0.expandedAxis(at: axis) }, axis: axis)
    }
}

extension StridedView {
    /// A part of a dense buffer of `shape` that begins at `start` of `axis`.
    fileprivate init(dense shape: Shape, axis: Int, from start: Int) {
        self.init(dense: shape)
        offset = start * strides[axis]
    }
}
