public import BallastCore

extension LossContext {
    /// Refuses a data set of fewer than two classes, in which a softmax has nothing to decide.
    public func requireSeveralClasses(of loss: any Loss.Type) throws {
        guard classCount >= 2 else {
            throw ConfigError(
                key: "", "\(loss.name) needs two classes or more, but the data set has \(classCount)")
        }
    }

    /// Refuses a data set of other than two classes, for losses of a single logit.
    public func requireTwoClasses(of loss: any Loss.Type) throws {
        guard classCount == 2 else {
            throw ConfigError(
                key: "",
                "\(loss.name) is for two classes, but the data set has \(classCount); "
                    + "the losses cross_entropy, focal and focal_sigmoid are for any number")
        }
    }

    /// Refuses a class without training examples, for losses that divide by class counts or take their logarithm.
    public func requireExamples(of loss: any Loss.Type) throws {
        guard let empty = classCounts.firstIndex(where: { $0 <= 0 }) else { return }
        throw ConfigError(
            key: "", "\(loss.name) needs training examples of every class, but class \(empty) has none")
    }
}
