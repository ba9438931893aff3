/// Features in two dimensions, a point a row, coloured by class, with the anchors of the loss if it has any.
public struct EmbeddingScatter: Figure {
    public let name: String
    public let title: String
    public let caption: String
    let axes: (horizontal: String, vertical: String)
    let classNames: [String]
    /// Classes from the largest to the smallest: the order of drawing, so that rare points lie above.
    let order: [Int]
    let points: [(x: Double, y: Double)]
    let labels: [Int32]
    /// Points that the loss draws classes to, with their classes.
    let anchors: [(x: Double, y: Double, label: Int)]

    /// Classes that have a colour and an entry of the legend each.
    private static let namedClasses = FigureStyle.colours.count * 2

    private var isNamed: Bool { classNames.count <= Self.namedClasses }
    private var entries: [String] {
        isNamed
            ? classNames.map { FigureStyle.short($0, to: 14) } : anchors.isEmpty ? [] : ["anchors of the classes"]
    }
    public var size: (width: Int, height: Int) { (560, 480 + FigureStyle.keyHeight(entries)) }

    public func draw(in script: inout GnuplotScript) {
        FigureStyle.apply(to: &script, keyColumns: FigureStyle.columns(entries))
        script.command("set xlabel \(GnuplotScript.quoted(axes.horizontal))")
        script.command("set ylabel \(GnuplotScript.quoted(axes.vertical))")
        let ranges = ranges
        script.command("set xrange [\(text(ranges.x))]")
        script.command("set yrange [\(text(ranges.y))]")
        let plots = isNamed ? namedPlots(in: &script) : rankedPlots(in: &script)
        script.command("plot " + plots.joined(separator: ", \\\n  "))
    }

    /// A colour and a mark for each class.
    private func namedPlots(in script: inout GnuplotScript) -> [String] {
        var plots: [String] = []
        // Legend first, in the order of the classes, by one mark each outside of the picture.
        for label in classNames.indices {
            plots.append(
                "NaN with points \(look(label)) pointsize 1 title "
                    + GnuplotScript.quoted(FigureStyle.short(classNames[label], to: 14)))
        }
        for label in order {
            let rows = labels.indices.filter { Int(labels[$0]) == label }.map { [points[$0].x, points[$0].y] }
            guard !rows.isEmpty else { continue }
            script.data("p\(label)", rows)
            plots.append("$p\(label) using 1:2 with points \(look(label, alpha: "50")) pointsize 0.5 notitle")
        }
        if !anchors.isEmpty {
            for (index, anchor) in anchors.enumerated() {
                script.data("a\(index)", [[anchor.x, anchor.y]])
                let mark = "$a\(index) using 1:2 with points pointtype \(FigureStyle.point(anchor.label))"
                plots.append("\(mark) pointsize 2.3 linecolor rgb 'white' notitle")
                plots.append("\(mark) pointsize 1.9 linecolor rgb 'black' notitle")
                plots.append("\(mark) pointsize 1.1 linecolor rgb '\(FigureStyle.colour(anchor.label))' notitle")
            }
        }
        return plots
    }

    /// Colours by the rank of the class, where classes are too many to be named.
    private func rankedPlots(in script: inout GnuplotScript) -> [String] {
        var rank = [Int](repeating: 0, count: classNames.count)
        for (place, label) in order.enumerated() { rank[label] = place + 1 }
        script.command(FigureStyle.sequence)
        script.command("set cbrange [1:\(classNames.count)]")
        script.command("set cblabel 'rank of the class by training rows'")
        let rows = labels.indices.sorted { (rank[Int(labels[$0])], $0) < (rank[Int(labels[$1])], $1) }
        script.data("p", rows.map { [points[$0].x, points[$0].y, Double(rank[Int(labels[$0])])] })
        var plots = ["$p using 1:2:3 with points pointtype 7 pointsize 0.5 linecolor palette notitle"]
        if !anchors.isEmpty {
            script.data("a", anchors.map { [$0.x, $0.y, Double(rank[$0.label])] })
            plots += [
                "$a using 1:2 with points pointtype 13 pointsize 1.9 linecolor rgb 'black' notitle",
                "$a using 1:2:3 with points pointtype 13 pointsize 1.2 linecolor palette notitle",
                "NaN with points pointtype 12 pointsize 1.4 linecolor rgb 'black' title 'anchors of the classes'",
            ]
        }
        return plots
    }

    /// - Parameter alpha: how much of what lies below is seen, `00` to `ff`.
    private func look(_ label: Int, alpha: String = "00") -> String {
        "pointtype \(FigureStyle.point(label)) linecolor rgb '#\(alpha)\(FigureStyle.colour(label).dropFirst())'"
    }

    /// Equal lengths for equal distances on both axes, unless one is so short that nothing could be seen on it.
    private var ranges: (x: ClosedRange<Double>, y: ClosedRange<Double>) {
        func bounds(_ values: [Double]) -> ClosedRange<Double> {
            let (low, high) = (values.min() ?? 0, values.max() ?? 1)
            let margin = max((high - low) * 0.04, 1e-6 * max(abs(low), abs(high), 1e-6))
            return low - margin...high + margin
        }
        let x = bounds(points.map(\.x) + anchors.map(\.x))
        let y = bounds(points.map(\.y) + anchors.map(\.y))
        let (width, height) = (x.upperBound - x.lowerBound, y.upperBound - y.lowerBound)
        let span = max(width, height)
        guard min(width, height) * 3 >= span else { return (x, y) }
        func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
            let middle = (range.lowerBound + range.upperBound) / 2
            return middle - span / 2...middle + span / 2
        }
        return (widened(x), widened(y))
    }

    private func text(_ range: ClosedRange<Double>) -> String {
        "\(GnuplotScript.number(range.lowerBound)):\(GnuplotScript.number(range.upperBound))"
    }
}
