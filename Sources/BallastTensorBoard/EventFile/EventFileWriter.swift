internal import Foundation
internal import SwiftProtobuf

/// Appends events to a new file; what was flushed can be seen by whoever reads along.
final class EventFileWriter {
    private let handle: FileHandle
    private var pending = Data()

    /// Makes the file.
    ///
    /// - Throws: `CocoaError` if it cannot be made, or is there already.
    init(path: String) throws {
        try Data().write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try append(.with { $0.fileVersion = EventFile.version })
    }

    deinit { try? handle.close() }

    /// Adds an event at the present time.
    func append(_ event: TensorBoardEvent) throws {
        var event = event
        event.wallTime = Date.now.timeIntervalSince1970
        RecordFraming.append(try event.serializedData(), to: &pending)
    }

    /// Hands everything that was appended to the system, in one piece.
    func flush() throws {
        try handle.write(contentsOf: pending)
        pending.removeAll(keepingCapacity: true)
    }
}
