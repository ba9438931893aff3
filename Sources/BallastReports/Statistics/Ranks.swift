/// Ranks from 1, the smallest first; equal values share the mean of theirs.
public struct Ranks: Equatable, Sendable {
    public let values: [Double]
    /// The sizes of groups of equal values.
    public let ties: [Int]

    public init(_ numbers: [Double]) {
        let order = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
        var ranks = [Double](repeating: 0, count: numbers.count)
        var ties: [Int] = []
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, numbers[order[end]] == numbers[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
            if end - start > 1 { ties.append(end - start) }
            start = end
        }
        values = ranks
        self.ties = ties
    }
}
