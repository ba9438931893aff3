import BallastCore
import BallastTensor

/// What every loss must do.
enum LossChecks {
    static let all = values + stability + gradients + state

    static let values: [ConformanceCheck<LossSubject>] = [
        ConformanceCheck("gives a value per example") { subject in
            let example = subject.ordinary
            let value = try subject.make(.float64).value(example)
            var findings = shapes(value, count: example.count)
            findings.require(value.total.doubles().allSatisfy(\.isFinite), "a value is not finite")
            return findings
        },
        ConformanceCheck("takes a single example") { subject in
            let loss = try subject.make(.float64)
            let example = subject.ordinary.first
            return shapes(loss.value(example), count: 1) + nonFinite(loss.differentiate(example))
        },
        ConformanceCheck("takes a batch without a class") { subject in
            nonFinite(try subject.make(.float64).differentiate(subject.lackingAClass))
        },
        ConformanceCheck("gives permuted values for a permuted batch") { subject in
            let loss = try subject.make(.float64)
            let example = subject.ordinary
            let order = [4, 2, 6, 0, 5, 1, 3]
            let plain = loss.value(example).total.doubles()
            let permuted = loss.value(example.reordered(order)).total.doubles()
            // Another number of values is what the first check is about.
            guard plain.count == order.count, permuted.count == order.count else { return [] }
            var findings: [String] = []
            for (position, source) in order.enumerated() {
                findings.require(
                    isClose(permuted[position], plain[source], 1e-12),
                    "example \(source) has the value \(plain[source]), but \(permuted[position]) as number \(position)")
            }
            return findings
        },
        ConformanceCheck("is a function of the batch") { subject in
            let loss = try subject.make(.float64)
            let before = loss.store.state
            let (first, second) = (loss.value(subject.ordinary), loss.value(subject.ordinary))
            var findings: [String] = []
            findings.require(
                first.total.doubles() == second.total.doubles(), "the same batch gives other values the second time")
            findings.require(loss.store.state == before, "computing a value changes parameters or buffers")
            return findings
        },
        ConformanceCheck("predicts probabilities") { subject in
            let example = subject.ordinary
            let probabilities = try subject.make(.float64).probabilities(example)
            guard probabilities.shape == [example.count, subject.classCount] else {
                return ["probabilities have the shape \(probabilities.shape), not [N, K]"]
            }
            let outside = probabilities.doubles().filter { !($0 >= 0 && $0 <= 1) }
            return outside.isEmpty ? [] : ["\(outside[0]) is no probability"]
        },
    ]

    static let stability: [ConformanceCheck<LossSubject>] = [ScalarType.float32, .float64].map { scalarType in
        ConformanceCheck("is finite at extremes in \(scalarType)") { subject in
            let loss = try subject.make(scalarType)
            let probabilities = loss.probabilities(subject.extreme).doubles()
            var findings = nonFinite(loss.differentiate(subject.extreme))
            findings.require(probabilities.allSatisfy(\.isFinite), "a probability is not finite")
            return findings
        }
    }

    // MARK: Helpers

    private static func shapes(_ value: LossValue, count: Int) -> [String] {
        var findings: [String] = []
        findings.require(value.values.shape == [count], "values have the shape \(value.values.shape), not [N]")
        if let unweighted = value.unweighted {
            findings.require(
                unweighted.shape == [count], "the unweighted part has the shape \(unweighted.shape), not [N]")
        }
        for term in value.terms {
            findings.require(
                term.value.count == count || term.value.count == 1,
                "the term \(term.name) has the shape \(term.value.shape), neither [N] nor a scalar")
        }
        let names = value.terms.map(\.name)
        findings.require(Set(names).count == names.count, "two terms have one name: \(names)")
        return findings
    }

    static func nonFinite(_ derivatives: LossDerivatives) -> [String] {
        var findings: [String] = []
        func check(_ numbers: [Double], _ name: String) {
            let bad = numbers.filter { !$0.isFinite }
            findings.require(bad.isEmpty, "\(bad.count) of \(numbers.count) \(name) are not finite (\(bad.first ?? 0))")
        }
        check(derivatives.values, "values")
        check(derivatives.input ?? [], "gradients of the input")
        for (path, gradient) in derivatives.parameters { check(gradient ?? [], "gradients of \(path)") }
        return findings
    }

    static func isClose(_ left: Double, _ right: Double, _ relative: Double) -> Bool {
        abs(left - right) <= relative * Swift.max(abs(left), abs(right), 1)
    }
}
