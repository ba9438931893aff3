internal import BallastHDF5

/// Files of curves, to draw elsewhere.
public enum CurveFile {
    /// Points of both curves of a score: `roc/thresholds`, `roc/false_positive_rate`, `roc/true_positive_rate`,
    /// `pr/thresholds` (one fewer than points), `pr/precision`, `pr/recall`; written atomically.
    public static func write(
        roc: (thresholds: [Double], falsePositiveRates: [Double], truePositiveRates: [Double]),
        precisionRecall: (thresholds: [Double], precisions: [Double], recalls: [Double]), to path: String
    ) throws {
        try HDF5File.writeAtomically(to: path) { file in
            try file.setAttribute("format", to: "ballast-curves")
            try file.setAttribute("version", to: 1)
            for (name, values) in [
                ("roc/thresholds", roc.thresholds), ("roc/false_positive_rate", roc.falsePositiveRates),
                ("roc/true_positive_rate", roc.truePositiveRates), ("pr/thresholds", precisionRecall.thresholds),
                ("pr/precision", precisionRecall.precisions), ("pr/recall", precisionRecall.recalls),
            ] {
                try file.createDataset(name, values: values, options: values.isEmpty ? .plain : .compressed)
            }
        }
    }
}
