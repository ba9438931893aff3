/// Comparisons give 1 where they hold and 0 elsewhere, in the operands' scalar type. They carry no gradient and are
/// false where either side is NaN.
extension Tensor {
    public static func .> (left: Tensor, right: Tensor) -> Tensor { combining(.greater, left, right) }
    public static func .>= (left: Tensor, right: Tensor) -> Tensor { combining(.greaterOrEqual, left, right) }
    public static func .< (left: Tensor, right: Tensor) -> Tensor { combining(.less, left, right) }
    public static func .<= (left: Tensor, right: Tensor) -> Tensor { combining(.lessOrEqual, left, right) }
    public static func .== (left: Tensor, right: Tensor) -> Tensor { combining(.equal, left, right) }

    public static func .> (left: Tensor, right: Double) -> Tensor { left.combining(.greater, right) }
    public static func .>= (left: Tensor, right: Double) -> Tensor { left.combining(.greaterOrEqual, right) }
    public static func .< (left: Tensor, right: Double) -> Tensor { left.combining(.less, right) }
    public static func .<= (left: Tensor, right: Double) -> Tensor { left.combining(.lessOrEqual, right) }
    public static func .== (left: Tensor, right: Double) -> Tensor { left.combining(.equal, right) }
}

extension Tensor {
    /// `left` where the condition is not 0, `right` elsewhere; the three shapes broadcast.
    ///
    /// The branch that is not taken gets the gradient 0, and because every operation turns an upstream gradient of 0
    /// into 0, a branch may be infinite or NaN where it is not taken.
    public static func `where`(_ condition: Tensor, _ left: Tensor, _ right: Tensor) -> Tensor {
        requireAlike(left, right, "where")
        requireAlike(condition, left, "where")
        guard let shape = broadcastShape(left, right, "where").broadcast(with: condition.shape) else {
            stop(
                "where: the shapes \(condition.shape), \(left.shape) and \(right.shape) do not broadcast")
        }
        let flags = condition.untracked().broadcast(to: shape)
        let output = selecting(flags, left.untracked().broadcast(to: shape), right.untracked().broadcast(to: shape))
        guard isRecorded(left, right) else { return output }
        let (leftShape, rightShape) = (left.shape, right.shape)
        return output.recorded(
            from: left, right,
            leftRule: {
                selecting(flags, $0.rowMajor(), Tensor(zeros: shape, like: flags)).summed(to: leftShape)
            },
            rightRule: {
                selecting(flags, Tensor(zeros: shape, like: flags), $0.rowMajor()).summed(to: rightShape)
            })
    }

    /// `left` where the condition is not 0, the constant elsewhere.
    public static func `where`(_ condition: Tensor, _ left: Tensor, _ right: Double) -> Tensor {
        `where`(condition, left, Tensor(right, scalarType: left.scalarType, on: left.device))
    }

    /// The constant where the condition is not 0, `right` elsewhere.
    public static func `where`(_ condition: Tensor, _ left: Double, _ right: Tensor) -> Tensor {
        `where`(condition, Tensor(left, scalarType: right.scalarType, on: right.device), right)
    }

    private static func selecting(_ condition: Tensor, _ left: Tensor, _ right: Tensor) -> Tensor {
        let output = Tensor(uninitialized: condition.shape, like: left)
        left.device.backend.select(condition, left, right, into: output)
        return output
    }
}
