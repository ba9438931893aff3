import Ballast
import BenchmarkSupport

extension DataBenchmark {
    /// Reads the rows of a data set in blocks, and writes arrays of the size that their predictions have, with the same
    /// options: what scoring cannot be faster than if the library does both, one after the other.
    static func copyScores(_ path: String, to output: String) throws {
        let taken = try seconds {
            let file = try HDF5File.open(path)
            let x = try file.dataset("all/x")
            let labels = try file.dataset("all/y").read(as: Int32.self).values
            let shape = try x.shape
            let blockRows = 1 << 16
            var scores = [Float](repeating: 0, count: 2 * shape[0])
            for start in stride(from: 0, to: shape[0], by: blockRows) {
                let rows = start..<min(start + blockRows, shape[0])
                let values = try x.readRows(rows, as: Float.self).values
                // Numbers as varied as probabilities, from the first feature.
                for row in rows {
                    let score = 0.5 + 0.1 * values[(row - start) * shape[1]]
                    scores[2 * row] = score
                    scores[2 * row + 1] = 1 - score
                }
            }
            try HDF5File.writeAtomically(to: output) { file in
                try file.createDataset(
                    "probabilities", values: scores, shape: [shape[0], 2], options: .compressed)
                try file.createDataset("predicted", values: labels, options: .compressed)
                try file.createDataset("labels", values: labels, options: .compressed)
            }
        }
        print("copy \(taken)")
    }
}
