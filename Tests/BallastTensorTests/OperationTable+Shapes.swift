import BallastTensor
import Foundation

extension OperationTable {
    static let shapes: [OperationCase] =
        [
            reshape("reshaped", [2, 6], [3, 4]) { $0.reshaped(to: [3, 4]) },
            reshape("reshaped", [2, 6], [2, 3, 2]) { $0.reshaped(2, -1, 2) },
            reshape("flattened", [2, 3, 2, 2], [2, 12]) { $0.flattened() },
            reshape("flattened", [2, 3, 2], [12]) { $0.flattened(from: 0) },
            reshape("flattened", [2, 3], [2, 3, 1]) { $0.flattened(from: 2) },
            reshape("expandedAxis", [2, 3], [2, 1, 3]) { $0.expandedAxis(at: 1) },
            reshape("expandedAxis", [2, 3], [2, 3, 1]) { $0.expandedAxis(at: -1) },
            reshape("squeezed", [2, 1, 3], [2, 3]) { $0.squeezed(axis: 1) },
            reshape("squeezed", [2, 3, 1], [2, 3]) { $0.squeezed(axis: -1) },
            OperationCase(
                "transposed", "", Input([3, 2]), function: { $0[0].transposed() },
                expected: { inputs in Numbers([2, 3]) { inputs[0][$0[1], $0[0]] } }),
            slice([4, 3], axis: 0, 1..<3), slice([4, 3], axis: -1, 2..<3), slice([2, 4, 3], axis: 1, 0..<2),
            slice([4, 3], axis: 0, 2..<2), slice([4, 3], axis: 0, 0..<4),
            OperationCase(
                "concatenate", "axis 0", Input([2, 3]), Input([1, 3]), Input([0, 3]), Input([2, 3]),
                function: { Tensor.concatenate($0) },
                expected: { Numbers(shape: [5, 3], values: $0[0].values + $0[1].values + $0[3].values) }),
            OperationCase(
                "concatenate", "axis 1", Input([2, 3, 2]), Input([2, 1, 2]),
                function: { Tensor.concatenate($0, axis: 1) },
                expected: { inputs in
                    Numbers([2, 4, 2]) { $0[1] < 3 ? inputs[0][$0] : inputs[1][$0[0], $0[1] - 3, $0[2]] }
                }),
            OperationCase(
                "stack", "axis 0", Input([2, 3]), Input([2, 3]), function: { Tensor.stack($0) },
                expected: { inputs in Numbers([2, 2, 3]) { inputs[$0[0]][$0[1], $0[2]] } }),
            OperationCase(
                "stack", "axis -1", Input([2, 3]), Input([2, 3]), function: { Tensor.stack($0, axis: -1) },
                expected: { inputs in Numbers([2, 3, 2]) { inputs[$0[2]][$0[0], $0[1]] } }),
        ] + permutations + broadcasts

    private static func reshape(
        _ name: String, _ source: [Int], _ target: [Int], _ function: @escaping @Sendable (Tensor) -> Tensor
    ) -> OperationCase {
        OperationCase(
            name, "\(source) to \(target)", Input(source), function: { function($0[0]) },
            expected: { Numbers(shape: target, values: $0[0].values) })
    }

    private static func slice(_ shape: [Int], axis: Int, _ range: Range<Int>) -> OperationCase {
        let position = axis < 0 ? axis + shape.count : axis
        var target = shape
        target[position] = range.count
        return OperationCase(
            "sliced", "\(shape) axis \(axis) \(range)", Input(shape), function: { $0[0].sliced(axis: axis, range) },
            expected: { [target] inputs in
                Numbers(target) { index in
                    var source = index
                    source[position] += range.lowerBound
                    return inputs[0][source]
                }
            })
    }

    private static let permutations: [OperationCase] = Numbers.indices(of: [3, 3, 3]).filter { Set($0).count == 3 }
        .map { order in
            OperationCase(
                "transposed", "\(order)", Input([2, 3, 4]), function: { $0[0].transposed(order) },
                expected: { inputs in
                    Numbers(order.map { [2, 3, 4][$0] }) { index in
                        var source = [0, 0, 0]
                        for (axis, original) in order.enumerated() { source[original] = index[axis] }
                        return inputs[0][source]
                    }
                })
        }

