import Ballast
import Foundation

/// What is said of a run that is coming along: a line for the moment, a line for every epoch.
struct ProgressText {
    /// The metric on validation that the line for the moment shows.
    private let monitor: String
    private var epochs = 0
    private var finished = 0
    private var recentSeconds: [Double] = []
    private var lastMonitored: Double?

    init(monitor: String) { self.monitor = monitor }

    /// What is said when a run starts or goes on.
    mutating func start(epochs: Int, stepsPerEpoch: Int, finished: Int) -> String {
        self.epochs = epochs
        self.finished = finished
        let resumed = finished > 0 ? ", continuing after epoch \(finished)" : ""
        return "\(epochs) epochs of \(stepsPerEpoch) steps\(resumed)"
    }

    /// The moment: how far the epoch has come, the loss over it so far, the metric of the last validation, rates, and the
    /// time that is left.
    ///
    /// - Parameter width: columns of the terminal, which the line does not exceed; unlimited if nil.
    func status(_ step: StepReport, width: Int?) -> String {
        let fraction = Double(step.stepInEpoch + 1) / Double(max(step.stepsPerEpoch, 1))
        let filled = Int(fraction * 20)
        let bar = String(repeating: "━", count: filled) + String(repeating: "╌", count: 20 - filled)
        var parts = ["epoch \(step.epoch + 1)/\(epochs) \(bar)", "loss \(step.loss.fixed(4))"]
        if let lastMonitored { parts.append("\(monitor) \(lastMonitored.fixed(4))") }
        parts += ["\(Int(step.examplesPerSecond)) examples/s", "lr \(step.learningRate.short)"]
        if let seconds = secondsLeft(after: fraction) { parts.append("\(Self.clock(seconds)) left") }
        let line = parts.joined(separator: "  ")
        return width.map { String(line.prefix($0 - 1)) } ?? line
    }

    /// A finished epoch; one with the best value of the monitored metric ends in a star.
    mutating func epoch(_ record: EpochRecord, isBest: Bool) -> String {
        finished = record.epoch + 1
        recentSeconds = recentSeconds.suffix(4) + [record.seconds]
        lastMonitored = record.validation[monitor]?.scalar ?? lastMonitored
        let metrics = record.validation.sorted { $0.key < $1.key }.compactMap { name, value in
            value.scalar.map { "\(name) \($0.fixed(4))" }
        }
        var parts = ["epoch \(finished)/\(epochs)", "loss \(record.loss.fixed(4))"]
        if !metrics.isEmpty { parts.append("validation: " + metrics.joined(separator: ", ")) }
        parts.append("\(Int(record.examplesPerSecond)) examples/s")
        parts.append("\(Self.clock(secondsLeft(after: 0) ?? 0)) left" + (isBest ? " *" : ""))
        return parts.joined(separator: "  ")
    }

    /// By the mean of the last five epochs; nil before one is finished.
    private func secondsLeft(after fraction: Double) -> Double? {
        guard !recentSeconds.isEmpty else { return nil }
        let mean = recentSeconds.reduce(0, +) / Double(recentSeconds.count)
        return mean * max(Double(epochs - finished) - fraction, 0)
    }

    /// Hours, minutes and seconds: `1:02:03`.
    private static func clock(_ seconds: Double) -> String {
        Duration.seconds(seconds).formatted(.time(pattern: .hourMinuteSecond))
    }
}
