import Ballast
import Foundation

extension TabularBenchmark {
    /// ROC-AUC and average precision of probabilities in double precision, one example in 51 positive.
    ///
    /// The time is that from gathered predictions to the value; nothing is kept from one metric or repetition to the next.
    static func metrics(_ options: Options, into results: HDF5File) throws {
        let random = NumPyRandom(seed: 0)
        let labels = random.uniform(count: options.scores).map { Int32($0 < 1.0 / 51 ? 1 : 0) }
        // Logits of positive examples are higher by 1.5 standard deviations.
        let noise = random.normal(count: options.scores)
        let scores = zip(labels, noise).map { label, noise -> Double in
            let logit = noise + 1.5 * Double(label) - 3
            return 1 / (1 + exp(-logit))
        }
        let data = try HDF5File.create(options.folder + "/scores.h5", overwriting: true)
        try data.createDataset("y", values: labels)
        try data.createDataset("score", values: scores)
        try data.close()

        let context = MetricContext(classNames: ["0", "1"], trainingCounts: [])
        func record(_ name: String, _ metric: some Metric) throws {
            let value = try measure(name, options, into: results) {
                let predictions = Predictions(classCount: 2)
                predictions.append(probabilities: scores.flatMap { [1 - $0, $0] }, labels: labels)
                return predictions
            } _: {
                metric($0)
            }
            guard case .scalar(let number) = value else { fatalError("\(name) has no value: \(value)") }
            try results.createDataset(name + "/value", scalar: number)
        }
        try record("roc_auc", try AreaUnderROC(config: AreaUnderROC.Config(), context: context))
        try record("average_precision", try AveragePrecision(config: AveragePrecision.Config(), context: context))
    }
}
