import BallastCore

/// A metric that was made for so many classes.
struct MetricSubject {
    let metric: any Metric
    let classCount: Int

    /// Many, medium and few examples in training; two classes.
    static let trainingCounts = [[500, 60, 7], [300, 11]]

    /// Predictions for rows, in batches.
    func value(_ batches: [Prediction]...) -> MetricValue {
        let predictions = Predictions(classCount: classCount)
        for batch in batches {
            predictions.append(probabilities: batch.flatMap(\.probabilities), labels: batch.map(\.label))
        }
        return metric(predictions)
    }

    /// Predictions that are right more often than not, every class among the labels.
    var ordinary: [Prediction] {
        let random = NumPyRandom(seed: 21)
        return (0..<40).map { row in
            let label = row % 5 < 3 ? 0 : row % classCount
            var scores = (0..<classCount).map { _ in random.uniform() }
            scores[label] += 0.4
            let sum = scores.reduce(0, +)
            return Prediction(probabilities: scores.map { $0 / sum }, label: Int32(label))
        }
    }

    /// Predictions that give each label's own class, or another, nearly all of the probability.
    func decided(rightly: Bool, probability: Double = 0.97) -> [Prediction] {
        ordinary.map { row in
            let chosen = rightly ? Int(row.label) : (Int(row.label) + 1) % classCount
            let rest = (1 - probability) / Double(classCount - 1)
            return Prediction(
                probabilities: (0..<classCount).map { $0 == chosen ? probability : rest }, label: row.label)
        }
    }
}

extension MetricSubject {
    /// Predictions of which every third is wrong, all as sure as is said.
    func mixed(probability: Double) -> [Prediction] {
        let right = decided(rightly: true, probability: probability)
        let wrong = decided(rightly: false, probability: probability)
        return right.indices.map { $0 % 3 == 0 ? wrong[$0] : right[$0] }
    }
}

/// One row's prediction and truth.
struct Prediction {
    let probabilities: [Double]
    let label: Int32
}
