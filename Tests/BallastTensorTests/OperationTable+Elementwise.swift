import BallastTensor
import Foundation

/// The table of all differentiable operations; ``OperationTableTests`` finds what is missing from it.
enum OperationTable {
    typealias Input = OperationCase.Input

    static let all: [OperationCase] =
        unary + binary + constants + conditional + reductions + softmax + shapes + indexing + sorting + linearAlgebra
        + other

    /// One case for each operation of the enumeration, which the exhaustive switch enforces.
    static let unary: [OperationCase] = UnaryOperation.allCases.map { operation in
        switch operation {
        case .negate: unary("-", { -$0 }, { -$0 })
        case .exponential: unary("exp", { $0.exp() }, { exp($0) })
        case .logarithm: unary("log", in: 0.1...3, { $0.log() }, { log($0) })
        case .logarithmOfOnePlus: unary("log1p", in: -0.9...3, { $0.log1p() }, { log(1 + $0) })
        case .exponentialMinusOne: unary("expm1", { $0.expm1() }, { exp($0) - 1 })
        case .softplus: unary("softplus", in: -6...6, { $0.softplus() }, { log(1 + exp($0)) })
        case .sigmoid: unary("sigmoid", in: -6...6, { $0.sigmoid() }, { 1 / (1 + exp(-$0)) })
        case .logSigmoid: unary("logSigmoid", in: -6...6, { $0.logSigmoid() }, { -log(1 + exp(-$0)) })
        case .tanh: unary("tanh", { $0.tanh() }, { (exp(2 * $0) - 1) / (exp(2 * $0) + 1) })
        case .squareRoot: unary("sqrt", in: 0.2...4, { $0.sqrt() }, { exp(log($0) / 2) })
        case .reciprocalSquareRoot: unary("rsqrt", in: 0.2...4, { $0.rsqrt() }, { exp(-log($0) / 2) })
        case .square: unary("square", { $0.square() }, { $0 * $0 })
        case .reciprocal: unary("reciprocal", in: 0.3...3, { $0.reciprocal() }, { 1 / $0 })
        case .absolute: unary("abs", avoiding: [0], { $0.abs() }, { max($0, -$0) })
        case .sign: unary("sign", avoiding: [0], { $0.sign() }, { $0 > 0 ? 1 : -1 })
        case .relu: unary("relu", avoiding: [0], { $0.relu() }, { max($0, 0) })
        case .leakyRelu: unary("leakyRelu", avoiding: [0], { $0.leakyRelu(slope: 0.2) }, { max($0, 0.2 * $0) })
        case .gelu: unary("gelu", { $0.gelu() }, { $0 * 0.5 * (1 + erf($0 / 2.0.squareRoot())) })
        case .power: unary("pow", in: 0.1...3, { $0.pow(1.7) }, { exp(1.7 * log($0)) })
        case .clip:
            unary("clipped", avoiding: [-0.5, 1], { $0.clipped(to: -0.5...1) }, { min(max($0, -0.5), 1) })
        case .sine: unary("sin", { $0.sin() }, { cos($0 - .pi / 2) })
        case .cosine: unary("cos", { $0.cos() }, { sin($0 + .pi / 2) })
        case .focalCrossEntropy:
            unary("focalCrossEntropy", { $0.focalCrossEntropy(gamma: 1.7) }) {
                let p = 1 / (1 + exp(-$0))
                return exp(1.7 * log(1 - p)) * -log(p)
            }
        }
    }

    private static func unary(
        _ name: String, in range: ClosedRange<Double> = -2...2, avoiding avoided: [Double] = [],
        _ function: @escaping @Sendable (Tensor) -> Tensor, _ formula: @escaping @Sendable (Double) -> Double
    ) -> OperationCase {
        OperationCase(
            name, "", Input([5, 7], in: range, avoiding: avoided), function: { function($0[0]) },
            expected: { $0[0].map(formula) })
    }

    /// Pairs of shapes in every relation that broadcasting knows.
    static let pairs: [([Int], [Int])] = [
        ([2, 3], [2, 3]), ([2, 3], [3]), ([3], [2, 3]), ([2, 1], [1, 3]), ([2, 3], []), ([], [2]), ([1, 1], [2]),
        ([4, 1, 3], [2, 1]), ([2, 3, 2], [2, 1, 2]), ([2, 1, 2, 1], [3, 1, 2]), ([0, 3], [3]), ([1], [1]),
    ]

    /// Every operation of the enumeration on every pair of shapes.
    static let binary: [OperationCase] = BinaryOperation.allCases.flatMap { operation -> [OperationCase] in
        switch operation {
        case .add: binary("+", { $0 + $1 }, { $0 + $1 })
        case .subtract: binary("-", { $0 - $1 }, { $0 - $1 })
        case .multiply: binary("*", { $0 * $1 }, { $0 * $1 })
        case .divide: binary("/", right: 0.5...2, { $0 / $1 }, { $0 / $1 })
        case .maximum: binary("maximum", { maximum($0, $1) }, { $0 > $1 ? $0 : $1 })
        case .minimum: binary("minimum", { minimum($0, $1) }, { $0 < $1 ? $0 : $1 })
        case .power: binary("pow", left: 0.2...2, { pow($0, $1) }, { exp($1 * log($0)) })
        case .greater: binary(".>", { $0 .> $1 }, { $0 > $1 ? 1 : 0 })
        case .greaterOrEqual: binary(".>=", { $0 .>= $1 }, { $0 >= $1 ? 1 : 0 })
        case .less: binary(".<", { $0 .< $1 }, { $0 < $1 ? 1 : 0 })
        case .lessOrEqual: binary(".<=", { $0 .<= $1 }, { $0 <= $1 ? 1 : 0 })
        case .equal: binary(".==", { $0 .== $1 }, { $0 == $1 ? 1 : 0 })
        // Used by rules alone and checked through the gradients of products and quotients.
        case .productOrZero, .quotientOrZero: []
        }
    }

