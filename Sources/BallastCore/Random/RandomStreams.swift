/// All random streams of a run, derived from its seed; one snapshot saves and restores them together.
///
/// - `torch` is seeded with the run's seed itself and gives initial weights, then batch order, in PyTorch's order, so
///   that the same seed gives what the same program gives in PyTorch.
/// - `numpy(name)` and `torch(name)` are named streams, made when first asked for; `derivedSeed` seeds them. What one of
///   them draws does not move any other.
/// - `counter(…)` is stateless.
///
/// Not for concurrent use: one thread owns it. What other threads draw comes from `counter`.
public final class RandomStreams {
    /// The run's seed.
    public let seed: UInt64
    /// PyTorch's default generator after `torch.manual_seed(seed)`.
    public let torch: TorchRandom
    private var torchStreams: [String: TorchRandom] = [:]
    private var numpyStreams: [String: NumPyRandom] = [:]

    /// Fresh streams for a run with this seed.
    public init(seed: UInt64) {
        self.seed = seed
        torch = TorchRandom(seed: seed)
    }

    /// The named stream in NumPy's dialect; the same object for the same name.
    public func numpy(_ name: String) -> NumPyRandom {
        if let stream = numpyStreams[name] { return stream }
        let stream = NumPyRandom(seed: Self.derivedSeed(seed: seed, name: "numpy/" + name))
        numpyStreams[name] = stream
        return stream
    }

    /// The named stream in PyTorch's dialect; the same object for the same name, none of them `torch`.
    public func torch(_ name: String) -> TorchRandom {
        if let stream = torchStreams[name] { return stream }
        let stream = TorchRandom(seed: UInt64(Self.derivedSeed(seed: seed, name: "torch/" + name)))
        torchStreams[name] = stream
        return stream
    }

    /// The numbers of one example in one epoch, of which `lane` separates one use from another.
    public func counter(epoch: Int, index: Int, lane: UInt8 = 0) -> CounterRandom {
        CounterRandom(seed: seed, epoch: epoch, index: index, lane: lane)
    }

    /// The seed of a named stream: FNV-1a (64 bits) over the seed's 8 bytes, lowest first, and the name's UTF-8, then
    /// SplitMix64's finalizer, of which the high 32 bits.
    public static func derivedSeed(seed: UInt64, name: String) -> UInt32 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        let seedBytes = (0..<8).map { UInt8(truncatingIfNeeded: seed >> (8 * $0)) }
        for byte in seedBytes + Array(name.utf8) {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
        hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
        return UInt32((hash ^ (hash >> 31)) >> 32)
    }
}

extension RandomStreams {
    /// Where all streams stand.
    public struct Snapshot: Sendable, Equatable {
        /// The run's seed.
        public var seed: UInt64
        /// States by stream: `torch`, `torch/<name>`, `numpy/<name>`.
        public var states: [String: RandomState]

        public init(seed: UInt64, states: [String: RandomState]) {
            self.seed = seed
            self.states = states
        }
    }

    /// Where all streams that were asked for stand now.
    public var snapshot: Snapshot {
        var states = ["torch": torch.state]
        for (name, stream) in torchStreams { states["torch/" + name] = stream.state }
        for (name, stream) in numpyStreams { states["numpy/" + name] = stream.state }
        return Snapshot(seed: seed, states: states)
    }

    /// Puts all streams where they stood; objects handed out before stay valid and move along.
    ///
    /// A stream that the snapshot lacks had drawn nothing when it was taken, and starts anew.
    ///
    /// - Throws: `RandomStateError` if the snapshot is of another seed, lacks `torch`, or names a stream of no known
    ///   dialect; nothing is changed then.
    public func restore(_ snapshot: Snapshot) throws {
        guard snapshot.seed == seed else {
            throw RandomStateError("is of seed \(snapshot.seed), expected \(seed)")
        }
        guard let torchState = snapshot.states["torch"] else {
            throw RandomStateError("is missing", stream: "torch")
        }
        let unknown = snapshot.states.keys.filter { $0 != "torch" && Self.split($0) == nil }.min()
        if let unknown {
            throw RandomStateError("is unknown, expected torch, torch/<name> or numpy/<name>", stream: unknown)
        }
        for (name, stream) in torchStreams {
            let fresh = Self.derivedSeed(seed: seed, name: "torch/" + name)
            stream.state = TorchRandom(seed: UInt64(fresh)).state
        }
        for (name, stream) in numpyStreams {
            stream.state = NumPyRandom(seed: Self.derivedSeed(seed: seed, name: "numpy/" + name)).state
        }
        torch.state = torchState
        for (key, state) in snapshot.states {
            switch Self.split(key) {
            case ("torch", let name)?: torch(name).state = state
            case ("numpy", let name)?: numpy(name).state = state
            default: break
            }
        }
    }

    /// The dialect and name of a named stream's key.
    private static func split(_ key: String) -> (dialect: String, name: String)? {
        for dialect in ["torch", "numpy"] where key.hasPrefix(dialect + "/") {
            return (dialect, String(key.dropFirst(dialect.count + 1)))
        }
        return nil
    }
}
