/// How a tensor's elements lie in memory.
///
/// Everything a loss sees is ``rowMajor``. Inside a convolutional network, activations [N, C, H, W] stay in the layout
/// the convolution kernels work in, so that no step reorders them between the first layer and the pooling.
package enum Layout: Hashable, Sendable {
    /// Dense, last axis fastest.
    case rowMajor
    /// [N, ceil(C/block), H, W, block]: the channels of a block are adjacent; channels beyond C are zero.
    case channelBlocked(Int)
    /// [N, H, W, C], the channels padded with zeros to a multiple of ``channelUnit``: what oneDNN's fastest kernels of
    /// bfloat16 take.
    case channelsLast

    /// What the channels of ``channelsLast`` are padded to a multiple of.
    package static let channelUnit = 16

    /// The number of elements the storage holds for `shape`, padding included.
    package func storedCount(of shape: Shape) -> Int {
        switch self {
        case .rowMajor: return shape.elementCount
        case .channelBlocked, .channelsLast:
            let blocks = blocks(of: shape[1])
            return shape[0] * blocks.count * blocks.size * shape[2] * shape[3]
        }
    }

    /// How the channels of an image are grouped in memory, [count, H, W, size], padding included.
    package func blocks(of channels: Int) -> (count: Int, size: Int) {
        switch self {
        case .rowMajor: (channels, 1)
        case .channelBlocked(let block): ((channels + block - 1) / block, block)
        case .channelsLast: (1, (channels + Layout.channelUnit - 1) / Layout.channelUnit * Layout.channelUnit)
        }
    }
}
