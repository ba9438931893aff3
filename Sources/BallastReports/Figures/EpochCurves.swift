/// Numbers over the epochs of a run, or of several.
public struct EpochCurves: Figure {
    /// A line of the figure.
    struct Series {
        let label: String
        /// Epochs, from 1, and the values; those that are not finite are left out.
        let points: [(epoch: Int, value: Double)]
    }

    public let name: String
    public let title: String
    public let caption: String
    /// What the values are, with their unit.
    let valueLabel: String
    let series: [Series]
    /// An epoch to mark, from 1, and why.
    var mark: (epoch: Int, reason: String)?

    /// Nil if no series has a point.
    init?(
        name: String, title: String, caption: String, valueLabel: String, series: [Series],
        mark: (epoch: Int, reason: String)? = nil
    ) {
        let drawn = series.map { Series(label: $0.label, points: $0.points.filter(\.value.isFinite)) }
            .filter { !$0.points.isEmpty }
        guard !drawn.isEmpty else { return nil }
        self.name = name
        self.title = title
        self.caption = caption
        self.valueLabel = valueLabel
        self.series = drawn
        self.mark = mark
    }

    private var labels: [String] { series.map(\.label) + (mark.map { [$0.reason] } ?? []) }

    public var size: (width: Int, height: Int) { (560, 370 + FigureStyle.keyHeight(labels)) }

    /// Whether values span so much that equal ratios should be equal lengths.
    var isLogarithmic: Bool {
        let values = series.flatMap { $0.points.map(\.value) }
        guard let low = values.min(), let high = values.max() else { return false }
        return low > 0 && high / low >= 50
    }

    public func draw(in script: inout GnuplotScript) {
        FigureStyle.apply(to: &script, keyColumns: FigureStyle.columns(labels))
        let epochs = series.flatMap { $0.points.map(\.epoch) }
        let (first, last) = (epochs.min() ?? 1, epochs.max() ?? 1)
        script.command("set xlabel 'epoch'")
        script.command("set ylabel \(GnuplotScript.quoted(valueLabel))")
        script.command("set xrange [\(first == last ? first - 1 : first):\(first == last ? last + 1 : last)]")
        if last - first <= 10 { script.command("set xtics 1") }
        if isLogarithmic {
            script.command("set logscale y")
            script.command("set format y '%g'")
        } else {
            script.command("set offsets 0, 0, graph 0.04, graph 0.04")
        }
        var plots: [String] = []
        for (index, one) in series.enumerated() {
            script.data("s\(index)", one.points.map { [Double($0.epoch), $0.value] })
            let style =
                one.points.count > 25
                ? FigureStyle.line(index)
                : "line" + FigureStyle.line(index).replacing("lines ", with: "spoints ", maxReplacements: 1)
                    + " pointtype \(FigureStyle.point(index)) pointsize 0.6"
            plots.append("$s\(index) using 1:2 with \(style) title \(GnuplotScript.quoted(one.label))")
        }
        if let mark {
            let look = "linewidth 1.5 linecolor rgb '\(FigureStyle.grey)' dashtype '.'"
            script.command(
                "set arrow from first \(mark.epoch), graph 0 to first \(mark.epoch), graph 1 nohead \(look)")
            plots.append("NaN with lines \(look) title \(GnuplotScript.quoted(mark.reason))")
        }
        script.command("plot " + plots.joined(separator: ", \\\n  "))
    }
}
