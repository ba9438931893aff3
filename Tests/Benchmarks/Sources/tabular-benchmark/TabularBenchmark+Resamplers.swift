import Ballast

extension TabularBenchmark {
    /// SMOTE and NearMiss on `make_classification` with one row in 51 of the small class, 30 columns.
    ///
    /// The time is that from an array of doubles to the array of the new set, as of imbalanced-learn's `fit_resample`.
    static func resamplers(_ options: Options, into results: HDF5File) throws {
        var config = ClassificationGenerator.Config()
        config.nSamples = options.rows
        config.nFeatures = 30
        config.nInformative = 12
        config.nRedundant = 6
        config.weights = [50.0 / 51]
        config.flipY = 0
        let path = options.folder + "/table.h5"
        try ClassificationGenerator(config: config).generate(seed: 0, to: path, overwriting: true)

        let file = try HDF5File.open(path)
        let values = try file.dataset("all/x").read(as: Double.self).values
        let labels = try file.dataset("all/y").read(as: Int32.self).values
        let table = FeatureTable(labels: labels, classCount: 2, width: config.nFeatures) { values }
        let context = SamplerContext(labels: labels, classCount: 2, epochs: 1)

        func record(_ name: String, _ make: () throws -> some Resampler) throws {
            let (result, _, _) = try measure(name, options, into: results, prepare: {}) {
                let result = try make().resample(table, random: .seed(0), threads: options.threads)
                return (
                    result, result.values(given: values, width: table.width, threads: options.threads),
                    result.labels(given: labels)
                )
            }
            try results.createDataset(name + "/rows", values: result.rows.map(Int64.init))
            try results.createDataset(
                name + "/made", values: result.madeValues, shape: [result.madeLabels.count, table.width])
        }
        func nearMiss(_ version: Int) throws -> NearMiss {
            var config = NearMiss.Config()
            config.version = version
            return try NearMiss(config: config, context: context)
        }
        try record("smote") { try SMOTE(config: SMOTE.Config(), context: context) }
        try record("near_miss_1") { try nearMiss(1) }
        try record("near_miss_2") { try nearMiss(2) }
    }
}
