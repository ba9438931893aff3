internal import BallastCore
internal import BallastTraining

extension TensorBoardSummary.Value {
    /// A point of a curve.
    static func scalar(_ tag: String, _ value: Double) -> TensorBoardSummary.Value {
        .with {
            $0.tag = tag
            $0.simpleValue = Float(value)
        }
    }

    /// The curves of an epoch's training: `train/loss`, the loss's terms, and the rates.
    static func scalars(of record: EpochRecord) -> [TensorBoardSummary.Value] {
        var values = [
            scalar("train/loss", record.loss), scalar("train/learning_rate", record.learningRate),
            scalar("train/examples_per_second", record.examplesPerSecond),
        ]
        for (name, value) in record.terms.sorted(by: { $0.key < $1.key }) {
            values.append(scalar("train/\(name)", value))
        }
        return values
    }

    /// Metrics as curves: `validation/accuracy`, and one for every class or name of a metric that has several values. What
    /// is undefined, or a matrix, has no point.
    static func scalars(
        of metrics: [String: MetricValue], under prefix: String, classNames: [String]
    ) -> [TensorBoardSummary.Value] {
        metrics.sorted { $0.key < $1.key }.flatMap { name, value -> [TensorBoardSummary.Value] in
            let tag = "\(prefix)/\(name)"
            func several(_ parts: some Sequence<(String, Double?)>) -> [TensorBoardSummary.Value] {
                parts.compactMap { part, value in value.map { scalar("\(tag)/\(part)", $0) } }
            }
            return switch value {
            case .scalar(let number): [scalar(tag, number)]
            case .perClass(let values): several(zip(classNames, values))
            case .named(let values): several(values.map { ($0.name, $0.value) })
            case .matrix, .undefined: []
            }
        }
    }
}
