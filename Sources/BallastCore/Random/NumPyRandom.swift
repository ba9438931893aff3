import Foundation

/// The stream of `numpy.random.RandomState(seed)`, bit for bit: splits, samplers, synthetic data, long-tail subsets.
///
/// Same seed, same calls, same numbers as NumPy's legacy generator, and so as scikit-learn and imbalanced-learn with
/// `random_state=seed`. Integers, permutations, choices and uniforms are exact; normals and exponentials are as exact
/// as the platform's `log`. It is a class because a stream has identity: whoever holds it moves it on for all.
public final class NumPyRandom {
    var words: MersenneTwister
    private var cachedNormal: Double?

    /// `numpy.random.RandomState(seed)`.
    public init(seed: UInt32) {
        words = MersenneTwister(seed: seed)
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

    // MARK: Real numbers

    /// A double in [0, 1) with 53 random bits (`random_sample()`).
    public func uniform() -> Double {
        words.numpyUniform()
    }

    /// Doubles in [low, high): low + (high − low)·u (`uniform(low, high, count)`).
    public func uniform(count: Int, low: Double = 0, high: Double = 1) -> [Double] {
        let range = high - low
        return words.values(count: count) { low + range * $0.numpyUniform() }
    }

    /// A standard normal by Marsaglia's polar method (`standard_normal()`), whose second value waits for the next call.
    public func normal() -> Double {
        if let cached = cachedNormal {
            cachedNormal = nil
            return cached
        }
        let pair = Self.normalPair(&words)
        cachedNormal = pair.second
        return pair.first
    }

    /// Normals: mean + standardDeviation·z (`normal(mean, standardDeviation, count)`).
    public func normal(count: Int, mean: Double = 0, standardDeviation: Double = 1) -> [Double] {
        var cached = cachedNormal
        defer { cachedNormal = cached }
        return words.values(count: count) { words in
            if let value = cached {
                cached = nil
                return mean + standardDeviation * value
            }
            let pair = Self.normalPair(&words)
            cached = pair.second
            return mean + standardDeviation * pair.first
        }
    }

    private static func normalPair(_ words: inout MersenneTwister) -> (first: Double, second: Double) {
        while true {
            let x = 2 * words.numpyUniform() - 1
            let y = 2 * words.numpyUniform() - 1
            let squared = x * x + y * y
            guard squared < 1, squared != 0 else { continue }
            let factor = (-2 * log(squared) / squared).squareRoot()
            return (factor * y, factor * x)
        }
    }

    /// Exponential variates: −scale·log(1 − u) (`exponential(scale, count)`).
    public func exponential(count: Int, scale: Double = 1) -> [Double] {
        words.values(count: count) { scale * -log(1 - $0.numpyUniform()) }
    }

    // MARK: Integers

    /// An integer of `range`, which must not be empty (`randint(low, high)`).
    ///
    /// A draw is masked to the bits that the range needs and rejected above it. A range of one value consumes nothing.
    public func integer(in range: Range<Int>) -> Int {
        integers(count: 1, in: range)[0]
    }

    /// Integers of `range`, which must not be empty (`randint(low, high, count)`).
    public func integers(count: Int, in range: Range<Int>) -> [Int] {
        precondition(!range.isEmpty, "cannot draw an integer from an empty range")
        let maximum = UInt64(bitPattern: Int64(range.upperBound &- 1 &- range.lowerBound))
        return words.values(count: count) {
            range.lowerBound &+ Int(truncatingIfNeeded: $0.masked(through: maximum))
        }
    }

    /// The next 32 random bits as they come.
    public func word() -> UInt32 {
        words.next()
    }
}
