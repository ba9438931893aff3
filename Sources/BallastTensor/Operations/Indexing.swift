extension Tensor {
    /// One row of this tensor for each label: [K, D] and N labels → [N, D]. The gradient sums into the rows taken.
    public func gathered(_ rows: Labels) -> Tensor {
        require(rank >= 1, "gathered needs rows, not a scalar")
        require(rows.bound <= shape[0], "gathered: labels below \(rows.bound) in the shape \(shape)")
        let output = Tensor(uninitialized: shape.replacing(0, with: rows.count), like: self)
        device.backend.gatherRows(plain(), rows.values, into: output)
        guard isRecorded else { return output }
        let source = shape
        return output.recorded(
            from: self,
            rule: { upstream in
                let gradient = Tensor(zeros: source, like: upstream)
                gradient.device.backend.addRows(upstream.rowMajor(), rows.values, into: gradient)
                return gradient
            },
            addition: { $1.device.backend.addRows($0, rows.values, into: $1) })
    }

    /// The rows summed into the bin that each one's label names: [N, D] → [count, D], or [N] → [count].
    public func scatteredSum(_ rows: Labels, count: Int) -> Tensor {
        require(
            rank >= 1 && rows.count == shape[0], "scatteredSum: \(rows.count) labels for the shape \(shape)")
        require(rows.bound <= count, "scatteredSum: labels below \(rows.bound) in \(count) bins")
        let output = Tensor(zeros: shape.replacing(0, with: count), like: self)
        device.backend.addRows(plain(), rows.values, into: output)
        guard isRecorded else { return output }
        return output.recorded(from: self) { $0.gathered(rows) }
    }

    /// The element of each row that its label names: [N, K] → [N].
    public func picked(_ labels: Labels) -> Tensor {
        requireRowLabels(labels, "picked")
        let output = Tensor(uninitialized: [labels.count], like: self)
        device.backend.pick(plain(), axis: 1, labels.values, into: output)
        guard isRecorded else { return output }
        let source = shape
        return output.recorded(
            from: self,
            rule: { upstream in
                let gradient = Tensor(zeros: source, like: upstream)
                gradient.device.backend.addPicked(upstream.rowMajor(), axis: 1, labels.values, into: gradient)
                return gradient
            },
            addition: { $1.device.backend.addPicked($0, axis: 1, labels.values, into: $1) })
    }

    /// A copy with `value[i]` added to the element of row i that its label names: [N, K] and [N] → [N, K].
    public func adding(at labels: Labels, _ value: Tensor) -> Tensor {
        requireRowLabels(labels, "adding(at:)")
        Tensor.requireAlike(self, value, "adding(at:)")
        require(
            value.shape == [labels.count], "adding(at:): a value of shape \(value.shape) for \(labels.count) rows")
        let output = Tensor(uninitialized: shape, like: self)
        let dense = StridedView(dense: shape)
        device.backend.copy(shape, from: plain(), dense, to: output, dense)
        device.backend.addPicked(value.plain(), axis: 1, labels.values, into: output)
        guard Tensor.isRecorded(self, value) else { return output }
        return output.recorded(from: self, value, leftRule: { $0 }, rightRule: { $0.rowMajor().picked(labels) })
    }

    /// A copy with a constant added to the element of each row that its label names.
    public func adding(at labels: Labels, _ value: Double) -> Tensor {
        adding(
            at: labels, Tensor(filledWith: value, shape: [labels.count], scalarType: scalarType, on: device))
    }

    /// 1 at each row's label and 0 elsewhere: [N, bound of the labels].
    public static func oneHot(_ labels: Labels, scalarType: ScalarType = .float32, on device: Device) -> Tensor {
        let output = Tensor(zeros: [labels.count, labels.bound], scalarType: scalarType, on: device)
        let ones = Tensor(filledWith: 1, shape: [labels.count], scalarType: scalarType, on: device)
        device.backend.addPicked(ones, axis: 1, labels.values, into: output)
        return output
    }

    private func requireRowLabels(_ labels: Labels, _ operation: String) {
        require(rank == 2, "\(operation) needs a matrix [N, K], not the shape \(shape)")
        require(
            labels.count == shape[0], "\(operation): \(labels.count) labels for the \(shape[0]) rows of \(shape)")
        require(
            labels.bound <= shape[1], "\(operation): labels below \(labels.bound) in \(shape[1]) columns")
    }
}
