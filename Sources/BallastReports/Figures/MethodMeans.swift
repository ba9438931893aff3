/// Means of a metric over folds or seeds, with their standard errors, method beside method.
public struct MethodMeans: Figure {
    public let name: String
    public let title: String
    public let caption: String
    let metric: String
    /// The methods with mean and standard error, in the order of the table.
    let rows: [(method: String, mean: Double, error: Double?)]

    public var size: (width: Int, height: Int) { (560, 110 + 34 * max(rows.count, 2)) }

    public func draw(in script: inout GnuplotScript) {
        FigureStyle.apply(to: &script)
        script.command("unset key")
        script.command("set xlabel \(GnuplotScript.quoted("\(metric), mean ± standard error"))")
        script.command("set yrange [\(rows.count).0-0.4:-0.6]")
        script.command("set offsets graph 0.05, graph 0.05, 0, 0")
        let names = rows.enumerated().map {
            "\(GnuplotScript.quotedTick(FigureStyle.short($1.method, to: 26))) \($0)"
        }
        script.command("set ytics (\(names.joined(separator: ", ")))")
        script.data(
            "m", rows.enumerated().map { [$1.mean, Double($0), $1.error ?? 0] })
        script.command(
            "plot $m using 1:2:3 with xerrorbars linewidth 2.5 pointtype 7 pointsize 1 "
                + "linecolor rgb '\(FigureStyle.colours[0])'")
    }
}
