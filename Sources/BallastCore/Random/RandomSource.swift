/// Where random numbers come from, with the two meanings of scikit-learn's `random_state`.
public enum RandomSource {
    /// Every use starts the stream of this seed anew, as `random_state=42` does.
    case seed(UInt32)
    /// Uses go on in one stream, as `random_state=RandomState(42)` does.
    case stream(NumPyRandom)

    /// The generator of one use.
    public func generator() -> NumPyRandom {
        switch self {
        case .seed(let seed): NumPyRandom(seed: seed)
        case .stream(let stream): stream
        }
    }

    /// The source, or that of a seed of one's own if there is one.
    public func replaced(bySeed seed: Int?) -> RandomSource {
        seed.map { .seed(UInt32(truncatingIfNeeded: $0)) } ?? self
    }
}
