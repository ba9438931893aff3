internal import BallastTensor

/// Picks the features of chosen rows from the batches of an evaluation as they come by.
final class FeatureCollector {
    /// Positions of the rows to keep, ascending.
    let positions: [Int]
    private(set) var width = 0
    private(set) var features: [Float] = []
    private var next = 0
    private var passed = 0

    init(positions: [Int]) { self.positions = positions }

    /// Takes the features [B, D] of the next B rows.
    func append(_ batch: Tensor) {
        let end = passed + batch.shape[0]
        defer { passed = end }
        width = batch.shape[1]
        guard next < positions.count, positions[next] < end else { return }
        let values = batch.floats()
        while next < positions.count, positions[next] < end {
            let start = (positions[next] - passed) * width
            features += values[start..<start + width]
            next += 1
        }
    }
}
