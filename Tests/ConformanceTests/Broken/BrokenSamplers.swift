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
