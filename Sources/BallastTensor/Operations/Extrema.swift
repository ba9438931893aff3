/// The larger of two tensors' elements; shapes broadcast. On a tie the gradient goes to the first operand.
public func maximum(_ left: Tensor, _ right: Tensor) -> Tensor {
    Tensor.extremum(.maximum, left, right, leftWins: .greaterOrEqual, rightWins: .less)
}

/// The smaller of two tensors' elements; shapes broadcast. On a tie the gradient goes to the first operand.
public func minimum(_ left: Tensor, _ right: Tensor) -> Tensor {
    Tensor.extremum(.minimum, left, right, leftWins: .lessOrEqual, rightWins: .greater)
}

/// The larger of each element and a constant. On a tie the gradient goes to the tensor.
public func maximum(_ left: Tensor, _ right: Double) -> Tensor {
    left.extremum(.maximum, right, wins: .greaterOrEqual)
}

/// The smaller of each element and a constant. On a tie the gradient goes to the tensor.
public func minimum(_ left: Tensor, _ right: Double) -> Tensor {
    left.extremum(.minimum, right, wins: .lessOrEqual)
}

/// left^right; shapes broadcast.
///
/// Where left = 0, the gradient of the exponent is taken as 0, its limit for positive exponents, and that of the base
/// follows ``Tensor/pow(_:)-(Double)``. A negative base has no real gradient for the exponent: it is NaN unless the
/// exponent is untracked.
public func pow(_ left: Tensor, _ right: Tensor) -> Tensor {
    let output = Tensor.combining(.power, left, right)
    guard Tensor.isRecorded(left, right) else { return output }
    let (base, exponent) = (left.untracked(), right.untracked())
    return output.recorded(
        from: left, right,
        leftRule: { upstream in
            let factor = Tensor.combining(.power, base, exponent - 1)
            return Tensor.combining(.productOrZero, upstream * exponent, factor).summed(to: base.shape)
        },
        rightRule: { upstream in
            let logarithm = Tensor.where(base .== 0, 0, base.log())
            return Tensor.combining(.productOrZero, upstream, output * logarithm).summed(to: exponent.shape)
        })
}

/// base^right for a constant base ≥ 0.
public func pow(_ base: Double, _ right: Tensor) -> Tensor {
    pow(Tensor(base, scalarType: right.scalarType, on: right.device), right)
}

/// left^right for a constant exponent; see ``Tensor/pow(_:)-(Double)``.
public func pow(_ left: Tensor, _ right: Double) -> Tensor { left.pow(right) }

extension Tensor {
    /// The larger of two tensors' elements; on a tie the gradient goes to this one.
    public func maximum(_ other: Tensor) -> Tensor { BallastTensor.maximum(self, other) }

    /// The larger of each element and a constant.
    public func maximum(_ other: Double) -> Tensor { BallastTensor.maximum(self, other) }

    /// The smaller of two tensors' elements; on a tie the gradient goes to this one.
    public func minimum(_ other: Tensor) -> Tensor { BallastTensor.minimum(self, other) }

    /// The smaller of each element and a constant.
    public func minimum(_ other: Double) -> Tensor { BallastTensor.minimum(self, other) }

    /// Every element to the power of the exponent's.
    public func pow(_ exponent: Tensor) -> Tensor { BallastTensor.pow(self, exponent) }

    fileprivate static func extremum(
        _ operation: BinaryOperation, _ left: Tensor, _ right: Tensor, leftWins: BinaryOperation,
        rightWins: BinaryOperation
    ) -> Tensor {
        let output = combining(operation, left, right)
        guard isRecorded(left, right) else { return output }
        let (leftValue, rightValue) = (left.untracked(), right.untracked())
        return output.recorded(
            from: left, right,
            leftRule: {
                combining(.productOrZero, combining(leftWins, leftValue, rightValue), $0).summed(to: leftValue.shape)
            },
            rightRule: {
                combining(.productOrZero, combining(rightWins, leftValue, rightValue), $0).summed(to: rightValue.shape)
            })
    }

    fileprivate func extremum(_ operation: BinaryOperation, _ other: Double, wins: BinaryOperation) -> Tensor {
        let output = combining(operation, other)
        guard isRecorded else { return output }
        let value = untracked()
        return output.recorded(from: self) { Tensor.combining(.productOrZero, value.combining(wins, other), $0) }
    }
}
