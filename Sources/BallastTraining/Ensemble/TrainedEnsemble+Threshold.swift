internal import BallastCore
internal import BallastData

extension TrainedEnsemble {
    /// Chooses the threshold by the rule of the members' runs, on rows that are validation to all of them.
    ///
    /// If that cannot be, the reason is in the place of the threshold. Without a rule, and where members vote, which each
    /// does at its own threshold, there is nothing to choose.
    ///
    /// - Parameter path: the data set that all were trained on.
    public func chooseThreshold(dataset path: String) throws {
        let rules = members.map { $0.config.threshold }
        guard rule != .vote, rules.contains(where: { $0 != nil }) else { return chosenThreshold = nil }
        if let other = members.first(where: { !$0.choosesThreshold(like: members[0]) }) {
            chosenThreshold = .undefined(
                "\(members[0].path) and \(other.path) do not choose a threshold by the same rule")
            return
        }
        do {
            let evaluation = try evaluate(dataset: path, part: .validation)
            chosenThreshold =
                switch members[0].thresholdRule?(evaluation.predictions) {
                case .chosen(let threshold, _): .scalar(threshold)
                case .undefined(let reason): .undefined(reason)
                case nil: nil
                }
        } catch TrainingError.unsuitableData(let reason) {
            chosenThreshold = .undefined(reason)
        }
    }
}

extension EnsembleMember {
    fileprivate func choosesThreshold(like other: EnsembleMember) -> Bool {
        let (mine, others) = (config.threshold, other.config.threshold)
        return mine?.type == others?.type && mine?.settings == others?.settings
    }
}
