import Ballast

/// Says which folds are finished, a line each.
struct FoldProgress {
    let total: Int
    private(set) var finished: Int
    private let isQuiet: Bool

    init(_ members: [CrossValidationMember], isQuiet: Bool) {
        total = members.reduce(0) { $0 + $1.validation.plan.foldCount }
        finished = members.reduce(0) { $0 + $1.finishedFolds }
        self.isQuiet = isQuiet
        if !isQuiet, finished > 0 { Console.error("\(finished) of \(total) runs are finished already") }
    }

    mutating func finished(_ job: WorkerPool.Job, seconds: Double) throws {
        finished += 1
        guard !isQuiet else { return }
        let summary = try job.run.summary()
        let scores = summary.test.sorted { $0.key < $1.key }.compactMap { name, value in
            value.scalar.map { "\(name) \($0.fixed(4))" }
        }
        Console.error("\(finished)/\(total)  \(summary.name)  \(scores.joined(separator: ", "))  \(seconds.fixed(1)) s")
    }
}
