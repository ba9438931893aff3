internal import CKernels

extension AcceleratedBackend {
    package func matmul(
        _ left: Tensor, transposed leftTransposed: Bool, _ right: Tensor, transposed rightTransposed: Bool,
        into output: Tensor, accumulating: Bool
    ) {
        guard output.scalarType == .float32 else {
            return reference.matmul(
                left, transposed: leftTransposed, right, transposed: rightTransposed, into: output,
                accumulating: accumulating)
        }
        multiply(
            ballast_product(
                rows: Int64(output.shape[0]), inner: Int64(left.shape[leftTransposed ? 0 : 1]),
                columns: Int64(output.shape[1]), left_is_transposed: leftTransposed ? 1 : 0,
                right_is_transposed: rightTransposed ? 1 : 0, accumulates: accumulating ? 1 : 0, rectifies: 0),
            left, right, bias: nil, into: output)
    }

    package func linear(_ input: Tensor, weight: Tensor, bias: Tensor?, relu: Bool, into output: Tensor) {
        guard output.scalarType == .float32 else {
            return reference.linear(input, weight: weight, bias: bias, relu: relu, into: output)
        }
        multiply(
            ballast_product(
                rows: Int64(output.shape[0]), inner: Int64(weight.shape[1]), columns: Int64(output.shape[1]),
                left_is_transposed: 0, right_is_transposed: 1, accumulates: 0, rectifies: relu ? 1 : 0),
            input, weight, bias: bias, into: output)
    }

    private func multiply(
        _ product: ballast_product, _ left: Tensor, _ right: Tensor, bias: Tensor?, into output: Tensor
    ) {
        var product = product
        let byteCount = ballast_multiply_scratch(context, &product)
        let status = withScratch(byteCount, on: output.device) {
            ballast_multiply(
                context, &product, left.floatPointer, right.floatPointer, bias?.floatPointer, output.floatPointer, $0)
        }
        require(status == 0, "oneDNN could not multiply \(left.shape) and \(right.shape)")
    }

    package func squaredDistances(_ input: Tensor, _ anchors: Tensor, scale: Double, into output: Tensor) {
        guard output.scalarType == .float32 else {
            return reference.squaredDistances(input, anchors, scale: scale, into: output)
        }
        let (count, width) = (Int64(anchors.shape[0]), Int64(anchors.shape[1]))
        withScratch(ballast_distances_scratch(context, count, width), on: output.device) {
            ballast_distances(
                context, input.floatPointer, Int64(input.shape[0]), anchors.floatPointer, count, width,
                Float(scale), output.floatPointer, $0)
        }
    }

    package func squaredDistancesGradient(
        _ points: Tensor, _ others: Tensor, upstream: Tensor, transposed: Bool, scale: Double, into output: Tensor
    ) {
        guard output.scalarType == .float32 else {
            return reference.squaredDistancesGradient(
                points, others, upstream: upstream, transposed: transposed, scale: scale, into: output)
        }
        let (count, width) = (Int64(others.shape[0]), Int64(others.shape[1]))
        withScratch(ballast_distances_gradient_scratch(context, count, width), on: output.device) {
            ballast_distances_gradient(
                context, points.floatPointer, Int64(points.shape[0]), others.floatPointer, count, width,
                upstream.floatPointer, transposed ? 1 : 0, Float(scale), output.floatPointer, $0)
        }
    }
}
