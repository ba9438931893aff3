import BallastCore
import TestSupport
import Testing

@Suite struct RandomStateTests {
    /// In the middle of a block, with a normal waiting: the stored form continues bit for bit.
    @Test(arguments: [0, 1, 623, 624, 700]) func storedStateContinues(_ consumed: Int) throws {
        let numpy = NumPyRandom(seed: 11)
        let torch = TorchRandom(seed: 11)
        for _ in 0..<consumed { _ = numpy.word() }
        _ = torch.uniform(count: consumed)
        _ = numpy.normal()
        _ = torch.normal(count: 1)
        #expect(numpy.state.cachedNormal != nil)

        let numpyCopy = NumPyRandom(state: try RandomState(integers: numpy.state.integers))
        #expect(numpyCopy.normal(count: 3) == numpy.normal(count: 3))
        #expect(numpyCopy.permutation(1000) == numpy.permutation(1000))
        let torchCopy = TorchRandom(seed: 0)
        torchCopy.state = try RandomState(integers: torch.state.integers)
        #expect(torchCopy.normal(count: 3) == torch.normal(count: 3))
        #expect(torchCopy.permutation(1000) == torch.permutation(1000))
        #expect(torchCopy.state == torch.state)
    }

    @Test func cachedNormalCanBeAbsent() throws {
        let state = NumPyRandom(seed: 1).state
        #expect(state.integers.count == RandomState.integerCount)
        #expect(try RandomState(integers: state.integers) == state)
        #expect(try RandomState(integers: state.integers).cachedNormal == nil)
    }

    @Test func damagedStatesAreRefused() {
        let good = NumPyRandom(seed: 1).state.integers
        func changed(_ index: Int, to value: Int64) -> [Int64] {
            var integers = good
            integers[index] = value
            return integers
        }
        let table: [([Int64], String)] = [
            (Array(good.dropLast()), "random state: has 626 integers, expected 627"),
            ([], "random state: has 0 integers, expected 627"),
            (changed(3, to: -1), "random state: word 3 is -1, expected 0 through 4294967295"),
            (changed(0, to: 1 << 32), "random state: word 0 is 4294967296, expected 0 through 4294967295"),
            (changed(624, to: 625), "random state: position is 625, expected 0 through 624"),
            (changed(624, to: -1), "random state: position is -1, expected 0 through 624"),
            (changed(625, to: 2), "random state: cached-normal flag is 2, expected 0 or 1"),
            ([Int64](repeating: 0, count: 627), "random state: has no word other than 0"),
        ]
        for (integers, message) in table { expectError(message) { try RandomState(integers: integers) } }
    }
}
