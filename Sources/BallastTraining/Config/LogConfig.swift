public import BallastCore

/// What a run writes for programs that show how it is coming along.
public struct LogConfig: ComponentConfig {
    @Setting("Write event files for TensorBoard into the run folder.") public var tensorboard = false
    @Setting(
        "Validation rows, the same number of every class as far as there are, whose features and logits are written.",
        range: 1...100_000)
    public var rows = 1000
    @Setting(
        "Of more than two classes, those that get precision-recall curves and histograms: so many, the rarest first.",
        range: 1...)
    public var classes = 20
    @Setting(
        "Epochs between precision-recall curves and histograms; if omitted, so many that there are 50 at most.",
        range: 1...)
    public var every: Int? = nil

    public init() {}
}
