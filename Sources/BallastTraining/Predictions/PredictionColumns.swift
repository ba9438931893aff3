/// Where labels, scores and decisions stand in a file of predictions.
public struct PredictionColumns: Sendable {
    /// The column (CSV) or dataset (HDF5) of labels; nil: `label` or `labels`, as `ballast predict` writes them.
    public var label: String?
    /// Columns of scores: one, of the positive class of two, or one per class. In HDF5 one dataset, [N] or [N, K]. Empty:
    /// the columns `p_…` or the dataset `probabilities`, unless decisions are named.
    public var scores: [String]
    /// The column or dataset of predicted classes; nil: there is none to read.
    public var predicted: String?
    /// The names of the classes in the order of scores; empty: those in the file.
    public var classes: [String]
    /// The class of interest in a binary task; nil: the second.
    public var positive: String?

    public init(
        label: String? = nil, scores: [String] = [], predicted: String? = nil, classes: [String] = [],
        positive: String? = nil
    ) {
        self.label = label
        self.scores = scores
        self.predicted = predicted
        self.classes = classes
        self.positive = positive
    }
}
