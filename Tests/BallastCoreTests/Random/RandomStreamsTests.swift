import BallastCore
import TestSupport
import Testing

@Suite struct RandomStreamsTests {
    @Test func torchIsSeededWithTheRunsSeed() {
        #expect(RandomStreams(seed: 42).torch.state == TorchRandom(seed: 42).state)
    }

    @Test func nameGivesTheSameObject() {
        let streams = RandomStreams(seed: 1)
        #expect(streams.numpy("smote") === streams.numpy("smote"))
        #expect(streams.torch("dropout") === streams.torch("dropout"))
        #expect(streams.torch("dropout") !== streams.torch)
    }

    /// Written down so that it can never change: runs of the past must stay reproducible. The values come from the
    /// stated recipe, computed outside.
    @Test(
        arguments: [
            (0, "numpy/smote", 260_199_024), (42, "numpy/split", 2_471_311_864), (1 << 40, "torch/é", 3_131_724_552),
        ] as [(UInt64, String, UInt32)])
    func derivedSeedIsTheStatedHash(_ seed: UInt64, _ name: String, _ expected: UInt32) {
        #expect(RandomStreams.derivedSeed(seed: seed, name: name) == expected)
    }

    @Test func namesAndSeedsAndDialectsDiffer() {
        let states = [
            RandomStreams(seed: 1).numpy("a").state, RandomStreams(seed: 1).numpy("b").state,
            RandomStreams(seed: 2).numpy("a").state, RandomStreams(seed: 1).torch("a").state,
            RandomStreams(seed: 1).torch.state,
        ]
        for (index, state) in states.enumerated() { #expect(!states[..<index].contains(state)) }
    }

    @Test func streamsDoNotMoveEachOther() {
        let alone = RandomStreams(seed: 5)
        let shared = RandomStreams(seed: 5)
        _ = shared.numpy("other").uniform(count: 100)
        _ = shared.torch.normal(count: 7)
        #expect(shared.numpy("split").permutation(50) == alone.numpy("split").permutation(50))
    }

    @Test func snapshotContinuesAllStreams() throws {
        let original = RandomStreams(seed: 9)
        _ = original.torch.normal(count: 3)
        _ = original.numpy("sampler").normal()
        _ = original.torch("mixup").uniform(count: 5)
        let snapshot = original.snapshot
        #expect(Set(snapshot.states.keys) == ["torch", "torch/mixup", "numpy/sampler"])

        let resumed = RandomStreams(seed: 9)
        let handedOutEarlier = resumed.numpy("sampler")
        try resumed.restore(snapshot)
        #expect(handedOutEarlier.normal(count: 4) == original.numpy("sampler").normal(count: 4))
        #expect(resumed.torch.normal(count: 4) == original.torch.normal(count: 4))
        #expect(resumed.torch("mixup").uniform(count: 4) == original.torch("mixup").uniform(count: 4))
    }

    /// What a snapshot lacks had drawn nothing when it was taken.
    @Test func streamsYoungerThanTheSnapshotStartAnew() throws {
        let streams = RandomStreams(seed: 3)
        let snapshot = streams.snapshot
        let first = streams.numpy("late").uniform(count: 3)
        let firstTorch = streams.torch("late").uniform(count: 3)
        try streams.restore(snapshot)
        #expect(streams.numpy("late").uniform(count: 3) == first)
        #expect(streams.torch("late").uniform(count: 3) == firstTorch)
    }

    @Test func foreignSnapshotsAreRefusedAndChangeNothing() {
        let streams = RandomStreams(seed: 3)
        _ = streams.torch.uniform(count: 2)
        let before = streams.snapshot
        let state = TorchRandom(seed: 1).state
        let table: [(RandomStreams.Snapshot, String)] = [
            (.init(seed: 4, states: ["torch": state]), "random state: is of seed 4, expected 3"),
            (.init(seed: 3, states: ["numpy/a": state]), "random state 'torch': is missing"),
            (
                .init(seed: 3, states: ["torch": state, "jax/a": state]),
                "random state 'jax/a': is unknown, expected torch, torch/<name> or numpy/<name>"
            ),
        ]
        for (snapshot, message) in table { expectError(message) { try streams.restore(snapshot) } }
        #expect(streams.snapshot == before)
    }
}
