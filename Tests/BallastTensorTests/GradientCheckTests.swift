import BallastTensor
import Foundation
import Testing

/// The checker must find what is wrong, say where, and accept what is right.
@Suite struct GradientCheckTests {
    private let device = Device.reference()

    /// eˣ · y with gradients that `distort` changes.
    private func product(
        _ distort: @escaping @Sendable (_ input: Int, [Double]) -> [Double]?
    ) -> ([Tensor]) -> Tensor {
        { inputs in
            Tensor.custom(inputs: inputs, forward: { $0[0].exp() * $0[1] }) { inputs, output, upstream in
                let gradients = [upstream * output, upstream * inputs[0].exp()]
                return gradients.enumerated().map { position, gradient in
                    distort(position, gradient.doubles()).map {
                        Tensor($0, shape: gradient.shape, scalarType: .float64, on: gradient.device)
                    }
                }
            }
        }
    }

    private var inputs: [Tensor] {
        [
            Tensor(of: 0.5, -1, 1.5, 0.25, 2, -0.75, shape: [2, 3], on: device),
            Tensor(of: 1, -2, 0.5, 1.25, -0.5, 3, shape: [2, 3], on: device),
        ]
    }

    @Test func acceptsRightGradients() {
        #expect(GradientCheck().mismatches(at: inputs, of: product { $1 }) == [])
    }

    @Test(arguments: [0, 1], [0, 2, 5]) func findsOneElementWrongByFiveHundredthsOfAPercent(input: Int, element: Int) {
        let mismatches = GradientCheck().mismatches(
            at: inputs,
            of: product { position, gradient in
                var changed = gradient
                if position == input { changed[element] *= 1.0005 }
                return changed
            })
        #expect(mismatches.map(\.input) == [input])
        #expect(mismatches.map(\.index) == [[element / 3, element % 3]])
    }

    @Test func findsErrorsThatCancelInTheSum() {
        let mismatches = GradientCheck().mismatches(
            at: inputs,
            of: product { position, gradient in
                var changed = gradient
                if position == 0 {
                    changed[1] += 0.01
                    changed[2] -= 0.01
                }
                return changed
            })
        #expect(mismatches.map(\.index) == [[0, 1], [0, 2]])
    }

    @Test func findsAMissingGradient() {
        let mismatches = GradientCheck().mismatches(at: inputs, of: product { $0 == 1 ? nil : $1 })
        #expect(mismatches.map(\.input) == [1, 1, 1, 1, 1, 1])
        #expect(mismatches.allSatisfy { $0.gradient == 0 })
    }

    @Test func findsNaN() {
        let mismatches = GradientCheck().mismatches(
            at: inputs, of: product { $0 == 0 ? [.nan] + $1.dropFirst() : $1 })
        #expect(mismatches.map(\.index) == [[0, 0]])
    }

    @Test func findsAStopGradientWhereNoneBelongs() {
        let mismatches = GradientCheck().mismatches(at: [inputs[0]]) { $0[0] * $0[0].detached() }
        #expect(mismatches.count == 6)
    }

    @Test func ignoresInputsThatDoNotMatter() {
        #expect(GradientCheck().mismatches(at: inputs) { $0[1].square() } == [])
    }

    @Test func handlesScalarsAndNothing() {
        let scalar = Tensor(0.3, scalarType: .float64, on: device)
        let nothing = Tensor(zeros: [0, 2], scalarType: .float64, on: device)
        #expect(GradientCheck().mismatches(at: [scalar, nothing]) { $0[0].exp() + $0[1].sum() } == [])
    }

    @Test func leavesItsInputsAlone() {
        let tracked = inputs.map { $0.tracked() }
        _ = GradientCheck().mismatches(at: tracked) { $0[0] * $0[1] }
        #expect(tracked.allSatisfy { $0.gradient == nil })
    }

    @Test func describesAMismatch() {
        let mismatch = GradientCheck().mismatches(at: [Tensor(of: 1, 3, on: device)]) { inputs in
            Tensor.custom(inputs: inputs, forward: { $0[0] * 2 }) { _, _, upstream in
                [Tensor(of: upstream.doubles()[0] * 2, 0, on: upstream.device)]
            }
        }
        #expect(mismatch.count == 1)
        let description = mismatch.first?.description ?? ""
        #expect(description.hasPrefix("input 0, element [1]: the gradient is 0.0, central differences give "))
    }
}
