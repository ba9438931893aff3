internal import BallastTensor
internal import Dispatch

/// The rows that a search goes through, in the layout that tiles of products read: panels [D + 1, 64], filled up at the end.
final class ReferencePanels: @unchecked Sendable {
    /// Positions of the rows in the table, in the order of the panels.
    let rows: [Int]
    /// The number of panels.
    let count: Int
    /// Elements of a panel.
    let size: Int
    // Written while it is made, only read afterwards: hence unchecked.
    private let values: UnsafeMutablePointer<Float>

    /// - Parameter rows: in the order in which they will be visited.
    init(_ points: SinglePrecisionPoints, rows: [Int], threads: Int) {
        let lanes = SearchProducts.references
        let panelSize = lanes * points.width
        let panels = (rows.count + lanes - 1) / lanes
        let target = UnsafeMutablePointer<Float>.allocate(capacity: panels * panelSize)
        self.rows = rows
        count = panels
        size = panelSize
        values = target
        nonisolated(unsafe) let memory = target
        let workers = min(threads, panels)
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            for panel in panels * worker / workers..<panels * (worker + 1) / workers {
                for lane in 0..<lanes {
                    let place = memory + panel * panelSize + lane
                    let index = panel * lanes + lane
                    if index < rows.count {
                        points.writeReference(rows[index], to: place, stride: lanes)
                    } else {
                        points.writeNoReference(to: place, stride: lanes)
                    }
                }
            }
        }
    }

    deinit { values.deallocate() }

    subscript(panel: Int) -> UnsafePointer<Float> { UnsafePointer(values + panel * size) }
}
