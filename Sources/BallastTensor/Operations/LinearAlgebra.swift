/// The product of two matrices, each transposed first if asked: [N, D] · [D, M] → [N, M].
public func matmul(
    _ left: Tensor, _ right: Tensor, transposeA: Bool = false, transposeB: Bool = false
) -> Tensor {
    Tensor.requireAlike(left, right, "matmul")
    require(
        left.rank == 2 && right.rank == 2
            && left.shape[transposeA ? 0 : 1] == right.shape[transposeB ? 1 : 0],
        "matmul: the shapes \(left.shape)\(transposeA ? "ᵀ" : "") and \(right.shape)\(transposeB ? "ᵀ" : "") do not fit"
    )
    let shape = Shape(left.shape[transposeA ? 1 : 0], right.shape[transposeB ? 0 : 1])
    let output = Tensor(uninitialized: shape, like: left)
    let (leftValue, rightValue) = (left.plain().untracked(), right.plain().untracked())
    left.device.backend.matmul(
        leftValue, transposed: transposeA, rightValue, transposed: transposeB, into: output, accumulating: false)
    guard Tensor.isRecorded(left, right) else { return output }
    return output.recorded(
        from: left, right,
        leftRule: { upstream in
            let gradient = upstream.rowMajor()
            return transposeA
                ? matmul(rightValue, gradient, transposeA: transposeB, transposeB: true)
                : matmul(gradient, rightValue, transposeB: !transposeB)
        },
        rightRule: { upstream in
            let gradient = upstream.rowMajor()
            return transposeB
                ? matmul(gradient, leftValue, transposeA: true, transposeB: transposeA)
                : matmul(leftValue, gradient, transposeA: !transposeA)
        })
}

/// x · weightᵀ + bias, then max(·, 0) if asked: [N, D], [M, D] and [M] → [N, M].
///
/// With `relu`, negative results become 0 in the same pass, and their gradient is 0, as that of ``Tensor/relu()``.
public func linear(_ input: Tensor, weight: Tensor, bias: Tensor? = nil, relu: Bool = false) -> Tensor {
    Tensor.requireAlike(input, weight, "linear")
    require(
        input.rank == 2 && weight.rank == 2 && input.shape[1] == weight.shape[1],
        "linear: an input of shape \(input.shape) does not fit a weight of shape \(weight.shape)")
    if let bias {
        Tensor.requireAlike(input, bias, "linear")
        require(
            bias.shape == [weight.shape[0]],
            "linear: a bias of shape \(bias.shape) does not fit a weight of shape \(weight.shape)")
    }
    let output = Tensor(uninitialized: Shape(input.shape[0], weight.shape[0]), like: input)
    let (inputValue, weightValue) = (input.plain().untracked(), weight.plain().untracked())
    input.device.backend.linear(inputValue, weight: weightValue, bias: bias?.plain(), relu: relu, into: output)
    guard input.device.isRecording else { return output }
    // One rule for all, since each needs what passes the rectifier.
    let rectified = relu ? output : nil
    let isNeeded = (input: input.node != nil, weight: weight.node != nil, bias: bias?.node != nil)
    return output.recorded(from: [input, weight] + (bias.map { [$0] } ?? [])) { upstream in
        let gradient = upstream.rowMajor().passing(rectifierOf: rectified)
        return [
            isNeeded.input ? matmul(gradient, weightValue) : nil,
            isNeeded.weight ? matmul(gradient, inputValue, transposeA: true) : nil,
            isNeeded.bias ? gradient.sum(axis: 0) : nil,
        ]
    }
}

extension Tensor {
    /// The product of this matrix and another; see ``BallastTensor/matmul(_:_:transposeA:transposeB:)``.
    public func matmul(_ other: Tensor, transposeA: Bool = false, transposeB: Bool = false) -> Tensor {
        BallastTensor.matmul(self, other, transposeA: transposeA, transposeB: transposeB)
    }
}
