import BallastTensor
import Testing

/// After the first step a training step takes no memory from the heap.
@Suite struct SteadyStateTests {
    /// A two-layer network with most families of operations, its loss walked and the gradients applied.
    private func step(_ parameters: inout [Tensor], _ input: Tensor, _ labels: Labels) -> Double {
        let hidden = linear(input, weight: parameters[0], bias: parameters[1]).relu()
        let scores = -squaredDistances(hidden, parameters[2]).adding(at: labels, 0.5)
        let logProbability = scores.logSoftmax().picked(labels)
        let focal = (1 - logProbability.exp()).pow(2) * -logProbability
        let pull = (hidden - parameters[2].gathered(labels)).square().sum(axis: 1)
        let classMeans = pull.scatteredSum(labels, count: 3) / 4
        let loss =
            Tensor.where(focal .> 0.1, focal, focal * 0.5).mean() + classMeans.max()
            + hidden.sorted().variance(axis: 1).mean()
        let value = loss.item()
        loss.backward()
        parameters = parameters.map { parameter in
            (parameter.detached() - (parameter.gradient ?? parameter.detached()) * 0.01).tracked()
        }
        return value
    }

    @Test func theSecondStepAllocatesNothing() {
        let device = Device.reference()
        func tensor(_ shape: [Int], _ salt: Int) -> Tensor {
            Tensor(OperationCase.Input(shape).numbers(salt: salt), .float32, on: device)
        }
        var parameters = [tensor([8, 5], 0).tracked(), tensor([8], 1).tracked(), tensor([3, 8], 2).tracked()]
        let input = tensor([16, 5], 3)
        let labels = Labels((0..<16).map { $0 % 3 }, bound: 3)
        let first = step(&parameters, input, labels)
        let afterFirst = device.statistics
        var last = first
        for _ in 0..<5 { last = step(&parameters, input, labels) }
        let afterLast = device.statistics
        #expect(afterLast.storageAllocations == afterFirst.storageAllocations)
        #expect(afterLast.bytesReserved == afterFirst.bytesReserved)
        #expect(afterLast.bytesInUse == afterFirst.bytesInUse)
        #expect(afterLast.nodes > afterFirst.nodes)
        #expect(last < first)
    }

    @Test func reshapingSharesMemory() {
        let device = Device.reference()
        let x = Tensor(zeros: [6, 4], on: device)
        let before = device.statistics.bytesInUse
        let reshaped = x.reshaped(to: [3, 8]).flattened().expandedAxis(at: 0).squeezed(axis: 0)
        #expect(device.statistics.bytesInUse == before)
        #expect(reshaped.count == 24)
    }
}
