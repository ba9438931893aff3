/// Figures to be drawn by one call of gnuplot.
public struct GnuplotBatch: Sendable {
    /// A file that the call reads or writes.
    public struct File: Equatable, Sendable {
        public let name: String
        public let text: String
    }

    /// The script of each figure, which draws it on whatever terminal is chosen: `NAME.gp`.
    public let scripts: [File]
    /// The script that draws all of them: what gnuplot is called with, in the folder of the others.
    public let driver: File
    /// The files that the call makes.
    public let results: [String]

    /// - Parameters:
    ///   - figures: what to draw; their names are those of the files.
    ///   - formats: the kinds of files to make of each.
    public init(_ figures: [any Figure], formats: [FigureFormat]) {
        scripts = figures.map { figure in
            var script = GnuplotScript()
            figure.draw(in: &script)
            return File(name: "\(figure.name).gp", text: script.text)
        }
        var lines: [String] = []
        var results: [String] = []
        for figure in figures {
            for format in formats {
                let result = Self.fileName(figure, format)
                lines += [
                    format.terminal(for: figure), "set output '\(result)'", "load '\(figure.name).gp'",
                    "unset output", "reset",
                ]
                results.append(result)
            }
        }
        driver = File(name: "all-figures.gp", text: lines.map { $0 + "\n" }.joined())
        self.results = results
    }

    /// The name of the file that a figure is drawn to.
    ///
    /// - Parameters:
    ///   - figure: the figure.
    ///   - format: the kind of file.
    public static func fileName(_ figure: any Figure, _ format: FigureFormat) -> String {
        "\(figure.name).\(format.fileExtension)"
    }
}
