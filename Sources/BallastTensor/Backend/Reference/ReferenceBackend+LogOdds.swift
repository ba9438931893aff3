extension ReferenceBackend {
    package func logOdds(
        _ scores: Tensor, _ labels: UnsafePointer<Int32>, into output: Tensor, statistics: Tensor
    ) {
        switch output.scalarType {
        case .float32: logOdds(scores, labels, into: output, statistics, as: Float.self)
        case .float64: logOdds(scores, labels, into: output, statistics, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func logOdds<Element: RealElement>(
        _ scores: Tensor, _ labels: UnsafePointer<Int32>, into output: Tensor, _ statistics: Tensor,
        as type: Element.Type
    ) {
        let (rows, length) = (scores.shape[0], scores.shape[1])
        let target = output.pointer(as: type)
        let kept = statistics.pointer(as: type)
        for row in 0..<rows {
            let line = scores.pointer(as: type) + row * length
            let label = Int(labels[row])
            var place = label == 0 ? 1 : 0
            // Written so that NaN comes through.
            for column in 0..<length where column != label && !(line[column] <= line[place]) { place = column }
            let maximum = line[place]
            kept[2 * row] = maximum
            kept[2 * row + 1] = 0
            // An infinite maximum decides; ∞ − ∞ would make NaN of it.
            guard !maximum.isInfinite else {
                target[row] = line[label] - maximum
                continue
            }
            var others = 0.0
            for column in 0..<length where column != label && column != place {
                others += Double(Element.exponential(line[column] - maximum))
            }
            // Leaving the maximum's 1 out keeps what the others contribute when they are tiny beside it.
            kept[2 * row + 1] = Element.logarithmOfOnePlus(Element(others))
            // Rounded once: losses take e^z.
            target[row] = Element(Double(line[label]) - Double(maximum) - Double(kept[2 * row + 1]))
        }
    }

    package func logOddsGradient(
        _ scores: Tensor, _ labels: UnsafePointer<Int32>, statistics: Tensor, upstream: Tensor, into gradient: Tensor
    ) {
        switch gradient.scalarType {
        case .float32: logOddsGradient(scores, labels, statistics, upstream, into: gradient, as: Float.self)
        case .float64: logOddsGradient(scores, labels, statistics, upstream, into: gradient, as: Double.self)
        case .bfloat16: unsupported(gradient.scalarType)
        }
    }

    private func logOddsGradient<Element: RealElement>(
        _ scores: Tensor, _ labels: UnsafePointer<Int32>, _ statistics: Tensor, _ upstream: Tensor,
        into gradient: Tensor, as type: Element.Type
    ) {
        let (rows, length) = (scores.shape[0], scores.shape[1])
        let kept = statistics.pointer(as: type)
        let slopes = upstream.pointer(as: type)
        for row in 0..<rows {
            let line = scores.pointer(as: type) + row * length
            let target = gradient.pointer(as: type) + row * length
            for column in 0..<length {
                target[column] =
                    line[column] == -.infinity
                    ? 0
                    : -slopes[row] * Element.exponential((line[column] - kept[2 * row]) - kept[2 * row + 1])
            }
            target[Int(labels[row])] = slopes[row]
        }
    }
}
