import BallastCore
import BallastTensor

extension LossChecks {
    /// Steps that reach past the windows of losses that move something every so many steps.
    private static let steps = 250

    static let state: [ConformanceCheck<LossSubject>] = [
        ConformanceCheck("starts alike from the same seed") { subject in
            let (first, second) = (try subject.make(.float32), try subject.make(.float32))
            return first.store.state == second.store.state ? [] : ["the same seed gives other parameters"]
        },
        ConformanceCheck("continues from its checkpoint bit for bit") { subject in
            let original = try subject.make(.float32, seed: 3)
            train(original, subject, from: 0, through: 11)
            let resumed = try subject.make(.float32, seed: 4)
            var findings = resumed.restore(from: original)
            guard findings.isEmpty else { return findings }
            findings += differences(original, resumed, subject, when: "after restoring")
            for instance in [original, resumed] { train(instance, subject, from: 12, through: 12 + steps) }
            findings += differences(original, resumed, subject, when: "\(steps) steps later")
            return findings
        },
    ]

    /// Runs the loss and its hook over changing batches; parameters are moved as an optimizer would.
    private static func train(_ instance: LossInstance, _ subject: LossSubject, from first: Int, through last: Int) {
        for step in first...last {
            let labels = (0..<4).map { Int32(($0 * $0 + step) % subject.classCount) }
            let example = subject.batch(labels: labels, seed: UInt64(100 + step))
            _ = instance.differentiate(example)
            for parameter in instance.store.parameters {
                guard let gradient = parameter.gradient else { continue }
                parameter.assign(parameter.value.detached() - gradient.detached().clipped(to: -1...1) * 0.01)
            }
            instance.step(example)
        }
    }

    private static func differences(
        _ left: LossInstance, _ right: LossInstance, _ subject: LossSubject, when: String
    ) -> [String] {
        var findings: [String] = []
        let (a, b) = (left.differentiate(subject.ordinary), right.differentiate(subject.ordinary))
        findings.require(
            a.values == b.values && a.input == b.input,
            "\(when), values or gradients differ: something is kept outside of parameters and buffers")
        findings.require(
            left.probabilities(subject.ordinary).doubles() == right.probabilities(subject.ordinary).doubles(),
            "\(when), probabilities differ")
        for (path, values) in left.store.state where right.store.state[path] != values {
            findings.append("\(when), \(path) differs")
        }
        return findings
    }
}
