/// Where a `NumPyRandom` or `TorchRandom` stands: all that is needed to continue it bit for bit.
///
/// `integers` is its form on disk: one array of 627 64-bit integers, exact in every file format.
public struct RandomState: Sendable, Equatable {
    /// The Mersenne Twister's 624 words.
    public let key: [UInt32]
    /// How many words of the current block are used, 0 through 624.
    public let position: Int
    /// The second value of the last pair of normals, not yet handed out.
    public let cachedNormal: Double?

    /// The number of entries of `integers`.
    public static let integerCount = MersenneTwister.wordCount + 3

    package init(words: MersenneTwister, cachedNormal: Double?) {
        key = words.key
        position = words.position
        self.cachedNormal = cachedNormal
    }

    package var words: MersenneTwister { MersenneTwister(key: key, position: position) }

    /// The 624 words, the position, 1 if a normal is cached and else 0, and the bit pattern of that normal (0 if none).
    public var integers: [Int64] {
        let cached: [Int64] = cachedNormal.map { [1, Int64(bitPattern: $0.bitPattern)] } ?? [0, 0]
        return key.map(Int64.init) + [Int64(position)] + cached
    }

    /// Reads what `integers` wrote.
    ///
    /// - Throws: `RandomStateError` if the count, a word, the position or the flag is out of range, or if all words are
    ///   zero, a state that the generator never leaves.
    public init(integers: [Int64]) throws {
        let count = MersenneTwister.wordCount
        guard integers.count == Self.integerCount else {
            throw RandomStateError("has \(integers.count) integers, expected \(Self.integerCount)")
        }
        key = try integers[..<count].enumerated().map { index, value in
            guard let word = UInt32(exactly: value) else {
                throw RandomStateError("word \(index) is \(value), expected 0 through 4294967295")
            }
            return word
        }
        guard key.contains(where: { $0 != 0 }) else { throw RandomStateError("has no word other than 0") }
        guard (0...Int64(count)).contains(integers[count]) else {
            throw RandomStateError("position is \(integers[count]), expected 0 through \(count)")
        }
        position = Int(integers[count])
        switch integers[count + 1] {
        case 0: cachedNormal = nil
        case 1: cachedNormal = Double(bitPattern: UInt64(bitPattern: integers[count + 2]))
        case let flag: throw RandomStateError("cached-normal flag is \(flag), expected 0 or 1")
        }
    }
}

/// A stored random state that cannot be continued.
public struct RandomStateError: Error, Equatable, CustomStringConvertible {
    /// The stream's name, where it is known.
    public let stream: String?
    /// What is wrong: what was found, what was expected.
    public let problem: String

    package init(_ problem: String, stream: String? = nil) {
        self.problem = problem
        self.stream = stream
    }

    public var description: String { "random state" + (stream.map { " '\($0)'" } ?? "") + ": " + problem }
}
