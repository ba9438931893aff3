import Ballast

/// Shows a sweep as it goes on: a table that is rewritten on a terminal, a line a run otherwise.
final class SweepDisplay {
    private let isQuiet: Bool
    private let metric: String
    private var shownLines = 0

    /// Points that a terminal shows; the rest are behind them.
    private static let longest = 15

    init(isQuiet: Bool, metric: String) {
        self.isQuiet = isQuiet
        self.metric = metric
    }

    func show(_ state: SweepState, finished title: String? = nil, seconds: Double = 0) {
        guard !isQuiet else { return }
        let done = state.runCount - state.unfinished.count
        let heading = "round \(state.rounds.count): \(done) of \(state.runCount) runs finished"
        guard Console.isTerminal else {
            return Console.error(title.map { "\(heading)  \($0)  \(seconds.fixed(1)) s" } ?? heading)
        }
        let table = SweepText.table(state.rounds.last ?? [], metric: metric, atMost: Self.longest).text
        let lines = [heading] + table.split(separator: "\n").map(String.init)
        // Up to the first line of what was shown before, each line rewritten to its end.
        let up = shownLines > 0 ? "\u{1B}[\(shownLines)A" : ""
        let clearing = "\u{1B}[K"
        let rest = String(repeating: clearing + "\n", count: max(0, shownLines - lines.count))
        let text = up + lines.map { clearing + $0 + "\n" }.joined() + rest
        shownLines = max(shownLines, lines.count)
        Console.raw(text)
    }
}
