internal import BallastCore
internal import BallastTensor

/// One logit for a question with two answers: class 1 is the positive one.
enum SingleLogit {
    /// The log-odds of every example's own class [N] from logits [N, 1]: z for class 1, −z for class 0.
    static func logOdds(_ logits: Tensor, _ labels: Labels) -> Tensor {
        require(logits.shape == [labels.count, 1], "a single-logit loss reads logits [N, 1], not \(logits.shape)")
        return logits.reshaped(to: [labels.count]) * labels.select(from: [-1, 1], like: logits)
    }

    /// The values [N] times one factor for class 1 and one for class 0.
    static func scaled(_ values: Tensor, _ labels: Labels, positive: Double, negative: Double) -> Tensor {
        guard positive != negative else { return positive == 1 ? values : values * positive }
        return values * labels.select(from: [negative, positive], like: values)
    }

    /// The probabilities of class 0 and class 1, [N, 2]; each is accurate where it is small.
    static func probabilities(_ logits: Tensor) -> Tensor {
        Tensor.concatenate([(-logits).sigmoid(), logits.sigmoid()], axis: 1)
    }
}
