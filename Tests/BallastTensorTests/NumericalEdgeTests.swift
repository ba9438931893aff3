import BallastTensor
import Foundation
import TestSupport
import Testing

/// Extremes at which careless formulae overflow, underflow or lose their digits, in both precisions.
@Suite struct NumericalEdgeTests {
    private let device = Device.reference()

    private func tensor(_ values: [Double], _ scalarType: ScalarType = .float64) -> Tensor {
        Tensor(values, shape: [values.count], scalarType: scalarType, on: device).tracked()
    }

    /// The C library's, of no other type.
    private func exponential(_ x: Double) -> Double { exp(x) }

    private func gradient(at values: [Double], seed: [Double]? = nil, _ function: (Tensor) -> Tensor) -> [Double] {
        let leaf = tensor(values)
        function(leaf).backward(seed.map { Tensor($0, shape: [$0.count], scalarType: .float64, on: device) })
        return leaf.gradient?.doubles() ?? []
    }

    @Test(arguments: [ScalarType.float32, .float64]) func saturatedFunctionsStayFinite(_ scalarType: ScalarType) {
        let extremes = tensor([-1e4, -90, 90, 1e4], scalarType)
        #expect(extremes.softplus().doubles()[3] == 1e4)
        #expect(extremes.softplus().doubles()[0] == 0)
        #expect(extremes.logSigmoid().doubles()[0] == -1e4)
        #expect(extremes.logSigmoid().doubles()[3] == 0)
        expectClose(extremes.logSigmoid().doubles()[2], -exponential(-90), relative: 1e-5)
        expectClose(extremes.sigmoid().doubles(), [0, exponential(-90), 1, 1], relative: 1e-5)
        #expect(extremes.tanh().doubles() == [-1, -1, 1, 1])
        #expect(extremes.gelu().doubles() == [0, 0, 90, 1e4])
        for function in [
            { (x: Tensor) in x.softplus() }, { $0.logSigmoid() }, { $0.sigmoid() }, { $0.tanh() }, { $0.gelu() },
        ] {
            let leaf = tensor([-1e4, -90, 90, 1e4], scalarType)
            function(leaf).backward()
            #expect(leaf.gradient?.doubles().allSatisfy { $0.isFinite } == true)
        }
    }

    @Test func smallArgumentsKeepTheirDigits() {
        expectClose(tensor([1e-12]).log1p().item(), 1e-12, relative: 1e-11)
        expectClose(tensor([1e-12]).expm1().item(), 1e-12, relative: 1e-11)
        // 1 − s and 1 − y² would round to 0 or lose half their digits here.
        expectClose(gradient(at: [40]) { $0.sigmoid() }, [exponential(-40)], relative: 1e-12)
        expectClose(gradient(at: [20]) { $0.tanh() }, [4 * exponential(-40)], relative: 1e-12)
        expectClose(gradient(at: [-40]) { $0.logSigmoid() }, [1], relative: 1e-12)
        expectClose(gradient(at: [40]) { $0.logSigmoid() }, [exponential(-40)], relative: 1e-12)
        // Φ(−8) by its continued fraction.
        expectClose(tensor([-8]).gelu().item(), -8 * 6.220_960_574_271_785e-16, relative: 1e-12)
    }

    @Test func confidentSoftmaxKeepsItsDigits() {
        for scalarType in [ScalarType.float32, .float64] {
            let scores = tensor([0, 30, -5], scalarType).reshaped(to: [1, 3])
            let others = exponential(-30) + exponential(-35)
            expectClose(scores.logSoftmax().doubles()[1], -log1p(others), relative: 1e-6)
            expectClose(scores.logSoftmax().doubles()[0], -30 - log1p(others), relative: 1e-6)
        }
    }

    @Test(arguments: [ScalarType.float32, .float64]) func softmaxOfExtremeScores(_ scalarType: ScalarType) {
        let scores = tensor([1e30, 0, -1e30, -.infinity], scalarType)
        #expect(scores.softmax().doubles() == [1, 0, 0, 0])
        #expect(scores.logSoftmax().doubles()[0] == 0)
        #expect(scores.logSoftmax().doubles()[3] == -.infinity)
        expectClose(scores.logSumExp().item(), 1e30, relative: 1e-6)
        let equal = tensor([-1e30, -1e30], scalarType)
        expectClose(equal.softmax().doubles(), [0.5, 0.5], relative: 1e-6)
        scores.logSoftmax().sliced(axis: 0, 0..<3).sum().backward()
        #expect(scores.gradient?.doubles().allSatisfy { $0.isFinite } == true)
    }

    @Test func logSumExpOfMinusInfinity() {
        let scores = tensor([-.infinity, -.infinity])
        let result = scores.logSumExp()
        #expect(result.item() == -.infinity)
        result.backward()
        #expect(scores.gradient?.doubles() == [0, 0])
        #expect(tensor([.infinity, 0]).logSumExp().item() == .infinity)
    }

    @Test func kinksHaveTheDocumentedGradients() {
        #expect(gradient(at: [-1, 0, 2]) { $0.abs() } == [-1, 0, 1])
        #expect(gradient(at: [-1, 0, 2]) { $0.relu() } == [0, 0, 1])
        #expect(gradient(at: [-1, 0, 2]) { $0.leakyRelu(slope: 0.1) } == [0.1, 0.1, 1])
        #expect(gradient(at: [-1, 0, 0.5, 1, 2]) { $0.clipped(to: 0...1) } == [0, 1, 1, 1, 0])
        #expect(gradient(at: [1, 3, 3, 2]) { $0.max() } == [0, 1, 0, 0])
        #expect(gradient(at: [2, 1, 1, 3]) { $0.min() } == [0, 1, 0, 0])
        #expect(gradient(at: [0, 1, 2]) { maximum($0, 1) } == [0, 1, 1])
        #expect(gradient(at: [0, 1, 2]) { minimum($0, 1) } == [1, 1, 0])
        #expect(gradient(at: [1, 2]) { $0.sign() } == [])
        let (left, right) = (tensor([1, 2]), tensor([1, 3]))
        maximum(left, right).backward()
        #expect(left.gradient?.doubles() == [1, 0])
        #expect(right.gradient?.doubles() == [0, 1])
    }

