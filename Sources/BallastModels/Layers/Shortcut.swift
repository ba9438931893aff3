public import BallastCore
internal import BallastTensor

/// How a residual block passes its input on when it changes the shape.
public enum ShortcutKind: String, ConfigEnum {
    /// Every second row and column, then zero channels, half of the new ones before and half after: option A of He et al.
    /// as Cao et al. (LDAM) take it.
    case subsample
    /// The mean of 2 × 2 windows, then zero channels as above: option A as Cui et al. take it.
    case average
    /// A 1 × 1 convolution and batch normalisation: option B of He et al.
    case projection
}

/// The path around a residual block.
struct Shortcut {
    private enum Path {
        case identity
        case halved(ShortcutReduction, channels: Int)
        case widened(by: Int)
        case projection(Conv2D, BatchNorm)
    }

    private let path: Path

    /// - Parameters:
    ///   - stride: 1 or 2.
    ///   - scope: where a projection makes its parameters: `0.weight` of the convolution, `1.weight` and `1.bias` of the
    ///     normalisation.
    init(
        _ kind: ShortcutKind, from inputShape: Shape, channels: Int, stride: Int, in scope: ParameterScope
    ) {
        if stride == 1, inputShape[0] == channels {
            path = .identity
        } else if kind == .projection {
            let convolution = Conv2D(
                inputShape, channels: channels, kernel: 1, stride: stride, padding: 0, bias: false, in: scope["0"])
            path = .projection(convolution, BatchNorm(convolution.outputShape, in: scope["1"]))
        } else if stride == 2 {
            path = .halved(kind == .average ? .averaging : .subsampling, channels: channels)
        } else {
            path = .widened(by: channels - inputShape[0])
        }
    }

    func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor {
        switch path {
        case .identity:
            return input
        case .halved(let reduction, let channels):
            return Tensor.shortcut(input, channels: channels, by: reduction)
        case .widened(let added):
            func zeros(_ count: Int) -> Tensor {
                Tensor(zeros: input.shape.replacing(1, with: count), scalarType: input.scalarType, on: input.device)
            }
            return Tensor.concatenate([zeros(added / 2), input, zeros(added - added / 2)], axis: 1)
        case .projection(let convolution, let normalization):
            return convolution(input, normalizedBy: normalization, pass, relu: false)
        }
    }
}
