import Ballast

/// A sampler of one line, without settings.
protocol OneLineSampler: Sampler where Config == NoSettings {
    init(_ context: SamplerContext)
}

extension OneLineSampler {
    static var summary: String { "A sampler made for a test." }
    init(config: NoSettings, context: SamplerContext) throws { self.init(context) }
}

struct SoundShuffle: OneLineSampler {
    static let name = "sound_shuffle"
    let count: Int
    init(_ context: SamplerContext) { count = context.labels.count }
    func order(epoch: Int, random: RandomStreams) throws -> [Int] { random.torch.permutation(count) }
}

/// Visits the row behind the last one, in a later epoch only.
struct OneRowTooFar: OneLineSampler {
    static let name = "one_row_too_far"
    let count: Int
    init(_ context: SamplerContext) { count = context.labels.count }
    func order(epoch: Int, random: RandomStreams) throws -> [Int] { Array(epoch / 2..<count + epoch / 2) }
}

struct NoRows: OneLineSampler {
    static let name = "no_rows"
    init(_ context: SamplerContext) {}
    func order(epoch: Int, random: RandomStreams) throws -> [Int] { [] }
}

struct UnseededShuffle: OneLineSampler {
    static let name = "unseeded_shuffle"
    let count: Int
    init(_ context: SamplerContext) { count = context.labels.count }
    func order(epoch: Int, random: RandomStreams) throws -> [Int] { (0..<count).shuffled() }
}

/// Goes on in a stream of its own, which a resumed run starts anew.
final class StreamOfItsOwn: OneLineSampler {
    static let name = "stream_of_its_own"
    private let count: Int
    private let random = NumPyRandom(seed: 1)
    init(_ context: SamplerContext) { count = context.labels.count }
    func order(epoch: Int, random: RandomStreams) throws -> [Int] { self.random.permutation(count) }
}

/// Gives up when a class has no rows.
struct NeedsRowsOfEveryClass: OneLineSampler {
    struct Trouble: Error {}
    static let name = "needs_rows_of_every_class"
    let context: SamplerContext
    init(_ context: SamplerContext) { self.context = context }
    func order(epoch: Int, random: RandomStreams) throws -> [Int] {
        if context.classCounts.contains(0) { throw Trouble() }
        return Array(context.labels.indices)
    }
}

/// A resampler of one line, without settings.
protocol OneLineResampler: Resampler where Config == NoSettings {
    init(_ context: SamplerContext)
}

extension OneLineResampler {
    static var summary: String { "A resampler made for a test." }
    init(config: NoSettings, context: SamplerContext) throws { self.init(context) }
}

/// Repeats the first row and makes one row.
struct SoundResampler: OneLineResampler {
    static let name = "sound_resampler"
    init(_ context: SamplerContext) {}
    func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
        Resampling(
            rows: [0] + Array(0..<rows.count), madeValues: random.generator().normal(count: rows.width),
            madeLabels: [rows.labels[0]])
    }
}

struct TakesARowTooMany: OneLineResampler {
    static let name = "takes_a_row_too_many"
    init(_ context: SamplerContext) {}
    func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
        Resampling(rows: Array(0...rows.count))
    }
}

struct MakesHalfARow: OneLineResampler {
    static let name = "makes_half_a_row"
    init(_ context: SamplerContext) {}
    func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
        Resampling(rows: Array(0..<rows.count), madeValues: [1], madeLabels: [0])
    }
}

struct DividesByThreads: OneLineResampler {
    static let name = "divides_by_threads"
    init(_ context: SamplerContext) {}
    func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
        Resampling(rows: Array(0..<max(rows.count / threads, 1)))
    }
}

struct UnseededResampler: OneLineResampler {
    static let name = "unseeded_resampler"
    init(_ context: SamplerContext) {}
    func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
        Resampling(rows: (0..<rows.count).shuffled())
    }
}

/// Visits what is not learnt yet, which in the end is nothing.
struct OnlyWhatIsNotLearnt: OneLineSampler, ObservingSampler {
    static let name = "only_what_is_not_learnt"
    let count: Int
    init(_ context: SamplerContext) { count = context.labels.count }
    func order(epoch: Int, random: RandomStreams) throws -> [Int] { Array(0..<count) }
    func order(epoch: Int, random: RandomStreams, labelProbabilities: [Double]) throws -> [Int] {
        (0..<count).filter { labelProbabilities[$0] < 0.5 }
    }
}
