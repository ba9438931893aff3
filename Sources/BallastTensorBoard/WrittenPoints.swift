/// The tags and steps of an event file that was there before.
struct EarlierEvents {
    fileprivate var points: Set<WrittenPoint> = []
    /// The step from which on earlier points are void, if the file says so.
    fileprivate var restart: Int?

    init(path: String) throws {
        for event in try EventFile.events(path) {
            let step = Int(event.step)
            switch event.content {
            case .summary(let summary): points.formUnion(summary.value.map { WrittenPoint(tag: $0.tag, step: step) })
            case .sessionLog(let log) where log.status == .start: restart = step
            default: break
            }
        }
    }
}

/// A value of one tag at one step.
private struct WrittenPoint: Hashable {
    let tag: String
    let step: Int
}

/// The points of earlier event files that still count.
struct WrittenPoints {
    private var points: Set<WrittenPoint> = []
    /// The last step whose points count.
    let last: Int

    /// - Parameters:
    ///   - files: what earlier files hold, in their order.
    ///   - last: the last step that the run has finished; later points are void.
    init(_ files: [EarlierEvents], upTo last: Int) {
        self.last = last
        for file in files {
            if let restart = file.restart { points = points.filter { $0.step < restart } }
            points.formUnion(file.points)
        }
        points = points.filter { $0.step <= last }
    }

    func contains(_ tag: String, step: Int) -> Bool { points.contains(WrittenPoint(tag: tag, step: step)) }
}
