internal import BallastCore
internal import BallastTensor

/// The optional factor α per class of focal losses, indexed by the true class.
struct ClassAlpha {
    private let values: [Double]?

    /// - Throws: `ConfigError` about the setting `alpha` unless there is one value per class.
    init(_ values: [Double]?, classCount: Int) throws {
        if let values, values.count != classCount {
            throw ConfigError(
                key: "alpha",
                "has \(values.count) value\(values.count == 1 ? "" : "s"), but the data set has \(classCount) classes")
        }
        self.values = values
    }

    /// The values [N] times α of each label.
    func applied(to values: Tensor, _ labels: Labels) -> Tensor {
        guard let alpha = self.values else { return values }
        return values * labels.select(from: alpha, like: values)
    }
}
