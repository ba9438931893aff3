import BallastTensor
import Foundation

extension OperationTable {
    static let linearAlgebra: [OperationCase] = products + linears + distances

    private static let products: [OperationCase] = {
        var cases: [OperationCase] = []
        for (rows, inner, columns) in [(3, 4, 2), (1, 1, 1), (3, 1, 2), (2, 0, 3), (0, 2, 3), (5, 9, 7)] {
            for (transposeA, transposeB) in [(false, false), (false, true), (true, false), (true, true)] {
                cases.append(
                    OperationCase(
                        "matmul", "\(rows)·\(inner)·\(columns) \(transposeA) \(transposeB)",
                        Input(transposeA ? [inner, rows] : [rows, inner]),
                        Input(transposeB ? [columns, inner] : [inner, columns]),
                        function: { matmul($0[0], $0[1], transposeA: transposeA, transposeB: transposeB) },
                        expected: { inputs in
                            product(
                                transposeA ? transposed(inputs[0]) : inputs[0],
                                transposeB ? inputs[1] : transposed(inputs[1]))
                        }))
            }
        }
        return cases
    }()

    private static let linears: [OperationCase] = [
        OperationCase(
            "matmul", "method", Input([2, 3]), Input([4, 3]), function: { $0[0].matmul($0[1], transposeB: true) },
            expected: { product($0[0], $0[1]) }),
        OperationCase(
            "linear", "with bias", Input([3, 4]), Input([2, 4]), Input([2]),
            function: { linear($0[0], weight: $0[1], bias: $0[2]) },
            expected: { Numbers.combine(product($0[0], $0[1]), $0[2], +) }),
        OperationCase(
            "linear", "without bias", Input([3, 4]), Input([2, 4]), function: { linear($0[0], weight: $0[1]) },
            expected: { product($0[0], $0[1]) }),
        OperationCase(
            "linear", "rectified", Input([3, 4]), Input([2, 4]), Input([2]),
            function: { linear($0[0], weight: $0[1], bias: $0[2], relu: true) },
            expected: { Numbers.combine(product($0[0], $0[1]), $0[2], +).map { max($0, 0) } }),
        OperationCase(
            "linear", "no examples", Input([0, 4]), Input([2, 4]), Input([2]),
            function: { linear($0[0], weight: $0[1], bias: $0[2]) },
            expected: { _ in Numbers(shape: [0, 2], values: []) }),
    ]

    private static let distances: [OperationCase] = {
        var cases: [OperationCase] = [
            OperationCase(
                "squaredDistances", "method", Input([2, 3]), Input([4, 3]),
                function: { $0[0].squaredDistances(to: $0[1]) }, expected: { squaredDistance($0[0], $0[1]) }),
            OperationCase(
                "squaredDistances", "scaled", Input([5, 3]), Input([4, 3]),
                function: { squaredDistances($0[0], $0[1], scale: -0.5) },
                expected: { squaredDistance($0[0], $0[1]).map { -0.5 * $0 } }),
            OperationCase(
                "cosineSimilarity", "method", Input([2, 3]), Input([4, 3]),
                function: { $0[0].cosineSimilarity(to: $0[1]) }, expected: { cosine($0[0], $0[1]) }),
            OperationCase(
                "normalized", "axis 0", Input([3, 2]), function: { $0[0].normalized(axis: 0) },
                expected: { $0[0].mapLines(0, unit) }),
            OperationCase(
                "normalized", "below epsilon", Input([3, 2], in: 0.1...0.3),
                function: { $0[0].normalized(epsilon: 10) }, expected: { $0[0].map { $0 / 10 } }),
        ]
        for (points, anchors, width) in [(4, 3, 2), (1, 1, 1), (0, 3, 2), (3, 1, 5)] {
            let variant = "\(points), \(anchors), \(width)"
            cases.append(
                OperationCase(
                    "squaredDistances", variant, Input([points, width]), Input([anchors, width]),
                    function: { squaredDistances($0[0], $0[1]) }, expected: { squaredDistance($0[0], $0[1]) }))
            cases.append(
                OperationCase(
                    "cosineSimilarity", variant, Input([points, width], avoiding: [0]),
                    Input([anchors, width], avoiding: [0]), function: { cosineSimilarity($0[0], $0[1]) },
                    expected: { cosine($0[0], $0[1]) }))
        }
        return cases
    }()

    private static func transposed(_ matrix: Numbers) -> Numbers {
        Numbers([matrix.shape[1], matrix.shape[0]]) { matrix[$0[1], $0[0]] }
    }

    /// Row by row, left · rightᵀ.
    private static func product(_ left: Numbers, _ right: Numbers) -> Numbers {
        Numbers([left.shape[0], right.shape[0]]) { index in
            (0..<left.shape[1]).reduce(0) { $0 + left[index[0], $1] * right[index[1], $1] }
        }
    }

    private static func squaredDistance(_ points: Numbers, _ anchors: Numbers) -> Numbers {
        Numbers([points.shape[0], anchors.shape[0]]) { index in
            (0..<points.shape[1]).reduce(0) { $0 + pow(points[index[0], $1] - anchors[index[1], $1], 2) }
        }
    }

    private static func unit(_ line: [Double]) -> [Double] {
        let length = line.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return line.map { $0 / length }
    }

    private static func cosine(_ points: Numbers, _ directions: Numbers) -> Numbers {
        product(points.mapLines(1, unit), directions.mapLines(1, unit))
    }

    static let other: [OperationCase] = [
        OperationCase(
            "custom", "x·y and its gradients", Input([2, 3]), Input([2, 3]),
            function: { inputs in
                Tensor.custom(
                    inputs: inputs, forward: { $0[0] * $0[1] },
                    backward: { inputs, _, upstream in [upstream * inputs[1], upstream * inputs[0]] })
            }, expected: { Numbers.combine($0[0], $0[1], *) })
    ]
}
