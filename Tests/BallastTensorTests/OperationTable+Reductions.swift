import BallastTensor
import Foundation

extension OperationTable {
    private static func sum(_ line: [Double]) -> Double { line.reduce(0, +) }
    private static func mean(_ line: [Double]) -> Double { line.reduce(0, +) / Double(line.count) }
    private static func variance(_ line: [Double]) -> Double { mean(line.map { pow($0 - mean(line), 2) }) }

    static let reductions: [OperationCase] =
        [
            OperationCase(
                "sum", "all", Input([2, 3, 4]), function: { $0[0].sum() }, expected: { $0[0].reduce([0, 1, 2], sum) }),
            OperationCase("sum", "scalar", Input([]), function: { $0[0].sum() }, expected: { $0[0] }),
            OperationCase(
                "sum", "nothing", Input([0, 3]), function: { $0[0].sum() }, expected: { _ in Numbers(scalar: 0) }),
            OperationCase(
                "sum", "no rows", Input([0, 3]), function: { $0[0].sum(axis: 0) },
                expected: { _ in Numbers([3]) { _ in 0 } }),
            OperationCase(
                "mean", "all", Input([2, 3, 4]), function: { $0[0].mean() },
                expected: { $0[0].reduce([0, 1, 2], mean) }),
            OperationCase(
                "max", "all", Input([2, 3, 4]), function: { $0[0].max() },
                expected: { Numbers(scalar: $0[0].values.max() ?? .nan) }),
            OperationCase(
                "min", "all", Input([2, 3, 4]), function: { $0[0].min() },
                expected: { Numbers(scalar: $0[0].values.min() ?? .nan) }),
        ]
        + alongEveryAxis("sum", { $0.sum(axis: $1, keepingAxis: $2) }, sum)
        + alongEveryAxis("mean", { $0.mean(axis: $1, keepingAxis: $2) }, mean)
        + alongEveryAxis("variance", { $0.variance(axis: $1, keepingAxis: $2) }, variance)
        + alongEveryAxis("max", { $0.max(axis: $1, keepingAxis: $2) }, { $0.max() ?? .nan })
        + alongEveryAxis("min", { $0.min(axis: $1, keepingAxis: $2) }, { $0.min() ?? .nan })
        + alongEveryAxis("logSumExp", { $0.logSumExp(axis: $1, keepingAxis: $2) }, { log(sum($0.map { exp($0) })) })
        + overEverySet("sum", { $0.sum(axes: $1, keepingAxes: $2) }, sum)
        + overEverySet("mean", { $0.mean(axes: $1, keepingAxes: $2) }, mean)

    private static func alongEveryAxis(
        _ name: String, _ function: @escaping @Sendable (Tensor, Int, Bool) -> Tensor,
        _ formula: @escaping @Sendable ([Double]) -> Double
    ) -> [OperationCase] {
        [(0, false), (1, true), (2, false), (-1, true)].map { axis, keeping in
            OperationCase(
                name, "axis \(axis) keeping \(keeping)", Input([3, 2, 4]), function: { function($0[0], axis, keeping) },
                expected: { $0[0].reduce([(axis + 3) % 3], keeping: keeping, formula) })
        }
    }

    /// All 16 sets of axes of a shape with an axis of extent 1 inside.
    private static func overEverySet(
        _ name: String, _ function: @escaping @Sendable (Tensor, [Int], Bool) -> Tensor,
        _ formula: @escaping @Sendable ([Double]) -> Double
    ) -> [OperationCase] {
        (0..<16).map { bits in
            let axes = (0..<4).filter { bits & (1 << $0) != 0 }
            let keeping = bits % 3 == 0
            return OperationCase(
                name, "axes \(axes) keeping \(keeping)", Input([2, 1, 3, 2]),
                function: { function($0[0], axes, keeping) },
                expected: { $0[0].reduce(Set(axes), keeping: keeping, formula) })
        }
    }

    static let softmax: [OperationCase] = [([4, 3], -1), ([4, 3], 0), ([2, 3, 2], 1), ([2, 1], 1), ([0, 3], -1)]
        .flatMap { shape, axis -> [OperationCase] in
            let position = axis < 0 ? axis + shape.count : axis
            return [
                OperationCase(
                    "softmax", "\(shape) axis \(axis)", Input(shape, in: -4...4),
                    function: { $0[0].softmax(axis: axis) },
                    expected: { inputs in
                        inputs[0].mapLines(position) { line in line.map { exp($0) / sum(line.map { exp($0) }) } }
                    }),
                OperationCase(
                    "logSoftmax", "\(shape) axis \(axis)", Input(shape, in: -4...4),
                    function: { $0[0].logSoftmax(axis: axis) },
                    expected: { inputs in
                        inputs[0].mapLines(position) { line in line.map { $0 - log(sum(line.map { exp($0) })) } }
                    }),
            ]
        }

    static let sorting: [OperationCase] = [([5], 0), ([3, 4], 0), ([3, 4], -1), ([2, 3, 2], 1)].flatMap { shape, axis in
        let position = axis < 0 ? axis + shape.count : axis
        return [
            OperationCase(
                "sorted", "\(shape) axis \(axis)", Input(shape), function: { $0[0].sorted(axis: axis) },
                expected: { $0[0].mapLines(position) { $0.sorted() } }),
            OperationCase(
                "sorted", "\(shape) axis \(axis) descending", Input(shape),
                function: { $0[0].sorted(axis: axis, descending: true) },
                expected: { $0[0].mapLines(position) { $0.sorted(by: >) } }),
            OperationCase(
                "topK", "\(shape) axis \(axis)", Input(shape), function: { $0[0].topK(2, axis: axis).values },
                expected: { inputs in
                    let ordered = inputs[0].mapLines(position) { $0.sorted(by: >) }
                    var target = shape
                    target[position] = 2
                    return Numbers(target) { ordered[$0] }
                }),
            OperationCase(
                "cumulativeSum", "\(shape) axis \(axis)", Input(shape), function: { $0[0].cumulativeSum(axis: axis) },
                expected: { inputs in
                    inputs[0].mapLines(position) { line in line.indices.map { sum(Array(line[...$0])) } }
                }),
        ]
    }
}
