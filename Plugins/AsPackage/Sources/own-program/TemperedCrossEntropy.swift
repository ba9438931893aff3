import Ballast

/// Cross-entropy of logits divided by a trained temperature.
///
///     loss = −log softmax(z / t)_y,      t = exp(s)
///
/// Reads logits z [N, K]. s is the trained parameter `log_temperature` [1], 0 at first.
struct TemperedCrossEntropy: Loss {
    static let name = "tempered_cross_entropy"
    static let summary = "Cross-entropy with a trained temperature."
    static let paper: String? = "Guo et al., On Calibration of Modern Neural Networks, ICML 2017, arXiv:1706.04599"

    struct Config: ComponentConfig {}

    private let logTemperature: Parameter

    init(config: Config, context: LossContext) throws {
        logTemperature = context.scope.parameter("log_temperature", [1], .constant(0), role: .loss)
    }

    func callAsFunction(_ batch: LossBatch) -> LossValue {
        LossValue(-tempered(batch.logits).logSoftmax().picked(batch.labels))
    }

    func probabilities(_ output: ModelOutput) -> Tensor { tempered(output.requiredLogits).softmax() }

    private func tempered(_ logits: Tensor) -> Tensor { logits * (-logTemperature.value).exp() }
}
