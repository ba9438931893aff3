/// A picture of numbers, drawn by gnuplot.
public protocol Figure: Sendable {
    /// Names the figure's files, and its place in a page: lower-case letters, digits and hyphens, different in one report.
    var name: String { get }
    /// What is drawn, in a few words.
    var title: String { get }
    /// What a reader has to know beyond the title, in sentences.
    var caption: String { get }
    /// The width and height, in points of a page or pixels of a screen.
    var size: (width: Int, height: Int) { get }

    /// Appends the commands that draw the figure on any terminal.
    ///
    /// - Parameter script: gets the commands; what they set is reset before the next figure.
    func draw(in script: inout GnuplotScript)
}

extension Figure {
    public var size: (width: Int, height: Int) { (560, 400) }
}
