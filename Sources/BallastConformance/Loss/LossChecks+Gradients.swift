import BallastCore
import BallastTensor

extension LossChecks {
    static let gradients: [ConformanceCheck<LossSubject>] = [
        ConformanceCheck("has the gradients that differences measure") { subject in
            try [subject.ordinary, subject.lackingAClass].flatMap { try mismatches(subject, $0) }
        },
        ConformanceCheck("trains its parameters, all and only") { subject in
            let derivatives = try subject.make(.float64).differentiate(subject.ordinary)
            var findings: [String] = []
            findings.require(derivatives.input != nil, "nothing that the model computes reaches the loss")
            for (path, gradient) in derivatives.parameters {
                findings.require(gradient != nil, "the parameter \(path) gets no gradient: the loss does not use it")
            }
            findings.require(
                derivatives.foreignLeaves == 0,
                "depends on \(derivatives.foreignLeaves) tracked tensors that are no parameters: make them with "
                    + "context.scope.parameter, or no optimizer moves them and no checkpoint holds them")
            return findings
        },
    ]

    /// Gradients of the input and of every parameter against central differences.
    ///
    /// What is wrong stays wrong when the step shrinks; a kink between two points of a difference does not. If the loss says
    /// that its gradient takes detached factors as constants, they are held constant in the differences too.
    private static func mismatches(_ subject: LossSubject, _ example: LossExample) throws -> [String] {
        let instance = try subject.make(.float64)
        let inputs = [instance.tensor(example)] + instance.store.parameters.map(\.value)
        let names = ["the input"] + instance.store.parameters.map(\.path)
        let steps = [1e-3, 1e-4, 1e-5]
        var remaining: [GradientCheck.Mismatch] = []
        for step in steps {
            let constants = type(of: instance.loss).holdsFactorsConstant ? HeldConstants() : nil
            remaining = GradientCheck(step: step, relativeTolerance: 1e-6, absoluteTolerance: 1e-13 / step + 1e-9)
                .mismatches(at: inputs) { weightedSum(instance, example, $0, constants) }
            if remaining.isEmpty { return [] }
        }
        return remaining.prefix(3).map { mismatch in
            "the gradient of \(names[mismatch.input]) at \(mismatch.index) is \(mismatch.gradient), differences give "
                + "\(mismatch.expected)"
        } + (remaining.count > 3 ? ["… and \(remaining.count - 3) more elements"] : [])
    }

    /// The values, summed with unequal factors so that errors cannot cancel, as a function of the input and the
    /// parameters.
    ///
    /// A parameter is its own leaf of the tape, so its gradient is taken here and handed on by a custom operation.
    private static func weightedSum(
        _ instance: LossInstance, _ example: LossExample, _ inputs: [Tensor], _ constants: HeldConstants?
    ) -> Tensor {
        let device = instance.store.device
        for (parameter, value) in zip(instance.store.parameters, inputs.dropFirst()) { parameter.assign(value) }
        let leaf = inputs[0].detached().tracked()
        let factors = (0..<example.count).map { 0.5 + 0.37 * Double($0 % 5) }
        let batch = instance.batch(leaf, example)
        let total =
            constants?.pass(on: device) { instance.loss(batch).total } ?? instance.loss(batch).total
        let sum = (total * Tensor(factors, shape: [factors.count], scalarType: .float64, on: device)).sum()
        guard device.isRecording else { return sum }
        sum.backward()
        let gradients = [leaf.gradient] + instance.store.parameters.map(\.gradient)
        return Tensor.custom(inputs: inputs, forward: { _ in sum.detached() }) { _, _, upstream in
            gradients.map { $0.map { $0 * upstream } }
        }
    }
}
