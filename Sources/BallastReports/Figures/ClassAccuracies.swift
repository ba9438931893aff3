/// The accuracy of every class, from the largest to the smallest, beside its size.
public struct ClassAccuracies: Figure {
    /// The accuracies of one run.
    struct Series {
        let label: String
        /// A value per class, in 0...1; nil where the class has no rows.
        let values: [Double?]
    }

    public let name: String
    public let title: String
    public let caption: String
    let classNames: [String]
    let trainingCounts: [Int]
    let series: [Series]

    private static let namedClasses = 40

    private var labels: [String] { series.map(\.label) + ["training rows (right axis)"] }
    public var size: (width: Int, height: Int) { (560, 440 + FigureStyle.keyHeight(labels)) }

    /// Classes in the order of the axis.
    private var order: [Int] {
        classNames.indices.sorted { (-trainingCounts[$0], $0) < (-trainingCounts[$1], $1) }
    }

    public func draw(in script: inout GnuplotScript) {
        FigureStyle.apply(to: &script, keyColumns: FigureStyle.columns(labels))
        script.command("set border 11")
        script.command("set ylabel 'accuracy of the class (recall)'")
        script.command("set y2label 'training rows'")
        script.command("set yrange [0:1.02]")
        script.command("set ytics 0, 0.2, 1")
        script.command("set logscale y2")
        script.command("set y2tics")
        script.command("set format y2 '%g'")
        let (least, most) = (max(trainingCounts.min() ?? 1, 1), max(trainingCounts.max() ?? 1, 1))
        script.command("set y2range [\(Double(least) / 2):\(Double(most) * 2)]")
        script.command("set xrange [-0.6:\(classNames.count).0-0.4]")
        if classNames.count <= Self.namedClasses {
            let names = order.enumerated().map { place, label in
                "\(GnuplotScript.quotedTick(FigureStyle.short(classNames[label], to: 14))) \(place)"
            }
            script.command("set xtics (\(names.joined(separator: ", "))) rotate by 40 right")
        } else {
            script.command("set xlabel 'rank of the class by training rows'")
        }
        script.command("set boxwidth 0.72")
        script.command("set style fill solid 1 noborder")
        var plots: [String] = []
        for (index, one) in series.enumerated() {
            let rows = order.enumerated().compactMap { place, label in
                one.values[label].map { [Double(place), $0] }
            }
            script.data("a\(index)", rows)
            let style =
                series.count == 1
                ? "boxes linecolor rgb '#8cc4e8'"
                : "points pointtype \(FigureStyle.point(index)) pointsize 1 linecolor rgb '\(FigureStyle.colour(index))'"
            plots.append("$a\(index) using 1:2 with \(style) title \(GnuplotScript.quoted(one.label))")
        }
        script.data("n", order.enumerated().map { [Double($0), Double(max(trainingCounts[$1], 1))] })
        let look = series.count == 1 ? FigureStyle.colours[1] : FigureStyle.grey
        plots.append(
            "$n using 1:2 axes x1y2 with linespoints linewidth 2 pointtype 6 pointsize 0.8 linecolor rgb '\(look)' "
                + "dashtype '-' title 'training rows (right axis)'")
        script.command("plot " + plots.joined(separator: ", \\\n  "))
    }
}
