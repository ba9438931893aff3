extension ReferenceBackend {
    package func matmul(
        _ left: Tensor, transposed leftTransposed: Bool, _ right: Tensor, transposed rightTransposed: Bool,
        into output: Tensor, accumulating: Bool
    ) {
        switch output.scalarType {
        case .float32:
            matmul(left, leftTransposed, right, rightTransposed, into: output, accumulating, as: Float.self)
        case .float64:
            matmul(left, leftTransposed, right, rightTransposed, into: output, accumulating, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func matmul<Element: RealElement>(
        _ left: Tensor, _ leftTransposed: Bool, _ right: Tensor, _ rightTransposed: Bool, into output: Tensor,
        _ accumulating: Bool, as type: Element.Type
    ) {
        let rows = output.shape[0]
        let columns = output.shape[1]
        let inner = left.shape[leftTransposed ? 0 : 1]
        let (leftRowStep, leftStep) = leftTransposed ? (1, rows) : (inner, 1)
        let (rightStep, rightColumnStep) = rightTransposed ? (1, inner) : (columns, 1)
        let leftElements = left.pointer(as: type)
        let rightElements = right.pointer(as: type)
        let target = output.pointer(as: type)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: columns) { sums in
            for row in 0..<rows {
                let place = target + row * columns
                for column in 0..<columns { sums[column] = accumulating ? Double(place[column]) : 0 }
                for position in 0..<inner {
                    let factor = Double(leftElements[row * leftRowStep + position * leftStep])
                    let line = rightElements + position * rightStep
                    for column in 0..<columns { sums[column] += factor * Double(line[column * rightColumnStep]) }
                }
                for column in 0..<columns { place[column] = Element(sums[column]) }
            }
        }
    }

    package func linear(_ input: Tensor, weight: Tensor, bias: Tensor?, relu: Bool, into output: Tensor) {
        if let bias {
            // The bias is spread first, so that the product adds to it in one rounding.
            copy(
                output.shape, from: bias, StridedView(dense: bias.shape, broadcastTo: output.shape),
                to: output, StridedView(dense: output.shape))
        }
        matmul(input, transposed: false, weight, transposed: true, into: output, accumulating: bias != nil)
        if relu { apply(.relu, UnaryParameters(), to: output, into: output) }
    }

    package func squaredDistances(_ input: Tensor, _ anchors: Tensor, scale: Double, into output: Tensor) {
        switch output.scalarType {
        case .float32: squaredDistances(input, anchors, scale, into: output, as: Float.self)
        case .float64: squaredDistances(input, anchors, scale, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func squaredDistances<Element: RealElement>(
        _ input: Tensor, _ anchors: Tensor, _ scale: Double, into output: Tensor, as type: Element.Type
    ) {
        let width = input.shape[1]
        let points = input.pointer(as: type)
        let centres = anchors.pointer(as: type)
        let target = output.pointer(as: type)
        let anchorCount = anchors.shape[0]
        for row in 0..<input.shape[0] {
            for anchor in 0..<anchorCount {
                var sum = 0.0
                for column in 0..<width {
                    let difference = Double(points[row * width + column]) - Double(centres[anchor * width + column])
                    sum += difference * difference
                }
                target[row * anchorCount + anchor] = Element(scale * sum)
            }
        }
    }

    package func squaredDistancesGradient(
        _ points: Tensor, _ others: Tensor, upstream: Tensor, transposed: Bool, scale: Double, into output: Tensor
    ) {
        switch output.scalarType {
        case .float32: distancesGradient(points, others, upstream, transposed, scale, into: output, as: Float.self)
        case .float64: distancesGradient(points, others, upstream, transposed, scale, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func distancesGradient<Element: RealElement>(
        _ points: Tensor, _ others: Tensor, _ upstream: Tensor, _ transposed: Bool, _ scale: Double,
        into output: Tensor, as type: Element.Type
    ) {
        let width = points.shape[1]
        let pointCount = points.shape[0]
        let otherCount = others.shape[0]
        let pointElements = points.pointer(as: type)
        let otherElements = others.pointer(as: type)
        let factors = upstream.pointer(as: type)
        let target = output.pointer(as: type)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { sums in
            for point in 0..<pointCount {
                sums.initialize(repeating: 0)
                for other in 0..<otherCount {
                    let factor = Double(factors[transposed ? other * pointCount + point : point * otherCount + other])
                    for column in 0..<width {
                        sums[column] +=
                            factor
                            * (Double(pointElements[point * width + column])
                                - Double(otherElements[other * width + column]))
                    }
                }
                for column in 0..<width { target[point * width + column] = Element(2 * scale * sums[column]) }
            }
        }
    }
}
