/// A kind of file that gnuplot draws figures to.
public enum FigureFormat: String, CaseIterable, Sendable {
    case svg
    case png

    /// The extension of the file, without the dot.
    public var fileExtension: String { rawValue }

    /// The command that chooses the terminal.
    ///
    /// - Parameter figure: what is to be drawn.
    public func terminal(for figure: any Figure) -> String {
        let (width, height) = (figure.size.width, figure.size.height)
        switch self {
        case .svg:
            return "set terminal svg noenhanced size \(width),\(height) dynamic rounded background rgb 'white' "
                + "font 'sans-serif,16' name '\(figure.name.replacing("-", with: "_"))'"
        case .png:
            // Twice as many dots as the size says, for paper and fine screens. Sizes of fonts are points here, of which 72
            // make an inch of 96 dots.
            return "set terminal pngcairo noenhanced size \(2 * width),\(2 * height) rounded background rgb 'white' "
                + "font 'sans-serif,16' fontscale 1.5 linewidth 2 pointscale 2"
        }
    }
}
