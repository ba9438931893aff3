import BallastTensor
import Testing

/// Programmers' errors stop the program and say why, in optimised builds too.
@Suite struct RequirementTests {
    private func expect(
        _ message: String, in result: ExitTest.Result?, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(output.contains(message), sourceLocation: sourceLocation)
    }

    @Test func shapesThatDoNotBroadcast() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let device = Device.reference()
            _ = Tensor(zeros: [2, 3], on: device) + Tensor(zeros: [4], on: device)
        }
        expect("add: the shapes [2, 3] and [4] do not broadcast", in: result)
    }

    @Test func mixedScalarTypes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let device = Device.reference()
            _ = Tensor(zeros: [2], on: device) * Tensor(zeros: [2], scalarType: .float64, on: device)
        }
        expect("multiply: operands are float32 and float64; cast one of them", in: result)
    }

    @Test func mixedDevices() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = maximum(Tensor(zeros: [2], on: .reference()), Tensor(zeros: [2], on: .reference()))
        }
        expect("maximum: operands live on different devices", in: result)
    }

    @Test func matricesThatDoNotFit() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let device = Device.reference()
            _ = matmul(Tensor(zeros: [2, 3], on: device), Tensor(zeros: [2, 3], on: device), transposeA: false)
        }
        expect("matmul: the shapes [2, 3] and [2, 3] do not fit", in: result)
    }

    @Test func labelsBeyondTheClasses() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(zeros: [2, 3], on: .reference()).picked(Labels([0, 3], bound: 4))
        }
        expect("picked: labels below 4 in 3 columns", in: result)
    }

    @Test func customGradientsOfTheWrongShape() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor(zeros: [2, 3], on: .reference()).tracked()
            Tensor.custom(inputs: [x], forward: { $0[0] * 2 }, backward: { _, _, upstream in [upstream.sum()] })
                .backward()
        }
        expect("custom: the gradient of input 0 has the shape [], not [2, 3]", in: result)
    }
}
