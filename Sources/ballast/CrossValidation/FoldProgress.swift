import Ballast

/// Says which runs of some cross-validations are finished, a line each.
struct FoldProgress {
    private(set) var total = 0
    private(set) var finished = 0
    private let members: [CrossValidationMember]
    private let isQuiet: Bool

    init(_ members: [CrossValidationMember], isQuiet: Bool) throws {
        self.members = members
        self.isQuiet = isQuiet
        try count()
        if !isQuiet, finished > 0 { Console.error("\(finished) of \(total) runs are finished already") }
    }

    /// Counts anew: a round of a search has fewer runs if trainings broke down in the one before.
    mutating func count() throws {
        let counts = try members.map { try $0.count() }
        finished = counts.reduce(0) { $0 + $1.ended }
        total = counts.reduce(0) { $0 + $1.all }
    }

    mutating func finished(_ job: WorkerPool.Job, seconds: Double) throws {
        finished += 1
        guard !isQuiet else { return }
        let time = "\(seconds.fixed(1)) s"
        guard job.run.hasSummary else {
            return Console.error("\(finished)/\(total)  \(job.title)  broke down  \(time)")
        }
        let summary = try job.run.summary()
        let scores = summary.test.sorted { $0.key < $1.key }.compactMap { name, value in
            value.scalar.map { "\(name) \($0.fixed(4))" }
        }
        Console.error("\(finished)/\(total)  \(summary.name)  \(scores.joined(separator: ", "))  \(time)")
    }
}
