import Foundation

/// The stream of PyTorch's CPU generator after `torch.manual_seed(seed)`: initial weights, then batch order.
///
/// Uniforms, integers, permutations and seeds are exact. Uniforms in another interval are rounded once (fused
/// multiply-add), as PyTorch does where AVX2 is present. Normals agree to the last bits of `log`, `sin` and `cos`
/// (2·10⁻⁶ in Float): PyTorch itself differs there between processors. It is a class because a stream has identity:
/// PyTorch's programs draw everything from one default generator, in order, and so do ours.
public final class TorchRandom {
    var words: MersenneTwister
    private var cachedNormal: Double?

    /// `torch.manual_seed(seed)`, of which PyTorch uses the low 32 bits.
    public init(seed: UInt64) {
        words = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
    }

    /// A stream that continues where `state` was taken.
    public init(state: RandomState) {
        words = state.words
        cachedNormal = state.cachedNormal
    }

    /// Where the stream stands; setting it continues from there.
    public var state: RandomState {
        get { RandomState(words: words, cachedNormal: cachedNormal) }
        set {
            words = newValue.words
            cachedNormal = newValue.cachedNormal
        }
    }

    // MARK: Uniform

    /// Float32 values in [low, high): u·(high − low) + low with u = 24 random bits / 2²⁴
    /// (`torch.rand(count)`, `tensor.uniform_(low, high)`).
    public func uniform(count: Int, low: Float = 0, high: Float = 1) -> [Float] {
        let range = high - low
        let isStandard = low == 0 && range == 1
        return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            words.forEachRun(count: count) { start, words in
                for index in words.indices {
                    let unit = Float(words[index] & 0xff_ffff) * 0x1p-24
                    buffer.initializeElement(
                        at: start + index, to: isStandard ? unit : low.addingProduct(unit, range))
                }
            }
            initialized = count
        }
    }

    /// Float64 values in [low, high) (`torch.rand(count, dtype=torch.float64)`, `tensor.uniform_(low, high)`).
    public func uniformDoubles(count: Int, low: Double = 0, high: Double = 1) -> [Double] {
        let range = high - low
        return words.values(count: count) { low.addingProduct($0.torchUniform(), range) }
    }

    // MARK: Normal

    /// Float32 normals (`torch.randn(count)`, `tensor.normal_(mean, standardDeviation)`).
    ///
    /// PyTorch has two algorithms: below 16 values Box–Muller in double precision, one pair at a time with the second
    /// value kept for the next call; from 16 values on Box–Muller in Float over blocks of 16 uniforms, the last block
    /// drawn anew if the count is no multiple of 16.
    public func normal(count: Int, mean: Double = 0, standardDeviation: Double = 1) -> [Float] {
        guard count >= 16 else { return (0..<count).map { _ in Float(mean + standardDeviation * pairedNormal()) } }
        var values = uniform(count: count)
        Self.transformBlocks(&values, mean: Float(mean), standardDeviation: Float(standardDeviation)) {
            uniform(count: 16)
        }
        return values
    }

    /// Float64 normals (`torch.randn(count, dtype=torch.float64)`), by the same two algorithms in double precision.
    public func normalDoubles(count: Int, mean: Double = 0, standardDeviation: Double = 1) -> [Double] {
        guard count >= 16 else { return (0..<count).map { _ in mean + standardDeviation * pairedNormal() } }
        var values = uniformDoubles(count: count)
        Self.transformBlocks(&values, mean: mean, standardDeviation: standardDeviation) {
            uniformDoubles(count: 16)
        }
        return values
    }

    private func pairedNormal() -> Double {
        if let cached = cachedNormal {
            cachedNormal = nil
            return cached
        }
        let angle = 2 * Double.pi * words.torchUniform()
        let radius = (-2 * log1p(-words.torchUniform())).squareRoot()
        cachedNormal = radius * sin(angle)
        return radius * cos(angle)
    }

    private static func transformBlocks<Scalar: NormalScalar>(
        _ values: inout [Scalar], mean: Scalar, standardDeviation: Scalar, redraw: () -> [Scalar]
    ) {
        let count = values.count
        for start in stride(from: 0, through: count - 16, by: 16) {
            transformBlock(&values, at: start, mean: mean, standardDeviation: standardDeviation)
        }
        if count % 16 != 0 {
            values.replaceSubrange(count - 16..<count, with: redraw())
            transformBlock(&values, at: count - 16, mean: mean, standardDeviation: standardDeviation)
        }
    }

    /// Turns 16 uniforms into normals: 8 radii, then 8 angles.
    @inline(__always)
    private static func transformBlock<Scalar: NormalScalar>(
        _ values: inout [Scalar], at start: Int, mean: Scalar, standardDeviation: Scalar
    ) {
        for index in start..<start + 8 {
            let radius = (-2 * Scalar.logarithm(1 - values[index])).squareRoot()
            let angle = Scalar(2 * Double.pi * Double(values[index + 8]))
            values[index] = radius * Scalar.cosine(angle) * standardDeviation + mean
            values[index + 8] = radius * Scalar.sine(angle) * standardDeviation + mean
        }
    }
}

/// The scalars that the block algorithm runs in, with the platform's functions of that precision.
private protocol NormalScalar: BinaryFloatingPoint {
    static func logarithm(_ value: Self) -> Self
    static func sine(_ value: Self) -> Self
    static func cosine(_ value: Self) -> Self
}

extension Float: NormalScalar {
    static func logarithm(_ value: Float) -> Float { log(value) }
    static func sine(_ value: Float) -> Float { sin(value) }
    static func cosine(_ value: Float) -> Float { cos(value) }
}

extension Double: NormalScalar {
    static func logarithm(_ value: Double) -> Double { log(value) }
    static func sine(_ value: Double) -> Double { sin(value) }
    static func cosine(_ value: Double) -> Double { cos(value) }
}
