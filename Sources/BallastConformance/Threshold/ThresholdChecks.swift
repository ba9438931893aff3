import BallastCore

/// What every rule that chooses thresholds must do.
enum ThresholdChecks {
    static let all: [ConformanceCheck<ThresholdSubject>] = [
        ConformanceCheck("chooses the same each time") { subject in
            let choice = subject.choice(subject.ordinary)
            return unusable(choice)
                + (choice == subject.choice(subject.ordinary) ? [] : ["the same predictions give another choice"])
        },
        ConformanceCheck("takes a split in batches as one") { subject in
            let rows = subject.ordinary
            let whole = subject.choice(rows)
            let split = subject.choice(Array(rows[..<1]), Array(rows[1..<37]), Array(rows[37...]))
            return isSame(whole, split) ? [] : ["in batches the choice is \(split), at once \(whole)"]
        },
        ConformanceCheck("does not mind the order of rows") { subject in
            let rows = subject.ordinary
            let (plain, reversed) = (subject.choice(rows), subject.choice(rows.reversed()))
            return isSame(plain, reversed) ? [] : ["in reverse order the choice is \(reversed), not \(plain)"]
        },
        ConformanceCheck("chooses nothing of an empty split") { subject in
            defined(subject.choice())
        },
        ConformanceCheck("chooses nothing of a split of one class") { subject in
            [0, 1].flatMap { label in
                defined(
                    subject.choice(
                        subject.ordinary.map { Prediction(probabilities: $0.probabilities, label: label) }))
            }
        },
        ConformanceCheck("chooses nothing where a probability is NaN") { subject in
            var rows = subject.ordinary
            rows[7] = Prediction(probabilities: [.nan, .nan], label: 1)
            return defined(subject.choice(rows))
        },
        ConformanceCheck("chooses nothing for three classes") { subject in
            defined(
                subject.choice(
                    (0..<6).map { Prediction(probabilities: [0.5, 0.25, 0.25], label: $0 % 3) }, classCount: 3))
        },
    ]

    /// What is wrong with a choice whatever the predictions.
    private static func unusable(_ choice: ThresholdChoice) -> [String] {
        switch choice {
        case .chosen(let threshold, let value):
            threshold.isNaN || value.isNaN ? ["chooses \(threshold) with the value \(value)"] : []
        case .undefined(let reason): reason.isEmpty ? ["is undefined without a reason"] : []
        }
    }

    /// What is wrong with a choice where there is none.
    private static func defined(_ choice: ThresholdChoice) -> [String] {
        choice.threshold.map { ["chooses \($0)"] } ?? unusable(choice)
    }

    /// The same threshold, and its value up to the rounding of sums in another order.
    private static func isSame(_ left: ThresholdChoice, _ right: ThresholdChoice) -> Bool {
        guard case .chosen(let one, let first) = left, case .chosen(let other, let second) = right else {
            return left == right
        }
        return one == other && LossChecks.isClose(first, second, 1e-12)
    }
}
