import BallastHDF5
import Testing
import TestSupport

/// The library has no lock of its own, so this fails or crashes if any call goes around the module's.
@Suite struct ConcurrencyTests {
    @Test func loadersReadWhileTheTrainerWritesCheckpoints() async throws {
        let directory = try TemporaryDirectory()
        let data = directory.file("data.h5")
        let rows = 2000
        let file = try HDF5File.create(data)
        try file.createDataset(
            "x", values: (0..<rows * 8).map(Float.init), shape: [rows, 8],
            options: HDF5DatasetOptions(chunkRows: 50, deflate: 1, shuffle: true))
        try file.close()
        let shared = try HDF5File.open(data).dataset("x")

        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask {
                    for step in 0..<50 {
                        let selection = (0..<32).map { ($0 * 61 + step * 7 + task) % rows }.sorted()
                        let read = try shared.readRows(at: selection, as: Float.self)
                        #expect(read.values == selection.flatMap { row in (0..<8).map { Float(row * 8 + $0) } })
                        // Opening and releasing goes through the lock as well.
                        _ = try HDF5File.open(data).dataset("x").attributeNames()
                    }
                }
            }
            for task in 0..<2 {
                group.addTask {
                    let path = directory.file("checkpoint\(task).h5")
                    for step in 0..<8 {
                        try HDF5File.writeAtomically(to: path) { file in
                            try file.setAttribute("step", to: step)
                            try file.createDataset("w", values: [Float](repeating: Float(step), count: 1000))
                        }
                        let read = try HDF5File.open(path)
                        #expect(try read.attribute("step") == step)
                        #expect(try read.dataset("w").readRows(500..<501).values == [Float(step)])
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
