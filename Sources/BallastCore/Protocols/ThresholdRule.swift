/// Chooses the probability of the positive class from which on it is predicted, in a task of two classes.
///
/// Chosen on examples whose labels are known and that are no test: a threshold chosen on the test examples makes every
/// metric of decisions on them too good.
public protocol ThresholdRule: Component {
    init(config: Config) throws

    /// The threshold for these predictions. Without examples of both classes, with more than two classes or with a
    /// probability that is NaN there is none to choose: ``ThresholdChoice/undefined(_:)`` with the reason, never a trap.
    func callAsFunction(_ predictions: Predictions) -> ThresholdChoice
}

/// What a rule chose.
public enum ThresholdChoice: Equatable, Sendable {
    /// The threshold, and what the rule looks for (an F1, a cost) at it.
    case chosen(threshold: Double, value: Double)
    /// No threshold, and why.
    case undefined(String)

    /// The threshold, if there is one.
    public var threshold: Double? { if case .chosen(let threshold, _) = self { threshold } else { nil } }
}
