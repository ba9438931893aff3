/// A confusion matrix as a map: colour is the share of the true class, numbers are examples.
public struct ConfusionMap: Figure {
    public let name: String
    public let title: String
    public let caption: String
    let classNames: [String]
    /// Counts, true class by predicted class, [K][K].
    let matrix: [[Int]]

    /// Classes up to which cells have their numbers, and axes their names.
    static let numberedClasses = 12
    private static let namedClasses = 40
    /// Classes up to which there is a map: of more, cells would be smaller than dots.
    static let drawnClasses = 300

    private var count: Int { classNames.count }

    public var size: (width: Int, height: Int) { count > 4 ? (620, 560) : (560, 430) }

    public func draw(in script: inout GnuplotScript) {
        FigureStyle.apply(to: &script)
        script.command("unset key")
        script.command("unset grid")
        script.command("set border 15")
        script.command("set xlabel 'predicted class'")
        script.command("set ylabel 'true class'")
        script.command("set xrange [-0.5:\(count).0-0.5]")
        script.command("set yrange [\(count).0-0.5:-0.5]")
        script.command("set palette defined (0 '#ffffff', 0.25 '#c6dbef', 0.6 '#4292c6', 1 '#08306b')")
        script.command("set cbrange [0:1]")
        script.command("set cblabel 'share of the true class'")
        script.command("set cbtics 0, 0.2, 1")
        if count <= Self.namedClasses {
            let names = classNames.enumerated().map { index, name in
                "\(GnuplotScript.quotedTick(FigureStyle.short(name, to: 14))) \(index)"
            }.joined(separator: ", ")
            script.command("set xtics (\(names)) \(count > 4 ? "rotate by 40 right" : "")\(tickFont)")
            script.command("set ytics (\(names))\(tickFont)")
        }
        script.data(
            "cells",
            matrix.enumerated().flatMap { row, counts in
                let total = max(counts.reduce(0, +), 1)
                return counts.enumerated().map { column, cell in
                    [Double(column), Double(row), Double(cell) / Double(total), Double(cell)]
                }
            })
        // Few cells as rectangles, which stay sharp; many as a picture, which stays small.
        var plots = ["$cells using 1:2:3 with image \(count <= Self.numberedClasses ? "pixels" : "") notitle"]
        if count <= Self.numberedClasses {
            let font = "font 'sans-serif,\(count > 7 ? 12 : 16)'"
            for (condition, colour) in [("$3 <= 0.65", "black"), ("$3 > 0.65", "white")] {
                plots.append(
                    "$cells using (\(condition) ? $1 : NaN):2:(sprintf('%d', $4)) with labels \(font) "
                        + "textcolor rgb '\(colour)'")
            }
        }
        script.command("plot " + plots.joined(separator: ", \\\n  "))
    }

    private var tickFont: String { count > Self.numberedClasses ? " font 'sans-serif,9'" : "" }
}
