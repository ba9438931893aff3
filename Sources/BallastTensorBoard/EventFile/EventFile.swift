internal import Foundation
internal import SwiftProtobuf

/// The event files of a folder: which there are, and what they hold.
package enum EventFile {
    /// What the first event of a file says.
    package static let version = "brain.Event:2"
    private static let prefix = "events.out.tfevents."

    /// The event files in a folder in the order in which they are read, which is that of their names.
    package static func paths(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(prefix) }.sorted()
            .map { "\(folder)/\($0)" }
    }

    /// A name for a new file that is read after those that are there: it begins with the seconds since 1970.
    package static func newPath(in folder: String) throws -> String {
        let last = try paths(in: folder).compactMap { path in
            Int(URL(fileURLWithPath: path).lastPathComponent.dropFirst(prefix.count).prefix { $0 != "." })
        }.max()
        let now = Int(Date.now.timeIntervalSince1970)
        return "\(folder)/\(prefix)\(max(now, (last ?? 0) + 1)).ballast"
    }

    /// The events of a file, as far as they can be read: a run that was killed may have left half an event.
    ///
    /// - Throws: `CocoaError` if the file cannot be read.
    package static func events(_ path: String) throws -> [TensorBoardEvent] {
        var events: [TensorBoardEvent] = []
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        for record in RecordFraming.contents(of: bytes).records {
            guard let event = try? TensorBoardEvent(serializedBytes: record) else { break }
            events.append(event)
        }
        return events
    }
}
