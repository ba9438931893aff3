import Foundation

/// An image of a notebook that stands in a file beside it: `![title](figures/curve.svg)`.
struct FigureLink {
    /// The path, relative to the notebook.
    let path: String
    /// Where the link stands, counted from 1.
    let line: Int

    /// The links of a line of prose; those to the network and to absolute paths are left out.
    ///
    /// - Parameter index: of the line, counted from 0.
    static func links(in line: String, index: Int) -> [FigureLink] {
        let image = /!\[[^\]]*\]\(\s*<?([^\s<>()]+)>?(\s+["'][^)]*)?\s*\)/
        return line.matches(of: image).compactMap { match in
            let target = String(match.output.1)
            guard !target.hasPrefix("/"), !target.hasPrefix("#"), !target.contains(":") else { return nil }
            return FigureLink(path: target.removingPercentEncoding ?? target, line: index + 1)
        }
    }

    /// Whether cells can have made the file: it is named inside of the folder that they run in.
    private var isInside: Bool { NotebookCell.staysInside(path) }

    /// The file that cells made, if they did.
    func made(in scratch: ScratchFolder) -> URL? {
        let file = URL(fileURLWithPath: scratch.path).appendingPathComponent(path)
        var isFolder: ObjCBool = false
        guard isInside, FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue
        else { return nil }
        return file
    }

    /// The file beside the notebook.
    func place(_ notebook: Notebook) -> URL {
        URL(fileURLWithPath: notebook.folder).appendingPathComponent(path)
    }
}
