import BallastCore

/// What every metric must do.
enum MetricChecks {
    static let all: [ConformanceCheck<MetricSubject>] = [
        ConformanceCheck("gives the same value each time") { subject in
            let value = subject.value(subject.ordinary)
            return unusable(value, classCount: subject.classCount)
                + (value == subject.value(subject.ordinary) ? [] : ["the same predictions give another value"])
        },
        ConformanceCheck("takes a split in batches as one") { subject in
            let rows = subject.ordinary
            let whole = subject.value(rows)
            let split = subject.value(Array(rows[..<1]), Array(rows[1..<18]), Array(rows[18...]))
            return isClose(whole, split) ? [] : ["in batches the value is \(split), at once \(whole)"]
        },
        ConformanceCheck("does not mind the order of rows") { subject in
            let rows = subject.ordinary
            let (plain, reversed) = (subject.value(rows), subject.value(rows.reversed()))
            return isClose(plain, reversed) ? [] : ["in reverse order the value is \(reversed), not \(plain)"]
        },
        ConformanceCheck("takes an empty split") { subject in
            unusable(subject.value(), classCount: subject.classCount)
        },
        ConformanceCheck("takes a split of one class") { subject in
            (0..<subject.classCount).flatMap { label in
                let rows = subject.ordinary.map { Prediction(probabilities: $0.probabilities, label: Int32(label)) }
                return unusable(subject.value(rows), classCount: subject.classCount)
            }
        },
        ConformanceCheck("takes equal and certain probabilities") { subject in
            let equal = [Double](repeating: 1 / Double(subject.classCount), count: subject.classCount)
            let certain = equal.indices.map { $0 == 0 ? 1.0 : 0 }
            return [equal, certain].flatMap { probabilities in
                let rows = subject.ordinary.map { Prediction(probabilities: probabilities, label: $0.label) }
                return unusable(subject.value(rows), classCount: subject.classCount)
            }
        },
        ConformanceCheck("reads probabilities only if it says so") { subject in
            guard !type(of: subject.metric).readsProbabilities else { return [] }
            let (sure, doubtful) = (subject.mixed(probability: 0.97), subject.mixed(probability: 0.9))
            let (first, second) = (subject.value(sure), subject.value(doubtful))
            return first == second ? [] : ["the same decisions with other probabilities give \(second), not \(first)"]
        },
        ConformanceCheck("is not worse where it is right") { subject in
            let right = subject.value(subject.decided(rightly: true)).scalar
            let wrong = subject.value(subject.decided(rightly: false)).scalar
            guard let right, let wrong else { return [] }
            // Equal values are no fault: among three classes all labels are among the best five.
            switch subject.metric.direction {
            case .none: return []
            case .higherIsBetter where right >= wrong: return []
            case .lowerIsBetter where right <= wrong: return []
            case .higherIsBetter, .lowerIsBetter:
                let direction = subject.metric.direction.rawValue
                return ["\(direction) is better, but right predictions give \(right), wrong ones \(wrong)"]
            }
        },
    ]

    /// What is wrong with a value whatever the predictions: numbers that are none, and lists of another length.
    private static func unusable(_ value: MetricValue, classCount: Int) -> [String] {
        let numbers: [Double?]
        switch value {
        case .scalar(let number): numbers = [number]
        case .perClass(let list):
            guard list.count == classCount else { return ["\(list.count) values for \(classCount) classes"] }
            numbers = list
        case .named(let list): numbers = list.map(\.value)
        case .matrix(let rows):
            let isSquare = rows.count == classCount && rows.allSatisfy { $0.count == classCount }
            return isSquare ? [] : ["the matrix is not \(classCount) by \(classCount)"]
        case .undefined(let reason): return reason.isEmpty ? ["is undefined without a reason"] : []
        }
        let bad = numbers.compactMap(\.self).filter { !$0.isFinite }
        return bad.isEmpty ? [] : ["is \(bad[0]); what has no value is undefined"]
    }

    /// Equal up to the rounding of sums in another order.
    private static func isClose(_ left: MetricValue, _ right: MetricValue) -> Bool {
        func close(_ a: Double?, _ b: Double?) -> Bool {
            guard let a, let b else { return a == nil && b == nil }
            return LossChecks.isClose(a, b, 1e-12)
        }
        switch (left, right) {
        case (.scalar(let a), .scalar(let b)): return close(a, b)
        case (.perClass(let a), .perClass(let b)): return a.count == b.count && zip(a, b).allSatisfy(close)
        case (.named(let a), .named(let b)):
            return a.map(\.name) == b.map(\.name) && zip(a, b).allSatisfy { close($0.value, $1.value) }
        default: return left == right
        }
    }
}
