import Ballast

extension CrossValidationMember {
    private var foldIndices: Range<Int> { 0..<validation.plan.foldCount }

    func begin() throws { try folder.begin(validation, registries: registries) }

    /// What can be trained now, with what is finished already; nothing once all is.
    ///
    /// Of a fold inside of which settings are searched these are the runs of the search's round in progress, and once it is
    /// finished the fold itself, with the settings that it chose.
    ///
    /// - Throws: `RunsError.noResult` if the search of a fold has come to nothing; `TrainingError` for a fold that was begun
    ///   with other settings than those chosen.
    func nextJobs() throws -> [WorkerPool.Job] {
        try foldIndices.flatMap { index in
            guard let sweep = validation.search(inFold: index) else { return plainJobs(index) }
            return try searchedJobs(index, sweep)
        }
    }

    private func plainJobs(_ index: Int) -> [WorkerPool.Job] {
        let fold = folder.fold(index)
        guard !fold.hasSummary else { return [] }
        let settings = [
            "data.fold={count: \(validation.plan.foldCount), index: \(index)}",
            "name=" + ConfigNode.string("\(name) \(CrossValidationFolder.foldName(index))").inlineYAML,
        ]
        return [job(index, arguments: WorkerPool.training(folder.configPath, in: fold, settings: settings))]
    }

    private func searchedJobs(_ index: Int, _ sweep: Sweep) throws -> [WorkerPool.Job] {
        let (place, fold) = (folder.search(index), folder.fold(index))
        let state = try SweepState(sweep, in: place)
        guard let result = state.result else {
            return try state.unfinished.map {
                try place.job($0, of: sweep, title: "\(sweep.name) \($0.path)", group: name)
            }
        }
        try place.write(result, of: sweep, bestNamed: sweep.name)
        guard let best = result.best else {
            throw RunsError.noResult("\(name) fold \(index): \(result.reason)")
        }
        try folder.requireSame(sweep.config(ofPoint: best.point), inFold: index, registries: registries)
        guard !fold.hasSummary else { return [] }
        return [job(index, arguments: WorkerPool.training(place.bestPath, in: fold))]
    }

    private func job(_ index: Int, arguments: [String]) -> WorkerPool.Job {
        WorkerPool.Job(
            arguments: arguments, title: "\(name) fold \(index) of 0 to \(validation.plan.foldCount - 1)", group: name,
            run: folder.fold(index))
    }

    /// How many runs have ended, and how many there will be.
    func count() throws -> (ended: Int, all: Int) {
        try foldIndices.reduce(into: (0, 0)) { count, index in
            count.0 += folder.fold(index).hasSummary ? 1 : 0
            count.1 += 1
            guard let sweep = validation.search(inFold: index) else { return }
            let state = try SweepState(sweep, in: folder.search(index))
            count.0 += state.endedRunCount
            count.1 += state.expectedRunCount
        }
    }

    /// Gathers the folds into the result, once nothing is left to train.
    func collect() throws -> CrossValidationResult { try folder.collect(validation) }
}
