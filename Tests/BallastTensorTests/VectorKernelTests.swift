import BallastTensor
import Foundation
import TestSupport
import Testing

/// The vectorised loops: accuracy over the whole range, stretches that are no multiple of a vector, and threads.
@Suite struct VectorKernelTests {
    /// A function with its largest error in units in the last place, and whether it is defined below 0.
    struct Function: Sendable, CustomTestStringConvertible {
        let operation: UnaryOperation
        let tolerance: Double
        let exact: @Sendable (Double) -> Double

        var testDescription: String { "\(operation)" }
    }

    static let functions = [
        Function(operation: .exponential, tolerance: 1.5) { exp($0) },
        Function(operation: .exponentialMinusOne, tolerance: 2.5) { expm1($0) },
        Function(operation: .logarithm, tolerance: 1.5) { log($0) },
        Function(operation: .logarithmOfOnePlus, tolerance: 2) { log1p($0) },
        Function(operation: .softplus, tolerance: 3) { $0 > 0 ? $0 + log1p(exp(-$0)) : log1p(exp($0)) },
        Function(operation: .logSigmoid, tolerance: 3) { $0 < 0 ? $0 - log1p(exp($0)) : -log1p(exp(-$0)) },
        Function(operation: .sigmoid, tolerance: 4) { $0 < 0 ? exp($0) / (1 + exp($0)) : 1 / (1 + exp(-$0)) },
        Function(operation: .tanh, tolerance: 3) { tanh($0) },
        Function(operation: .squareRoot, tolerance: 0.5) { $0.squareRoot() },
        Function(operation: .reciprocalSquareRoot, tolerance: 1.5) { 1 / $0.squareRoot() },
        Function(operation: .reciprocal, tolerance: 0.5) { 1 / $0 },
    ]

    /// Numbers of every size and both signs, dense around the limits of the functions.
    static let numbers: [Float] = {
        var result: [Float] = [
            0, -0.0, .infinity, -.infinity, .nan, 1, -1, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
            .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 88.72, 88.73, -87.4, -103.9,
            -104.1, 1.414_213_5, 1.414_213_7, 0.707_106_7, 0.707_106_8, 0.999_999_94, 1.000_000_1, -0.999_999_94,
        ]
        for exponent in -149...127 {
            for step in 0..<16 {
                let size = Float(sign: .plus, exponent: exponent, significand: 1 + Float(step) * 0.061)
                result += [size, -size]
            }
        }
        for step in 0..<20_000 { result.append((Float(step) - 10_000) * 0.0107) }
        return result
    }()

    @Test(arguments: functions) func isAccurateEverywhere(_ function: Function) {
        let device = Device.cpu()
        let numbers = Self.numbers
        let input = Tensor(numbers, shape: [numbers.count], on: device)
        let output = Tensor(zeros: [numbers.count], on: device)
        device.backend.apply(function.operation, UnaryParameters(), to: input, into: output)
        var worst = (error: 0.0, x: Float(0), got: Float(0))
        for (x, got) in zip(numbers, output.floats()) {
            let error = Self.error(of: got, function.exact(Double(x)))
            if error > worst.error { worst = (error, x, got) }
        }
        #expect(worst.error <= function.tolerance, "\(worst.error) units in the last place at \(worst.x): \(worst.got)")
    }

    /// The distance in units in the last place of the exact value.
    static func error(of value: Float, _ exact: Double) -> Double {
        let nearest = Float(exact)
        if exact.isNaN || value.isNaN { return exact.isNaN && value.isNaN ? 0 : .infinity }
        if nearest.isInfinite || value.isInfinite { return nearest == value ? 0 : .infinity }
        return abs(Double(value) - exact) / Double(max(abs(nearest), .leastNormalMagnitude).ulp)
    }

    /// Gradients, and the functions of two numbers, NaN and infinities included, are those of the reference loops.
    @Test(arguments: UnaryOperation.allCases) func gradientsFollowTheReference(_ operation: UnaryOperation) {
        guard operation.saved != .nothing else { return }
        let parameters = UnaryParameters(0.3, 1.7)
        let saved = Self.numbers.filter { abs($0) < 30 || !$0.isFinite }
        let upstream = saved.indices.map { [Float(1), -2, 0, 0.5, 3][$0 % 5] }
        func gradient(on device: Device) -> [Float] {
            let output = Tensor(zeros: [saved.count], on: device)
            device.backend.applyGradient(
                of: operation, parameters, saved: Tensor(saved, shape: [saved.count], on: device),
                upstream: Tensor(upstream, shape: [saved.count], on: device), into: output)
            return output.floats()
        }
        expectClose(gradient(on: .cpu()), gradient(on: .reference()), relative: 2e-6, absolute: 1e-37)
    }

