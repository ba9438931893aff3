/// Curves in the square of two rates, with the points at which decisions are made.
public struct UnitCurves: Figure {
    /// A curve and what its legend says.
    struct Curve {
        let label: String
        let points: [(x: Double, y: Double)]
        /// Drawn under the others in grey, dashed: what a guess would give.
        var isReference = false
    }

    /// A point on a curve, such as that of a threshold.
    struct Mark {
        /// What the legend says; nil for no entry.
        let label: String?
        let x: Double
        let y: Double
        /// The number of the curve whose colour it has.
        let curve: Int
    }

    public let name: String
    public let title: String
    public let caption: String
    let horizontal: String
    let vertical: String
    let curves: [Curve]
    let marks: [Mark]

    private var labels: [String] { curves.map(\.label) + marks.compactMap(\.label) }

    public var size: (width: Int, height: Int) { (560, 500 + FigureStyle.keyHeight(labels)) }

    public func draw(in script: inout GnuplotScript) {
        FigureStyle.apply(to: &script, keyColumns: FigureStyle.columns(labels))
        script.command("set xlabel \(GnuplotScript.quoted(horizontal))")
        script.command("set ylabel \(GnuplotScript.quoted(vertical))")
        script.command("set xrange [-0.005:1.005]")
        script.command("set yrange [-0.005:1.005]")
        script.command("set xtics 0, 0.2, 1")
        script.command("set ytics 0, 0.2, 1")
        var plots: [String] = []
        for (index, curve) in curves.enumerated() {
            script.data("c\(index)", CurveThinning.thinned(curve.points).map { [$0.x, $0.y] })
            let style =
                curve.isReference
                ? "lines linewidth 1.5 linecolor rgb '\(FigureStyle.grey)' dashtype '.'" : FigureStyle.line(index)
            plots.append("$c\(index) using 1:2 with \(style) title \(GnuplotScript.quoted(curve.label))")
        }
        for (index, mark) in marks.enumerated() {
            script.data("m\(index)", [[mark.x, mark.y]])
            // A ring of white keeps the mark apart from its curve.
            plots.append("$m\(index) using 1:2 with points pointtype 7 pointsize 1.7 linecolor rgb 'white' notitle")
            plots.append(
                "$m\(index) using 1:2 with points pointtype \(FigureStyle.point(index)) pointsize 1.2 "
                    + "linecolor rgb '\(FigureStyle.colour(mark.curve))' "
                    + (mark.label.map { "title \(GnuplotScript.quoted($0))" } ?? "notitle"))
        }
        script.command("plot " + plots.joined(separator: ", \\\n  "))
    }
}
