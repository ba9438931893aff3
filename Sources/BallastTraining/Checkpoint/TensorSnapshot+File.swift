internal import BallastHDF5

extension TensorSnapshot {
    /// Reads an array: Float64 as it is, anything else as Float32.
    init(reading dataset: HDF5Dataset) throws {
        if dataset.elementType == .float64 {
            let array = try dataset.read(as: Double.self)
            self.init(shape: array.shape, values: .float64(array.values))
        } else {
            let array = try dataset.read(as: Float.self)
            self.init(shape: array.shape, values: .float32(array.values))
        }
    }
}

extension HDF5File {
    /// Stores an array in its own precision.
    func write(_ snapshot: TensorSnapshot, to path: String) throws {
        switch snapshot.values {
        case .float32(let values): try createDataset(path, values: values, shape: snapshot.shape)
        case .float64(let values): try createDataset(path, values: values, shape: snapshot.shape)
        }
    }
}