    private static let broadcasts: [OperationCase] = [
        ([], [2, 3]), ([3], [2, 3]), ([2, 1], [2, 3]), ([2, 1, 2], [3, 2, 3, 2]), ([1], [0]), ([2, 3], [2, 3]),
    ].map { (source: [Int], target: [Int]) in
        OperationCase(
            "broadcast", "\(source) to \(target)", Input(source), function: { $0[0].broadcast(to: Shape(target)) },
            expected: { inputs in Numbers(target) { inputs[0].broadcastElement(at: $0) } })
    }

    private static let rows = Labels([2, 0, 2, 1], bound: 3)
    private static let noRows = Labels([Int](), bound: 3)

    static let indexing: [OperationCase] = [
        OperationCase(
            "gathered", "matrix", Input([3, 2]), function: { $0[0].gathered(rows) },
            expected: { inputs in Numbers([4, 2]) { inputs[0][Int(rows.values[$0[0]]), $0[1]] } }),
        OperationCase(
            "gathered", "vector", Input([5]), function: { $0[0].gathered(rows) },
            expected: { inputs in Numbers([4]) { inputs[0][Int(rows.values[$0[0]])] } }),
        OperationCase(
            "gathered", "rank 3", Input([3, 2, 2]), function: { $0[0].gathered(rows) },
            expected: { inputs in Numbers([4, 2, 2]) { inputs[0][Int(rows.values[$0[0]]), $0[1], $0[2]] } }),
        OperationCase(
            "gathered", "nothing", Input([3, 2]), function: { $0[0].gathered(noRows) },
            expected: { _ in Numbers(shape: [0, 2], values: []) }),
        OperationCase(
            "scatteredSum", "matrix", Input([4, 2]), function: { $0[0].scatteredSum(rows, count: 4) },
            expected: { inputs in
                Numbers([4, 2]) { index in
                    (0..<4).filter { Int(rows.values[$0]) == index[0] }.reduce(0) { $0 + inputs[0][$1, index[1]] }
                }
            }),
        OperationCase(
            "scatteredSum", "vector", Input([4]), function: { $0[0].scatteredSum(rows, count: 3) },
            expected: { inputs in
                Numbers([3]) { index in
                    (0..<4).filter { Int(rows.values[$0]) == index[0] }.reduce(0) { $0 + inputs[0][$1] }
                }
            }),
        OperationCase(
            "picked", "", Input([4, 3]), function: { $0[0].picked(rows) },
            expected: { inputs in Numbers([4]) { inputs[0][$0[0], Int(rows.values[$0[0]])] } }),
        OperationCase(
            "picked", "nothing", Input([0, 3]), function: { $0[0].picked(noRows) },
            expected: { _ in Numbers(shape: [0], values: []) }),
        OperationCase(
            "logOdds", "", Input([4, 3]), function: { $0[0].logOdds(of: rows) },
            expected: { inputs in Numbers([4]) { logOdds(inputs[0], row: $0[0], label: Int(rows.values[$0[0]])) } }),
        OperationCase(
            "logOdds", "of two", Input([4, 2]), function: { $0[0].logOdds(of: Labels([0, 1, 1, 0], bound: 2)) },
            expected: { inputs in Numbers([4]) { logOdds(inputs[0], row: $0[0], label: [0, 1, 1, 0][$0[0]]) } }),
        OperationCase(
            "logOdds", "nothing", Input([0, 3]), function: { $0[0].logOdds(of: noRows) },
            expected: { _ in Numbers(shape: [0], values: []) }),
        OperationCase(
            "adding", "a tensor", Input([4, 3]), Input([4]), function: { $0[0].adding(at: rows, $0[1]) },
            expected: { inputs in
                Numbers([4, 3]) { inputs[0][$0] + (Int(rows.values[$0[0]]) == $0[1] ? inputs[1][$0[0]] : 0) }
            }),
        OperationCase(
            "adding", "a constant", Input([4, 3]), function: { $0[0].adding(at: rows, -1.5) },
            expected: { inputs in
                Numbers([4, 3]) { inputs[0][$0] + (Int(rows.values[$0[0]]) == $0[1] ? -1.5 : 0) }
            }),
        OperationCase(
            "oneHot", "times a tensor", Input([4, 3]),
            function: { Tensor.oneHot(rows, scalarType: $0[0].scalarType, on: $0[0].device) * $0[0] },
            expected: { inputs in Numbers([4, 3]) { Int(rows.values[$0[0]]) == $0[1] ? inputs[0][$0] : 0 } }),
    ]

    private static func logOdds(_ scores: Numbers, row: Int, label: Int) -> Double {
        let others = (0..<scores.shape[1]).filter { $0 != label }.map { exp(scores[row, $0]) }
        return scores[row, label] - log(others.reduce(0, +))
    }
}
