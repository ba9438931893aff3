extension ReferenceBackend {
    package func maximumPooling(
        _ input: Tensor, _ window: PoolingWindow, into output: Tensor, positions: Positions
    ) {
        switch output.scalarType {
        case .float32: maximumPooling(input, window, into: output, positions, as: Float.self)
        case .float64: maximumPooling(input, window, into: output, positions, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func maximumPooling<Element: RealElement>(
        _ input: Tensor, _ window: PoolingWindow, into output: Tensor, _ positions: Positions, as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        let target = output.pointer(as: type)
        let found = positions.pointer
        let loops = PoolingLoops(input.shape, output.shape, window)
        loops.forEachWindow { position, plane, rows, columns in
            var best = -Element.infinity
            var place = rows.lowerBound * loops.width + columns.lowerBound
            for row in rows {
                for column in columns {
                    let value = source[plane + row * loops.width + column]
                    if value > best || (value.isNaN && !best.isNaN) {
                        best = value
                        place = row * loops.width + column
                    }
                }
            }
            target[position] = best
            found[position] = Int32(place)
        }
    }

    package func maximumPoolingGradient(
        upstream: Tensor, positions: Positions, _ window: PoolingWindow, into gradient: Tensor
    ) {
        switch gradient.scalarType {
        case .float32: maximumPoolingGradient(upstream, positions, window, into: gradient, as: Float.self)
        case .float64: maximumPoolingGradient(upstream, positions, window, into: gradient, as: Double.self)
        case .bfloat16: unsupported(gradient.scalarType)
        }
    }

    private func maximumPoolingGradient<Element: RealElement>(
        _ upstream: Tensor, _ positions: Positions, _ window: PoolingWindow, into gradient: Tensor,
        as type: Element.Type
    ) {
        let slopes = upstream.pointer(as: type)
        let found = positions.pointer
        let loops = PoolingLoops(gradient.shape, upstream.shape, window)
        accumulate(into: gradient, as: type) { sums in
            loops.forEachWindow { position, plane, _, _ in
                sums[plane + Int(found[position])] += Double(slopes[position])
            }
        }
    }

    package func averagePooling(_ input: Tensor, _ window: PoolingWindow, into output: Tensor) {
        switch output.scalarType {
        case .float32: averagePooling(input, window, into: output, as: Float.self)
        case .float64: averagePooling(input, window, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func averagePooling<Element: RealElement>(
        _ input: Tensor, _ window: PoolingWindow, into output: Tensor, as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        let target = output.pointer(as: type)
        let loops = PoolingLoops(input.shape, output.shape, window)
        loops.forEachWindow { position, plane, rows, columns in
            var sum = 0.0
            for row in rows {
                for column in columns { sum += Double(source[plane + row * loops.width + column]) }
            }
            target[position] = Element(sum / loops.divisor(rows, columns))
        }
    }

    package func averagePoolingGradient(upstream: Tensor, _ window: PoolingWindow, into gradient: Tensor) {
        switch gradient.scalarType {
        case .float32: averagePoolingGradient(upstream, window, into: gradient, as: Float.self)
        case .float64: averagePoolingGradient(upstream, window, into: gradient, as: Double.self)
        case .bfloat16: unsupported(gradient.scalarType)
        }
    }

    private func averagePoolingGradient<Element: RealElement>(
        _ upstream: Tensor, _ window: PoolingWindow, into gradient: Tensor, as type: Element.Type
    ) {
        let slopes = upstream.pointer(as: type)
        let loops = PoolingLoops(gradient.shape, upstream.shape, window)
        accumulate(into: gradient, as: type) { sums in
            loops.forEachWindow { position, plane, rows, columns in
                let share = Double(slopes[position]) / loops.divisor(rows, columns)
                for row in rows {
                    for column in columns { sums[plane + row * loops.width + column] += share }
                }
            }
        }
    }

    package func globalAveragePooling(_ input: Tensor, into output: Tensor) {
        reduce(.mean, input, over: [AxisSet(axis: 2), AxisSet(axis: 3)], into: output)
    }

    package func globalAveragePoolingGradient(upstream: Tensor, into gradient: Tensor) {
        switch gradient.scalarType {
        case .float32: spread(upstream, over: gradient, as: Float.self)
        case .float64: spread(upstream, over: gradient, as: Double.self)
        case .bfloat16: unsupported(gradient.scalarType)
        }
    }

    private func spread<Element: RealElement>(_ upstream: Tensor, over gradient: Tensor, as type: Element.Type) {
        let slopes = upstream.pointer(as: type)
        let target = gradient.pointer(as: type)
        let plane = gradient.shape[2] * gradient.shape[3]
        for position in 0..<gradient.count { target[position] = slopes[position / plane] / Element(plane) }
    }
}

/// The windows of a pooling over row-major tensors.
private struct PoolingLoops {
    let planes: Int
    let height: Int
    let width: Int
    let outputHeight: Int
    let outputWidth: Int
    let window: PoolingWindow

    init(_ input: Shape, _ output: Shape, _ window: PoolingWindow) {
        planes = input[0] * input[1]
        (height, width) = (input[2], input[3])
        (outputHeight, outputWidth) = (output[2], output[3])
        self.window = window
    }

    /// Every output element: its position, the start of its input plane, and the part of its window inside the image.
    @inline(__always)
    func forEachWindow(_ body: (_ position: Int, _ plane: Int, _ rows: Range<Int>, _ columns: Range<Int>) -> Void) {
        var position = 0
        for plane in 0..<planes {
            for y in 0..<outputHeight {
                let rows = window.range(y, extent: height)
                for x in 0..<outputWidth {
                    body(position, plane * height * width, rows, window.range(x, extent: width))
                    position += 1
                }
            }
        }
    }

    /// What the sum of a window is divided by.
    @inline(__always)
    func divisor(_ rows: Range<Int>, _ columns: Range<Int>) -> Double {
        Double(window.countsPadding ? window.size * window.size : rows.count * columns.count)
    }
}
