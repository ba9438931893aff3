import Ballast
import Foundation

/// Shows how a run is coming along: on a terminal with a line that is rewritten, and a line per epoch everywhere.
final class ProgressReporter {
    private let isQuiet: Bool
    private var text: ProgressText
    private var lastStatus = Date.distantPast
    private var showsStatus = false

    /// - Parameter monitor: the metric by which epochs are compared.
    init(isQuiet: Bool, monitor: String) {
        self.isQuiet = isQuiet
        text = ProgressText(monitor: monitor)
    }

    func handle(_ event: TrainingEvent) {
        // This changes the results, so that it is said in any case.
        if case .precisionUnavailable(let notice) = event { Console.error(notice) }
        guard !isQuiet else { return }
        switch event {
        case .started(let epochs, let stepsPerEpoch, let finished):
            say(text.start(epochs: epochs, stepsPerEpoch: stepsPerEpoch, finished: finished))
        case .resampled(let record): say(record.text)
        case .step(let step): show(step)
        case .epoch(let record, let isBest): say(text.epoch(record, isBest: isBest))
        case .stoppedEarly(let epoch, let best):
            say("stopped after epoch \(epoch + 1): no better value since epoch \(best + 1)")
        case .precisionUnavailable, .validated, .saved, .finished: break
        }
    }

    /// Leaves the terminal's line to whoever writes next.
    func end() {
        guard showsStatus else { return }
        Console.status("")
        showsStatus = false
    }

    private func show(_ step: StepReport) {
        guard Console.isTerminal, Date.now.timeIntervalSince(lastStatus) > 0.1 else { return }
        lastStatus = .now
        Console.status(text.status(step, width: Console.width))
        showsStatus = true
    }

    private func say(_ line: String) {
        end()
        Console.error(line)
    }
}

extension ResamplingRecord {
    /// What was done, in a line.
    var text: String {
        func list(_ counts: [Int]) -> String { counts.map(String.init).joined(separator: ", ") }
        return "\(sampler): rows per class \(list(countsBefore)) became \(list(countsAfter)) in \(seconds.fixed(2)) s"
    }
}

extension Double {
    /// With a fixed number of decimals.
    func fixed(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }

    /// With as many digits as it needs, six at most.
    var short: String { String(format: "%.6g", self) }
}
