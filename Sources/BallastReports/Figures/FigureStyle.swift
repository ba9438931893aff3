/// What figures have in common: colours that colour-blind readers tell apart, and quiet axes.
enum FigureStyle {
    /// The colours of Okabe and Ito (Color Universal Design, 2008) without the yellow, which is too light on white.
    static let colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
    /// Marks for series beside colour, filled.
    static let points = [7, 5, 9, 11, 13, 15]
    static let grey = "#666666"

    /// The number of series that colours and dashes tell apart.
    static let distinctSeries = 2 * colours.count

    static func colour(_ index: Int) -> String { colours[index % colours.count] }

    static func point(_ index: Int) -> Int { points[index % points.count] }

    /// `lines linewidth 2.5 linecolor …`, dashed from the second round of colours on.
    static func line(_ index: Int) -> String {
        "lines linewidth 2.5 linecolor rgb '\(colour(index))' dashtype \(index < colours.count ? "solid" : "'-'")"
    }

    /// Colours from dark to light for places in an order, such as classes by size: those of viridis, cut before the yellow.
    static let sequence = "set palette defined (0 '#440154', 1 '#3b528b', 2 '#21918c', 3 '#5ec962', 4 '#b5de2b')"

    /// Axes at the left and below, a light grid, and a legend above the plot, where it covers nothing.
    ///
    /// - Parameters:
    ///   - script: gets the commands.
    ///   - keyColumns: entries of the legend beside each other.
    static func apply(to script: inout GnuplotScript, keyColumns: Int = 1) {
        script.command("set border 3 linewidth 1 linecolor rgb '\(grey)'")
        script.command("set tics nomirror out scale 0.6 textcolor rgb 'black'")
        script.command("set grid linetype 1 linewidth 1 linecolor rgb '#e4e4e4' dashtype solid")
        script.command("set grid back")
        script.command(
            "set key tmargin left Left reverse horizontal maxcols \(keyColumns) samplen 1.6 spacing 1.05 width 0 "
                + "font ',14'")
        script.command("set xlabel offset 0,0.3")
    }

    /// A name that fits into a figure; the tables have it whole.
    static func short(_ name: String, to limit: Int = 18) -> String {
        name.count <= limit ? (name.isEmpty ? "(no name)" : name) : name.prefix(limit - 1) + "…"
    }

    /// As many columns of a legend as its entries leave room for.
    ///
    /// - Parameters:
    ///   - labels: the entries.
    ///   - width: of the plot, in letters of the legend.
    static func columns(_ labels: [String], width: Int = 54) -> Int {
        let widest = labels.map(\.count).max() ?? 1
        return min(max(1, width / (widest + 6)), max(1, labels.count))
    }

    /// The height of the legend.
    static func keyHeight(_ labels: [String]) -> Int {
        let columns = columns(labels)
        return 19 * ((labels.count + columns - 1) / columns)
    }
}
