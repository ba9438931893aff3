/// c·‖x_i − a_k‖² between all rows: [N, D] and [K, D] → [N, K].
///
/// Formed from differences, so that close points far from the origin keep their digits. The gradients,
/// 2c Σ_k g_ik (x_i − a_k) and 2c Σ_i g_ik (a_k − x_i), are 0 where the points coincide.
///
/// The factor c, `scale`, such as −1 or −½ for scores, is taken in the same pass.
public func squaredDistances(_ points: Tensor, _ anchors: Tensor, scale: Double = 1) -> Tensor {
    Tensor.requireAlike(points, anchors, "squaredDistances")
    require(
        points.rank == 2 && anchors.rank == 2 && points.shape[1] == anchors.shape[1],
        "squaredDistances: points of shape \(points.shape) do not fit anchors of shape \(anchors.shape)")
    let output = Tensor(uninitialized: Shape(points.shape[0], anchors.shape[0]), like: points)
    let (pointValues, anchorValues) = (points.plain().untracked(), anchors.plain().untracked())
    points.device.backend.squaredDistances(pointValues, anchorValues, scale: scale, into: output)
    guard Tensor.isRecorded(points, anchors) else { return output }
    return output.recorded(
        from: points, anchors,
        leftRule: { upstream in
            let gradient = Tensor(uninitializedLike: pointValues)
            pointValues.device.backend.squaredDistancesGradient(
                pointValues, anchorValues, upstream: upstream.rowMajor(), transposed: false, scale: scale,
                into: gradient)
            return gradient
        },
        rightRule: { upstream in
            let gradient = Tensor(uninitializedLike: anchorValues)
            anchorValues.device.backend.squaredDistancesGradient(
                anchorValues, pointValues, upstream: upstream.rowMajor(), transposed: true, scale: scale,
                into: gradient)
            return gradient
        })
}

/// The cosine of the angle between all rows, x_i · w_k / (max(‖x_i‖, ε) max(‖w_k‖, ε)): [N, D] and [K, D] → [N, K].
public func cosineSimilarity(_ points: Tensor, _ directions: Tensor, epsilon: Double = 1e-12) -> Tensor {
    matmul(
        points.normalized(axis: 1, epsilon: epsilon), directions.normalized(axis: 1, epsilon: epsilon),
        transposeB: true)
}

extension Tensor {
    /// x / max(‖x‖, ε) along one axis. A vector shorter than ε is divided by ε, so that 0 stays 0 and has a finite
    /// gradient.
    public func normalized(axis: Int = -1, epsilon: Double = 1e-12) -> Tensor {
        require(epsilon > 0, "normalized: epsilon must be positive, not \(epsilon)")
        let squaredNorm = square().sum(axis: axis, keepingAxis: true)
        return self * squaredNorm.clipped(to: (epsilon * epsilon)...(.infinity)).rsqrt()
    }

    /// See ``BallastTensor/squaredDistances(_:_:scale:)``.
    public func squaredDistances(to anchors: Tensor) -> Tensor { BallastTensor.squaredDistances(self, anchors) }

    /// See ``BallastTensor/cosineSimilarity(_:_:epsilon:)``.
    public func cosineSimilarity(to directions: Tensor, epsilon: Double = 1e-12) -> Tensor {
        BallastTensor.cosineSimilarity(self, directions, epsilon: epsilon)
    }
}
