/// Compares the tape's gradients with central differences, element by element, in float64.
///
/// The function may have any number of inputs and an output of any shape: the output's elements are weighted with
/// unequal constants, so that errors cannot cancel in their sum. The difference quotient
/// (8 (f(x+h) − f(x−h)) − (f(x+2h) − f(x−2h))) / 12h has an error of order h⁴, which leaves room for tolerances far
/// below the errors of wrong mathematics. Choose inputs at least 2h away from kinks.
package struct GradientCheck: Sendable {
    /// h, multiplied by max(1, |x|).
    package var step: Double
    /// An element is right if |gradient − difference quotient| ≤ absolute + relative · the larger of both.
    package var relativeTolerance: Double
    package var absoluteTolerance: Double

    package init(step: Double = 1e-3, relativeTolerance: Double = 1e-6, absoluteTolerance: Double = 1e-9) {
        self.step = step
        self.relativeTolerance = relativeTolerance
        self.absoluteTolerance = absoluteTolerance
    }

    /// An element whose gradient differs from the difference quotient.
    package struct Mismatch: Equatable, CustomStringConvertible, Sendable {
        /// Which input.
        package let input: Int
        /// Which element of it.
        package let index: [Int]
        /// What the tape says.
        package let gradient: Double
        /// What central differences say.
        package let expected: Double

        package var description: String {
            "input \(input), element \(index): the gradient is \(gradient), central differences give \(expected)"
        }
    }

    /// Every element whose gradient is wrong; empty if all agree.
    ///
    /// An input that the function ignores has the gradient 0.
    /// - Parameters:
    ///   - inputs: float64 tensors, tracked or not.
    ///   - function: the function, whose output must depend on nothing but its inputs.
    package func mismatches(at inputs: [Tensor], of function: ([Tensor]) -> Tensor) -> [Mismatch] {
        for (position, input) in inputs.enumerated() {
            require(
                input.scalarType == .float64, "gradient checks need float64; input \(position) is \(input.scalarType)")
        }
        let leaves = inputs.map { $0.rowMajor().tracked() }
        let output = function(leaves)
        let weights = GradientCheck.weights(count: output.count)
        output.backward(Tensor(weights, shape: output.shape, scalarType: .float64, on: output.device))

        var result: [Mismatch] = []
        for (position, leaf) in leaves.enumerated() {
            let gradients = leaf.gradient?.doubles() ?? [Double](repeating: 0, count: leaf.count)
            require(
                gradients.count == leaf.count,
                "the gradient of input \(position) has \(gradients.count) elements, not \(leaf.count)")
            var values = leaf.doubles()
            for element in values.indices {
                let original = values[element]
                func evaluate(at value: Double) -> Double {
                    values[element] = value
                    defer { values[element] = original }
                    return weightedValue(of: function, leaves, position, values, weights)
                }
                let width = step * max(1, abs(original))
                let inner = evaluate(at: original + width) - evaluate(at: original - width)
                let outer = evaluate(at: original + 2 * width) - evaluate(at: original - 2 * width)
                let expected = (8 * inner - outer) / (12 * width)
                if !agree(gradients[element], expected) {
                    result.append(
                        Mismatch(
                            input: position, index: leaf.shape.index(of: element), gradient: gradients[element],
                            expected: expected))
                }
            }
        }
        return result
    }

    /// The weighted sum of the output with one input's values replaced.
    private func weightedValue(
        of function: ([Tensor]) -> Tensor, _ inputs: [Tensor], _ position: Int, _ values: [Double], _ weights: [Double]
    ) -> Double {
        let device = inputs[position].device
        return device.withoutRecording {
            var changed = inputs.map { $0.untracked() }
            changed[position] = Tensor(values, shape: inputs[position].shape, scalarType: .float64, on: device)
            return zip(function(changed).doubles(), weights).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }

    /// NaN agrees with nothing.
    private func agree(_ gradient: Double, _ expected: Double) -> Bool {
        abs(gradient - expected) <= absoluteTolerance + relativeTolerance * max(abs(gradient), abs(expected))
    }

    /// Unequal weights of both signs, 0.5 to 1.5 in size.
    private static func weights(count: Int) -> [Double] {
        (0..<count).map { position in
            let fraction = (Double(position + 1) * 0.618_033_988_749_894_9).truncatingRemainder(dividingBy: 1)
            return (position % 3 == 2 ? -1 : 1) * (0.5 + fraction)
        }
    }
}

extension Shape {
    /// The position along each axis of the element with the given row-major number.
    package func index(of element: Int) -> [Int] {
        var rest = element
        var result = [Int](repeating: 0, count: rank)
        for axis in (0..<rank).reversed() {
            result[axis] = rest % self[axis]
            rest /= self[axis]
        }
        return result
    }
}
