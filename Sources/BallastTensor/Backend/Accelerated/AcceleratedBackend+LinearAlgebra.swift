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
                right_is_transposed: rightTransposed ? 1 : 0, accumulates: accumulating ? 1 : 0),
            left, right, bias: nil, into: output)
    }

    package func linear(_ input: Tensor, weight: Tensor, bias: Tensor?, into output: Tensor) {
        guard output.scalarType == .float32 else {
            return reference.linear(input, weight: weight, bias: bias, into: output)
        }
        multiply(
            ballast_product(
                rows: Int64(output.shape[0]), inner: Int64(weight.shape[1]), columns: Int64(output.shape[1]),
                left_is_transposed: 0, right_is_transposed: 1, accumulates: 0),
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

    package func squaredDistances(_ input: Tensor, _ anchors: Tensor, into output: Tensor) {
        reference.squaredDistances(input, anchors, into: output)
    }

    package func squaredDistancesGradient(
        _ points: Tensor, _ others: Tensor, upstream: Tensor, transposed: Bool, into output: Tensor
    ) {
        reference.squaredDistancesGradient(
            points, others, upstream: upstream, transposed: transposed, into: output)
    }
}
