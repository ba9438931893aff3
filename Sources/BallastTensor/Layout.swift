/// How a tensor's elements lie in memory.
///
/// Everything a loss sees is ``rowMajor``. Inside a convolutional network, activations [N, C, H, W] stay in the layout
/// the convolution kernels work in, so that no step reorders them between the first layer and the pooling.
package enum Layout: Hashable, Sendable {
    /// Dense, last axis fastest.
    case rowMajor
    /// [N, ceil(C/block), H, W, block]: the channels of a block are adjacent; channels beyond C are zero.
    case channelBlocked(Int)

    /// The number of elements the storage holds for `shape`, padding included.
    package func storedCount(of shape: Shape) -> Int {
        switch self {
        case .rowMajor: shape.elementCount
        case .channelBlocked(let block):
            shape[0] * ((shape[1] + block - 1) / block * block) * shape[2] * shape[3]
        }
    }
}