    private static func binary(
        _ name: String, left: ClosedRange<Double> = -2...2, right: ClosedRange<Double> = -1.9...2.1,
        _ function: @escaping @Sendable (Tensor, Tensor) -> Tensor,
        _ formula: @escaping @Sendable (Double, Double) -> Double
    ) -> [OperationCase] {
        pairs.map { shapes in
            OperationCase(
                name, "\(shapes.0) \(shapes.1)", Input(shapes.0, in: left), Input(shapes.1, in: right),
                function: { function($0[0], $0[1]) }, expected: { Numbers.combine($0[0], $0[1], formula) })
        }
    }

    /// Operations with a constant on one side.
    static let constants: [OperationCase] = [
        unary("+", { $0 + 0.7 }, { $0 + 0.7 }), unary("+", { 0.7 + $0 }, { $0 + 0.7 }),
        unary("-", { $0 - 0.7 }, { $0 - 0.7 }), unary("-", { 0.7 - $0 }, { 0.7 - $0 }),
        unary("*", { $0 * 0.7 }, { $0 * 0.7 }), unary("*", { 0.7 * $0 }, { $0 * 0.7 }),
        unary("/", { $0 / 0.7 }, { $0 / 0.7 }), unary("/", in: 0.3...2, { 0.7 / $0 }, { 0.7 / $0 }),
        unary("pow", in: -2...2, { $0.pow(3) }, { $0 * $0 * $0 }),
        unary("pow", in: -2...2, { $0.pow(2) }, { $0 * $0 }), unary("pow", { $0.pow(0) }, { _ in 1 }),
        unary("pow", in: 0.1...2, { $0.pow(-0.5) }, { 1 / $0.squareRoot() }),
        unary("pow", in: 0.1...2, { pow($0, 0.3) }, { exp(0.3 * log($0)) }),
        unary("pow", { pow(1.5, $0) }, { exp($0 * log(1.5)) }),
        unary("maximum", avoiding: [0.5], { maximum($0, 0.5) }, { max($0, 0.5) }),
        unary("minimum", avoiding: [0.5], { minimum($0, 0.5) }, { min($0, 0.5) }),
        unary("maximum", avoiding: [0.5], { $0.maximum(0.5) }, { max($0, 0.5) }),
        unary("minimum", avoiding: [0.5], { $0.minimum(0.5) }, { min($0, 0.5) }),
        unary(".>", avoiding: [0.5], { $0 .> 0.5 }, { $0 > 0.5 ? 1 : 0 }),
        unary(".>=", avoiding: [0.5], { $0 .>= 0.5 }, { $0 >= 0.5 ? 1 : 0 }),
        unary(".<", avoiding: [0.5], { $0 .< 0.5 }, { $0 < 0.5 ? 1 : 0 }),
        unary(".<=", avoiding: [0.5], { $0 .<= 0.5 }, { $0 <= 0.5 ? 1 : 0 }),
        unary(".==", avoiding: [0.5], { $0 .== 0.5 }, { _ in 0 }),
    ]

    /// Compound assignments, method forms and choices between branches.
    static let conditional: [OperationCase] =
        [
            compound("+=", { $0 += $1 }, { $0 + $1 }), compound("-=", { $0 -= $1 }, { $0 - $1 }),
            compound("*=", { $0 *= $1 }, { $0 * $1 }), compound("/=", { $0 /= $1 }, { $0 / $1 }),
            unary("+=", compound { $0 += 0.7 }, { $0 + 0.7 }), unary("-=", compound { $0 -= 0.7 }, { $0 - 0.7 }),
            unary("*=", compound { $0 *= 0.7 }, { $0 * 0.7 }), unary("/=", compound { $0 /= 0.7 }, { $0 / 0.7 }),
        ]
        + binary("maximum", { $0.maximum($1) }, { $0 > $1 ? $0 : $1 })
        + binary("minimum", { $0.minimum($1) }, { $0 < $1 ? $0 : $1 })
        + binary("pow", left: 0.2...2, { $0.pow($1) }, { exp($1 * log($0)) })
        + binary("where", { Tensor.where($0 .> 0.3, $0 * 2, $1) }, { $0 > 0.3 ? 2 * $0 : $1 })
        + binary("where", { Tensor.where($1 .> 0.3, $0, 7) }, { $1 > 0.3 ? $0 : 7 })
        + binary("where", { Tensor.where($0 .> 0.3, 7, $1) }, { $0 > 0.3 ? 7 : $1 })

    private static func compound(
        _ name: String, _ change: @escaping @Sendable (inout Tensor, Tensor) -> Void,
        _ formula: @escaping @Sendable (Double, Double) -> Double
    ) -> OperationCase {
        OperationCase(
            name, "", Input([2, 3]), Input([3], in: 0.5...2),
            function: { inputs in
                var result = inputs[0]
                change(&result, inputs[1])
                return result
            }, expected: { Numbers.combine($0[0], $0[1], formula) })
    }

    private static func compound(_ change: @escaping @Sendable (inout Tensor) -> Void) -> @Sendable (Tensor) -> Tensor {
        { input in
            var result = input
            change(&result)
            return result
        }
    }
}
