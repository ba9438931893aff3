import BallastCore

/// A rule that chooses thresholds.
struct ThresholdSubject {
    let rule: any ThresholdRule

    /// What the rule chooses for rows, in batches.
    func choice(_ batches: [Prediction]..., classCount: Int = 2) -> ThresholdChoice {
        let predictions = Predictions(classCount: classCount)
        for batch in batches {
            predictions.append(probabilities: batch.flatMap(\.probabilities), labels: batch.map(\.label))
        }
        return rule(predictions)
    }

    /// Predictions of two classes that are right more often than not, with ties, one in four positive.
    var ordinary: [Prediction] {
        let random = NumPyRandom(seed: 33)
        return (0..<60).map { row in
            let label: Int32 = row % 4 == 1 ? 1 : 0
            let score = (random.uniform() * 14 + (label == 1 ? 5 : 0)).rounded() / 20
            return Prediction(probabilities: [1 - score, score], label: label)
        }
    }
}
