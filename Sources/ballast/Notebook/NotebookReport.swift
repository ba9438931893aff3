import Ballast
import Foundation

/// What checking a notebook found.
struct NotebookReport: Encodable {
    enum Status: String, Encodable {
        /// Every output is as written.
        case same
        case different
        /// The notebook cannot be read as one, or a cell did not end as it should.
        case failed
        /// It is slow, and only quick ones were asked for.
        case skipped
    }

    let path: String
    let status: Status
    /// Cells that ran.
    let cells: Int
    let seconds: Double
    let differences: [NotebookDifference]
    let error: String?

    /// Runs the cells of a notebook in a folder of their own and compares.
    ///
    /// - Throws: what is not the notebook's fault: the system's refusals, and `NotebookError` when interrupted.
    init(path: String, quick: Bool, isInterrupted: @escaping () -> Bool) throws {
        let start = ContinuousClock.now
        var (cells, differences, error) = (0, [NotebookDifference](), String?.none)
        var isSkipped = false
        do {
            let notebook = try Notebook(path: path)
            isSkipped = quick && notebook.isSlow
            if !isSkipped {
                let scratch = try ScratchFolder()
                defer { scratch.remove() }
                let results = try NotebookRunner(
                    notebook: notebook, scratch: scratch, isInterrupted: isInterrupted
                ).run()
                cells = results.filter { $0.lines != nil }.count
                differences = notebook.differences(results, scratch: scratch)
            }
        } catch let failure as NotebookError where failure.kind != .interrupted {
            error = failure.description
        }
        self.path = path
        self.cells = cells
        self.differences = differences
        self.error = error
        seconds = (ContinuousClock.now - start) / .seconds(1)
        status = isSkipped ? .skipped : error != nil ? .failed : differences.isEmpty ? .same : .different
    }

    var text: String {
        switch status {
        case .same where cells == 0: "\(path): no cells"
        case .same: "\(path): \(cells) \(cells == 1 ? "cell" : "cells") as written, \(seconds.fixed(1)) s"
        case .skipped: "\(path): skipped, it is marked slow"
        case .failed: error ?? ""
        case .different: differences.map { $0.text(path: path) }.joined(separator: "\n")
        }
    }

    /// The notebooks that a path names: itself, or the Markdown files in a folder and those below, in order.
    ///
    /// - Throws: `UsageError` for a folder without any.
    static func notebooks(_ path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        let folder = path == "." ? "" : path.hasSuffix("/") ? path : path + "/"
        let names = try FileManager.default.subpathsOfDirectory(atPath: path)
            .filter { $0.hasSuffix(".md") && !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
        guard !names.isEmpty else { throw UsageError("there is no notebook (*.md) in \(path)") }
        return names.sorted().map { folder + $0 }
    }
}