    @Test func powersOfZero() {
        #expect(tensor([0]).pow(0.5).item() == 0)
        #expect(tensor([0]).pow(0).item() == 1)
        #expect(gradient(at: [0]) { $0.pow(0) } == [0])
        #expect(gradient(at: [0]) { $0.pow(1) } == [1])
        #expect(gradient(at: [0]) { $0.pow(2) } == [0])
        #expect(gradient(at: [0]) { $0.pow(1.5) } == [0])
        // Infinite in mathematics, unless nothing flows.
        #expect(gradient(at: [0]) { $0.pow(0.5) } == [.infinity])
        #expect(gradient(at: [0]) { $0.pow(0.5) * 0 } == [0])
        #expect(gradient(at: [0]) { pow($0, Tensor(of: 2, on: device)) } == [0])
        #expect(gradient(at: [0, 0]) { pow(Tensor(of: 0, 0, on: device), $0 + 1) } == [0, 0])
        #expect(gradient(at: [-2]) { $0.pow(3) } == [12])
    }

    /// (1 − p)^γ · ln p at p = 1: the modulating factor's gradient is infinite for γ < 1 but multiplies ln 1 = 0.
    @Test func focalFactorIsFiniteAtCertainty() {
        let values = gradient(at: [1]) { p in (1 - p).pow(0.5) * -p.log() }
        #expect(values == [0])
    }

    /// The untaken branch of a choice may be infinite without poisoning the gradient.
    @Test func maskedPolesHaveNoGradient() {
        func masked(_ function: (Tensor) -> Tensor) -> [Double] {
            gradient(at: [0, 4]) { x in Tensor.where(x .> 0, function(x), 0) }
        }
        #expect(masked { $0.log() } == [0, 0.25])
        #expect(masked { $0.sqrt() } == [0, 0.25])
        #expect(masked { $0.rsqrt() } == [0, -0.0625])
        #expect(masked { $0.reciprocal() } == [0, -0.0625])
        #expect(masked { $0.pow(-1) } == [0, -0.0625])
        #expect(masked { 1 / $0 } == [0, -0.0625])
        #expect(masked { x in x / x.square() } == [0, -0.0625])
        #expect(masked { x in pow(x, Tensor(of: -1, on: device)) } == [0, -0.0625])
    }

    @Test func brokenValuesSurface() {
        let broken = tensor([.nan, 1])
        for result in [
            broken.relu(), broken.clipped(to: 0...1), broken.leakyRelu(), broken.abs(), broken.sign(),
            maximum(broken, 0), minimum(broken, 5), maximum(broken, Tensor(of: 0, 0, on: device)),
            maximum(Tensor(of: 0, 0, on: device), broken), minimum(Tensor(of: 0, 0, on: device), broken),
            broken.softplus(),
            broken.logSigmoid(), broken.sigmoid(), broken.gelu(),
        ] {
            #expect(result.doubles()[0].isNaN)
            #expect(!result.doubles()[1].isNaN)
        }
        #expect(broken.max().item().isNaN)
        #expect(broken.min().item().isNaN)
        #expect(tensor([1, .nan, 3]).argmax() == [1])
        #expect(broken.logSumExp().item().isNaN)
        #expect(tensor([2, .nan, 1]).sorted().doubles()[..<2] == [1, 2])
        #expect(tensor([2, .nan, 1]).sorted(descending: true).doubles()[..<2] == [2, 1])
        #expect((broken .> 0).doubles() == [0, 1])
        #expect((broken .== broken).doubles() == [0, 1])
    }

    /// ‖x‖² − 2x·a + ‖a‖² would lose everything here.
    @Test func closePointsFarFromTheOriginKeepTheirDistance() {
        let points = Tensor([10_000.5, -9_999.25] as [Float], shape: [1, 2], on: device)
        let anchors = Tensor([10_000, -9_999, 10_000.5, -9_999.25] as [Float], shape: [2, 2], on: device)
        let leaf = points.tracked()
        let distances = squaredDistances(leaf, anchors)
        #expect(distances.doubles() == [0.3125, 0])
        distances.backward()
        #expect(leaf.gradient?.doubles() == [1, -0.5])
    }

    @Test func normalizingZeroIsFinite() {
        let x = Tensor(of: 0, 0, 3, 4, shape: [2, 2], on: device).tracked()
        let result = x.normalized()
        #expect(result.doubles()[..<2] == [0, 0])
        expectClose(result.doubles()[2...].map { $0 }, [0.6, 0.8], relative: 1e-15)
        result.backward()
        #expect(x.gradient?.doubles().allSatisfy { $0.isFinite } == true)
    }

    @Test func longFloat32SumsAreAccurate() {
        let count = 1_000_003
        let x = Tensor(filledWith: 0.1, shape: [count], on: device)
        let exact = Double(Float(0.1)) * Double(count)
        expectClose(x.sum().item(), exact, relative: 1e-7)
        expectClose(x.mean().item(), Double(Float(0.1)), relative: 1e-7)
        expectClose(x.reshaped(to: [count, 1]).sum(axis: 0).item(), exact, relative: 1e-7)
        expectClose(x.cumulativeSum().doubles()[count - 1], exact, relative: 1e-7)
    }
}
