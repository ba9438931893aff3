/// An array of Doubles with a shape, addressed by index lists: what operations are recomputed with, slowly and
/// independently.
struct Numbers: Equatable, Sendable {
    let shape: [Int]
    private(set) var values: [Double]

    init(shape: [Int], values: [Double]) {
        self.shape = shape
        self.values = values
    }

    /// The array whose element at each index is `element(index)`.
    init(_ shape: [Int], _ element: ([Int]) -> Double) {
        self.shape = shape
        values = Numbers.indices(of: shape).map(element)
    }

    init(scalar: Double) { self.init(shape: [], values: [scalar]) }

    subscript(index: [Int]) -> Double { values[flat(index)] }
    subscript(index: Int...) -> Double { values[flat(index)] }

    private func flat(_ index: [Int]) -> Int {
        zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }
    }

    /// Every index of a shape, last axis fastest.
    static func indices(of shape: [Int]) -> [[Int]] {
        shape.reduce([[]]) { prefixes, extent in prefixes.flatMap { prefix in (0..<extent).map { prefix + [$0] } } }
    }

    /// Every element transformed.
    func map(_ function: (Double) -> Double) -> Numbers { Numbers(shape: shape, values: values.map(function)) }

    /// The element that broadcasting puts at an index of a larger shape.
    func broadcastElement(at index: [Int]) -> Double {
        self[zip(index.suffix(shape.count), shape).map { $1 == 1 ? 0 : $0 }]
    }

    /// Element by element with broadcasting.
    static func combine(_ left: Numbers, _ right: Numbers, _ function: (Double, Double) -> Double) -> Numbers {
        let rank = max(left.shape.count, right.shape.count)
        func padded(_ shape: [Int]) -> [Int] { [Int](repeating: 1, count: rank - shape.count) + shape }
        let shape = zip(padded(left.shape), padded(right.shape)).map { $0 == 1 ? $1 : $0 }
        return Numbers(shape) { function(left.broadcastElement(at: $0), right.broadcastElement(at: $0)) }
    }

    /// The elements along `axes`, for every index of the other axes, joined by a function.
    func reduce(_ axes: Set<Int>, keeping: Bool = false, _ function: ([Double]) -> Double) -> Numbers {
        let kept = shape.indices.filter { !axes.contains($0) }
        let groups = Dictionary(grouping: Numbers.indices(of: shape)) { index in kept.map { index[$0] } }
        let reduced = Numbers(kept.map { shape[$0] }) { index in
            function((groups[index] ?? []).map { self[$0] })
        }
        let target = keeping ? shape.indices.map { axes.contains($0) ? 1 : shape[$0] } : reduced.shape
        return Numbers(shape: target, values: reduced.values)
    }

    /// Every line along an axis transformed as a whole.
    func mapLines(_ axis: Int, _ function: ([Double]) -> [Double]) -> Numbers {
        Numbers(shape) { index in
            let line = (0..<shape[axis]).map { position -> Double in
                var other = index
                other[axis] = position
                return self[other]
            }
            return function(line)[index[axis]]
        }
    }
}
