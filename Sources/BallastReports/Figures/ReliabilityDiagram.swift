internal import BallastMetrics

/// What was claimed against what came true, in bins of confidence, above the share of examples in each bin.
public struct ReliabilityDiagram: Figure {
    /// A kind of confidence and its bins.
    struct Series {
        let label: String
        let bins: CalibrationBins
    }

    public let name: String
    public let title: String
    public let caption: String
    let series: [Series]

    public var size: (width: Int, height: Int) { (560, 560 + 20 * series.count) }

    public func draw(in script: inout GnuplotScript) {
        FigureStyle.apply(to: &script)
        let height = Double(size.height)
        let top = 1 - (32 + 20 * Double(series.count + 1)) / height
        func screen(_ value: Double) -> String { GnuplotScript.number(value) }
        script.command("set multiplot")
        script.command("set lmargin at screen 0.15")
        script.command("set rmargin at screen 0.96")
        script.command("set tmargin at screen \(screen(top))")
        script.command("set bmargin at screen 0.36")
        script.command("set xrange [0:1]")
        script.command("set yrange [0:1]")
        script.command("set xtics 0, 0.2, 1 format ''")
        script.command("set ytics 0, 0.2, 1")
        script.command("set ylabel 'share that came true' offset 0.5,0")
        var plots = [
            "x with lines linewidth 1.5 linecolor rgb '\(FigureStyle.grey)' dashtype '.' title 'perfectly calibrated'"
        ]
        for (index, one) in series.enumerated() {
            let bins = one.bins
            let total = Double(max(bins.counts.reduce(0, +), 1))
            script.data(
                "r\(index)",
                bins.counts.indices.filter { bins.counts[$0] > 0 }.map {
                    [
                        bins.meanConfidences[$0], bins.meanOutcomes[$0],
                        (Double($0) + 0.5) / Double(bins.counts.count), Double(bins.counts[$0]) / total,
                    ]
                })
            plots.append(
                "$r\(index) using 1:2 with linespoints linewidth 2 pointtype \(FigureStyle.point(index)) pointsize 0.9 "
                    + "linecolor rgb '\(FigureStyle.colour(index))' title \(GnuplotScript.quoted(one.label))")
        }
        script.command("plot " + plots.joined(separator: ", \\\n  "))
        script.command("unset key")
        script.command("set tmargin at screen 0.31")
        script.command("set bmargin at screen 0.12")
        script.command("set xtics 0, 0.2, 1 format '%g'")
        script.command("set xlabel 'confidence (mean of the bin above, bin below)'")
        script.command("set ylabel 'share of rows' offset 0.5,0")
        script.command("set yrange [0:*]")
        script.command("set ytics autofreq")
        script.command("set ytics 0.2")
        script.command("set style fill solid 0.85 noborder")
        let width = 1 / Double(series.first?.bins.counts.count ?? 1) / Double(series.count)
        let bars = series.indices.map { index in
            let shift = (Double(index) - Double(series.count - 1) / 2) * width
            return "$r\(index) using ($3 + (\(screen(shift)))):4:(\(screen(width * 0.85))) with boxes "
                + "linecolor rgb '\(FigureStyle.colour(index))' notitle"
        }
        script.command("plot " + bars.joined(separator: ", \\\n  "))
        script.command("unset multiplot")
    }
}
