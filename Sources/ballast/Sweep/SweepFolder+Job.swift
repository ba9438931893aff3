import Ballast

extension SweepFolder {
    /// The training of a run, by `ballast train` of its configuration, which is written first.
    ///
    /// One that breaks down is a result of its point, and noted.
    func job(_ run: SweepRun, of sweep: Sweep, title: String, group: String) throws -> WorkerPool.Job {
        try prepare(run, of: sweep)
        let out = folder(of: run)
        return WorkerPool.Job(
            arguments: WorkerPool.training(configPath(of: run), in: out), title: title, group: group, run: out,
            noteBreakdown: { try noteFailure($0, of: run) })
    }

    /// Writes a finished search's result, and the configuration of the best point if there is one.
    ///
    /// - Parameter name: of the best point's configuration.
    /// - Returns: the result as it is written.
    @discardableResult func write(_ result: SweepResult, of sweep: Sweep, bestNamed name: String) throws -> String {
        let text = try JSONText.encode(result, pretty: true)
        try write(text, to: resultPath)
        if let best = result.best {
            var config = sweep.config(ofPoint: best.point)
            config.name = name
            try write(config.encode().yaml(), to: bestPath)
        }
        return text
    }
}

extension WorkerPool {
    /// The arguments that train a configuration in a folder, or take up the training that the folder holds.
    static func training(_ config: String, in folder: RunFolder, settings: [String] = []) -> [String] {
        ["train", config, "--out", folder.path, "--quiet", "--ends-with-input"]
            + settings.flatMap { ["--set", $0] } + (folder.isInUse ? ["--resume"] : [])
    }
}
