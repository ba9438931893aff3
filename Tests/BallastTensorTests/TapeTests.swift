import BallastTensor
import Testing

@Suite struct TapeTests {
    private let device = Device.reference()

    private func leaf(_ values: Double...) -> Tensor {
        Tensor(values, shape: [values.count], scalarType: .float64, on: device).tracked()
    }

    @Test func sharedSubexpressionsAddUp() {
        let x = leaf(2, -3)
        let square = x * x
        (square + square * x).sum().backward()
        #expect(x.gradient?.doubles() == [16, 21])
    }

    @Test func anOperandUsedTwiceGetsBothGradients() {
        let x = leaf(5, 7)
        (x + x).backward()
        #expect(x.gradient?.doubles() == [2, 2])
        let y = leaf(5, 7)
        (y * y).backward()
        #expect(y.gradient?.doubles() == [10, 14])
        let z = leaf(5, 7)
        (z - z).backward()
        #expect(z.gradient?.doubles() == [0, 0])
    }

    /// Rules of sums hand the same buffer to several operands; adding to one must not change the others.
    @Test func gradientsThatShareMemoryStayApart() {
        let (a, b) = (leaf(1, 2), leaf(3, 4))
        let sum = a + b
        (a * 3 + sum + b.reshaped(to: [2]) * 10 + 1).backward()
        #expect(a.gradient?.doubles() == [4, 4])
        #expect(b.gradient?.doubles() == [11, 11])
    }

    @Test func theSeedIsNotChanged() {
        let seed = Tensor(of: 1, 10, on: device)
        let x = leaf(1, 2)
        (x + x).backward(seed)
        (x + 1).backward(seed)
        #expect(seed.doubles() == [1, 10])
        #expect(x.gradient?.doubles() == [3, 30])
    }

    @Test func aGradientThatWasReadIsNotChangedByTheNextWalk() {
        let x = leaf(1, 2)
        x.square().backward()
        let first = x.gradient
        x.square().backward()
        #expect(first?.doubles() == [2, 4])
        #expect(x.gradient?.doubles() == [4, 8])
    }

    @Test func detachedStopsTheGradient() {
        let x = leaf(3)
        (x * x.detached()).backward()
        #expect(x.gradient?.doubles() == [3])
        #expect(!x.detached().square().isTracked)
    }

    @Test func withoutRecordingLeavesNoNodes() {
        let x = leaf(3)
        let before = device.statistics.nodes
        let result = device.withoutRecording { x.square().exp() + x * 2 }
        #expect(!result.isTracked)
        #expect(device.statistics.nodes == before)
        #expect(x.square().isTracked)
    }

    @Test func untrackedOperandsLeaveNoNodes() {
        let before = device.statistics.nodes
        let x = Tensor(of: 1, 2, on: device)
        #expect(!((x + x).exp() * 2).softmax().isTracked)
        #expect(device.statistics.nodes == before)
    }

    /// A rule is made for both operands but only that of the tracked one may run.
    @Test func rulesOfUntrackedOperandsDoNotRun() {
        let (x, y) = (leaf(1), Tensor(of: 2, on: device))
        let output = x.detached().recorded(
            from: x, y, leftRule: { $0 },
            rightRule: { upstream in
                Issue.record("the rule of an untracked operand ran")
                return upstream
            })
        output.backward()
        #expect(x.gradient?.doubles() == [1])
    }

    @Test func onlyLeavesKeepGradientsAndTheGraphIsFreed() {
        let x = Tensor(filledWith: 0.5, shape: [100], scalarType: .float64, on: device).tracked()
        let before = device.statistics.bytesInUse
        func walk() {
            let hidden = x.exp()
            let output = (hidden * x).sum()
            output.backward()
            #expect(hidden.gradient == nil)
            #expect(output.gradient == nil)
        }
        walk()
        // What remains is the gradient of the leaf.
        #expect(device.statistics.bytesInUse - before == StoragePool.capacity(for: 800))
        walk()
        #expect(device.statistics.bytesInUse - before == StoragePool.capacity(for: 800))
    }

    @Test func backwardOfAnUntrackedTensorDoesNothing() {
        Tensor(of: 1, 2, on: device).square().backward()
    }

    @Test func jointRulesSkipUntrackedInputs() {
        let (x, y) = (leaf(1, 2), Tensor(of: 3, 4, on: device))
        Tensor.concatenate([x, y, x]).backward(Tensor(of: 1, 2, 3, 4, 5, 6, on: device))
        #expect(x.gradient?.doubles() == [6, 8])
    }

    private static let depth = 100_000

    /// One chain through both operands of products and sums.
    private func deepChain(from x: Tensor) -> Tensor {
        var result = x
        for step in 0..<TapeTests.depth { result = step % 2 == 0 ? result + x * 1e-5 : result * 1.0 }
        return result
    }

    @Test func aDeepGraphIsWalkedWithoutRecursion() {
        let x = leaf(1)
        deepChain(from: x).backward()
        #expect(abs((x.gradient?.item() ?? 0) - 1.5) < 1e-9)
    }

    @Test func aDeepGraphThatIsNeverWalkedIsReleasedWithoutRecursion() {
        let x = leaf(1)
        let before = device.statistics.bytesInUse
        _ = deepChain(from: x)
        #expect(device.statistics.bytesInUse == before)
    }

    @Test func aDeepGraphOfJointRulesIsReleasedWithoutRecursion() {
        let x = leaf(1)
        let before = device.statistics.bytesInUse
        var result = x
        for _ in 0..<TapeTests.depth {
            result = Tensor.custom(inputs: [result, x], forward: { $0[0] + $0[1] }) { _, _, upstream in [upstream, nil]
            }
        }
        result = x
        #expect(device.statistics.bytesInUse == before)
    }

    /// A part of the graph that somebody still holds survives the release of the rest.
    @Test func releasingAGraphKeepsWhatIsStillHeld() {
        let x = leaf(2)
        let hidden = x * 3
        do { _ = hidden.exp().square() }
        hidden.square().backward()
        #expect(x.gradient?.doubles() == [36])
    }

    /// Gradients that are 0 nearly everywhere are added in place to one that is there, and only to memory of its own.
    @Test(arguments: [true, false])
    func picksAddToAGradientInPlace(_ pickedFirst: Bool) {
        let labels = Labels([1, 0, 1], bound: 2)
        let x = Tensor([1, 2, 3, 4, 5, 6] as [Double], shape: [3, 2], scalarType: .float64, on: device).tracked()
        func dense() -> Tensor { (x * x).sum() }
        func sparse() -> Tensor { x.picked(labels).sum() * 10 + x.gathered(Labels([2, 2], bound: 3)).sum() * 100 }
        let first = pickedFirst ? sparse() : dense()
        let second = pickedFirst ? dense() : sparse()
        (first + second).backward()
        #expect(x.gradient?.doubles() == [2, 14, 16, 8, 210, 222])
    }

    @Test func picksLeaveAGradientThatWasReadAlone() throws {
        let x = Tensor([1, 2] as [Double], shape: [1, 2], scalarType: .float64, on: device).tracked()
        (x * 2).sum().backward()
        let read = try #require(x.gradient)
        x.picked(Labels([1], bound: 2)).sum().backward()
        #expect(read.doubles() == [2, 2])
        #expect(x.gradient?.doubles() == [2, 3])
    }
}
