import Ballast
import Foundation

/// Shows how a run is coming along: a line that is rewritten on a terminal, a line per epoch otherwise.
final class ProgressReporter {
    private let isQuiet: Bool
    private var epochs = 0
    private var finished = 0
    private var epochSeconds: [Double] = []
    private var lastStatus = Date.distantPast

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    func handle(_ event: TrainingEvent) {
        // This changes the results, so that it is said in any case.
        if case .precisionUnavailable(let notice) = event { Console.error(notice) }
        guard !isQuiet else { return }
        switch event {
        case .started(let epochs, let stepsPerEpoch, let finished):
            self.epochs = epochs
            self.finished = finished
            let resumed = finished > 0 ? ", continuing after epoch \(finished)" : ""
            Console.error("\(epochs) epochs of \(stepsPerEpoch) steps\(resumed)")
        case .resampled(let record): Console.error(record.text)
        case .step(let step): show(step)
        case .epoch(let record, let isBest): show(record, isBest: isBest)
        case .stoppedEarly(let epoch, let best):
            Console.error("stopped after epoch \(epoch + 1): no better value since epoch \(best + 1)")
        case .precisionUnavailable, .saved, .finished: break
        }
    }

    private func show(_ step: StepReport) {
        guard Console.isTerminal, Date.now.timeIntervalSince(lastStatus) > 0.1 else { return }
        lastStatus = .now
        let fraction = Double(step.stepInEpoch + 1) / Double(step.stepsPerEpoch)
        let filled = Int(fraction * 20)
        let bar = String(repeating: "━", count: filled) + String(repeating: "╌", count: 20 - filled)
        Console.status(
            "epoch \(step.epoch + 1)/\(epochs) \(bar) loss \(step.loss.fixed(4))  "
                + "\(Int(step.examplesPerSecond)) examples/s  lr \(step.learningRate.short)")
    }

    private func show(_ record: EpochRecord, isBest: Bool) {
        finished = record.epoch + 1
        epochSeconds.append(record.seconds)
        if Console.isTerminal { Console.status("") }
        let metrics = record.validation.sorted { $0.key < $1.key }.compactMap { name, value in
            value.scalar.map { "\(name) \($0.fixed(4))" }
        }
        var parts = ["epoch \(record.epoch + 1)/\(epochs)", "loss \(record.loss.fixed(4))"]
        if !metrics.isEmpty { parts.append("validation: " + metrics.joined(separator: ", ")) }
        parts.append("\(Int(record.examplesPerSecond)) examples/s")
        parts.append("\(timeLeft) left" + (isBest ? " *" : ""))
        Console.error(parts.joined(separator: "  "))
    }

    private var timeLeft: String {
        let recent = epochSeconds.suffix(5)
        let mean = recent.reduce(0, +) / Double(max(recent.count, 1))
        return Duration.seconds(mean * Double(epochs - finished)).formatted(.time(pattern: .hourMinuteSecond))
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
