import BallastCore

extension ThresholdChoice {
    /// The best threshold of a ranking of the positive class, where there is anything to choose by.
    ///
    /// - Parameters:
    ///   - best: the threshold and its value; nil if none will do.
    ///   - otherwise: why none will do.
    static func choosing(
        on predictions: Predictions, otherwise reason: String = "", _ best: (RankedScores) -> (Double, Double)?
    ) -> ThresholdChoice {
        guard predictions.classCount == 2 else {
            return .undefined("a threshold needs two classes, but there are \(predictions.classCount)")
        }
        guard predictions.count > 0 else { return .undefined("there are no examples") }
        guard let ranking = predictions.positiveRanking else { return .undefined("a probability is NaN") }
        guard ranking.positiveCount > 0 else { return .undefined("there are no examples of the positive class") }
        guard ranking.negativeCount > 0 else { return .undefined("there are no examples of the negative class") }
        guard let (threshold, value) = best(ranking) else { return .undefined(reason) }
        return .chosen(threshold: threshold, value: value)
    }
}
