internal import BallastData
internal import BallastHDF5

extension ExperimentData {
    /// Records which rows of the data set every split holds, in order, and how many of each class: `splits.h5`.
    func writeSplits(to path: String) throws {
        try HDF5File.writeAtomically(to: path) { file in
            try file.setAttribute("fingerprint", to: fingerprint)
            try file.createDataset("classes", values: classNames)
            let parts: [(RunPart, ExampleSet?)] = [(.train, training), (.validation, validation), (.test, test)]
            for (part, examples) in parts {
                guard let examples else { continue }
                try file.createDataset(
                    "\(part.rawValue)/row", values: examples.rows.map(Int64.init), options: .compressed)
                try file.createDataset("\(part.rawValue)/class_counts", values: examples.classCounts.map(Int64.init))
            }
        }
    }
}
