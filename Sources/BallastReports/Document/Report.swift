internal import BallastTraining

/// A report on a run, or on several side by side.
public struct Report {
    public let title: String
    let subtitle: String
    let sections: [ReportSection]
    /// The numbers of the report for programs, as JSON.
    let data: String

    /// The figures, in the order of the page.
    public var figures: [any Figure] { sections.flatMap(\.figures) }

    /// The page: one file that needs no other.
    ///
    /// - Parameter drawings: each figure as SVG, by its name.
    /// - Throws: ``ReportError/missingDrawing(_:)`` if one of them is not there.
    public func html(drawings: [String: String]) throws -> String {
        try HTMLPage(self, drawings: drawings).text
    }
}

/// Why a report cannot be made.
public enum ReportError: Error, Equatable, CustomStringConvertible {
    /// A figure of the report was not drawn.
    case missingDrawing(String)
    /// What was drawn is no SVG.
    case notSVG(String)

    public var description: String {
        switch self {
        case .missingDrawing(let name): "the figure \(name) was not drawn"
        case .notSVG(let name): "what was drawn for the figure \(name) is no SVG"
        }
    }
}
