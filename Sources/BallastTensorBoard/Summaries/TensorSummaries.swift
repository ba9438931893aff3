internal import Foundation

extension TensorBoardTensor {
    /// A tensor of single precision.
    static func floats(_ values: [Float], shape: [Int]) -> TensorBoardTensor {
        .with {
            $0.dtype = .float
            $0.tensorShape.dim = shape.map { size in .with { $0.size = Int64(size) } }
            $0.tensorContent = values.map { $0.bitPattern.littleEndian }.withUnsafeBytes { Data($0) }
        }
    }
}

extension TensorBoardSummaryMetadata {
    /// Says which plug-in shows a tensor, and what that has to know.
    static func plugin(_ name: String, content: Data) -> TensorBoardSummaryMetadata {
        .with {
            $0.pluginData.pluginName = name
            $0.pluginData.content = content
            $0.dataClass = .tensor
        }
    }
}