    @Test(arguments: BinaryOperation.allCases) func pairsFollowTheReference(_ operation: BinaryOperation) {
        let specials: [Float] = [0, -0.0, 1, -1, 2.5, -3, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, 3e38]
        let left = specials.flatMap { value in specials.map { _ in value } }
        let right = specials.flatMap { _ in specials }
        func combined(on device: Device) -> [Float] {
            let output = Tensor(zeros: [left.count], on: device)
            device.backend.combine(
                operation, Tensor(left, shape: [left.count], on: device),
                Tensor(right, shape: [right.count], on: device), into: output)
            return output.floats()
        }
        expectClose(combined(on: .cpu()), combined(on: .reference()), relative: 0)
    }

    /// Every length around whole vectors, and one that threads share, with a constant on either side as well.
    @Test(arguments: [0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 70_001], [1, 2, 3])
    func everyLengthIsCovered(_ count: Int, threads: Int) {
        let device = Device.cpu(threads: threads)
        let values = (0..<count).map { Float($0 % 1013) / 256 - 2 }
        let x = Tensor(values, shape: [count], on: device)
        #expect((x * 2).floats() == values.map { $0 * 2 })
        #expect((3 - x).floats() == values.map { 3 - $0 })
        #expect((x + x.relu()).floats() == values.map { $0 + max($0, 0) })
        #expect(Tensor.where(x .> 0.5, x, -x).floats() == values.map { $0 > 0.5 ? $0 : -$0 })
        #expect(Tensor.addRelu(x, x).floats() == values.map { max(2 * $0, 0) })
        #expect(Tensor(filledWith: 7, like: x).floats() == values.map { _ in 7 })
        #expect(abs(x.sum().item() - values.reduce(0) { $0 + Double($1) }) <= 1e-6 * Double(count))
    }

    /// Results are the same bits on any number of threads for loops over elements and sums.
    @Test func threadsDoNotChangeSums() {
        let values = (0..<300_000).map { sin(Float($0)) * 3 }
        func results(_ threads: Int) -> [[Float]] {
            let x = Tensor(values, shape: [300, 1000], on: .cpu(threads: threads))
            return [
                x.sum(axis: 0).floats(), x.sum(axis: 1).floats(), x.softmax().floats(), x.logSumExp(axis: 1).floats(),
            ]
        }
        #expect(results(1) == results(2))
        #expect(results(1) == results(5))
    }

    /// The logarithm of a probability close to 1 keeps its digits, and huge logits stay finite.
    @Test func softmaxKeepsSmallProbabilities() {
        let rows: [[Float]] = [
            [20, 0, -5, 1, 2, 3, 0, 0, 1, 2, 1], [1e4, -1e4, 0, 0, 0, 0, 0, 0, 0, 0, 9999],
            [Float](repeating: -3, count: 11), [-90, -80, -70, 0, -60, -50, -40, -30, -20, -17, -16],
        ]
        let device = Device.cpu()
        for row in rows {
            let x = Tensor(row, shape: [1, row.count], on: device)
            let expected = Tensor(row, shape: [1, row.count], scalarType: .float64, on: .reference())
            expectClose(x.logSoftmax().floats(), expected.logSoftmax().doubles(), relative: 1e-6)
            expectClose(x.softmax().floats(), expected.softmax().doubles(), relative: 2e-6, absolute: 1e-44)
            expectClose(x.logSumExp(axis: 1).floats(), expected.logSumExp(axis: 1).doubles(), relative: 1e-6)
        }
    }

    /// Both the plain kernel and oneDNN's, in every arrangement of the operands.
    @Test(arguments: [(1, 1, 1), (3, 5, 2), (128, 12, 32), (7, 64, 10), (5, 3, 17), (33, 31, 16), (90, 100, 110)])
    func matricesMultiply(_ rows: Int, _ inner: Int, _ columns: Int) {
        func matrix(_ shape: [Int], _ salt: Int, _ device: Device, _ scalarType: ScalarType) -> Tensor {
            Tensor(OperationCase.Input(shape).numbers(salt: salt), scalarType, on: device)
        }
        for (transposeA, transposeB) in [(false, false), (false, true), (true, false), (true, true)] {
            func product(_ device: Device, _ scalarType: ScalarType) -> Tensor {
                matmul(
                    matrix(transposeA ? [inner, rows] : [rows, inner], 1, device, scalarType),
                    matrix(transposeB ? [columns, inner] : [inner, columns], 2, device, scalarType),
                    transposeA: transposeA, transposeB: transposeB)
            }
            expectClose(
                product(.cpu(), .float32).floats(), product(.reference(), .float64).doubles(), relative: 1e-6,
                absolute: 1e-6 * Double(inner))
        }
        func layer(_ device: Device, _ scalarType: ScalarType) -> Tensor {
            linear(
                matrix([rows, inner], 1, device, scalarType), weight: matrix([columns, inner], 2, device, scalarType),
                bias: matrix([columns], 3, device, scalarType))
        }
        expectClose(
            layer(.cpu(), .float32).floats(), layer(.reference(), .float64).doubles(), relative: 1e-6,
            absolute: 1e-6 * Double(inner))
    }
}
