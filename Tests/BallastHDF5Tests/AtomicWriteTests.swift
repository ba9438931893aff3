import BallastHDF5
import Testing
import TestSupport

@Suite struct AtomicWriteTests {
    struct Failure: Error {}

    let directory: TemporaryDirectory
    let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("checkpoint.h5")
    }

    @Test func replacesTheFile() throws {
        for epoch in 0..<3 {
            let result = try HDF5File.writeAtomically(to: path) { file in
                try file.createDataset("model/weight", values: [Float](repeating: Float(epoch), count: 100))
                return epoch
            }
            #expect(result == epoch)
            #expect(try HDF5File.open(path).dataset("model/weight").readRows(99..<100).values == [Float(epoch)])
            #expect(try directory.names() == ["checkpoint.h5"])
        }
    }

    /// What is begun anew is the same file as what was not, and what was taken from the first is closed.
    @Test func contentMayBeBegunAnew() throws {
        let plain = directory.file("plain.h5")
        try HDF5File.writeAtomically(to: plain) { try $0.createDataset("epoch", scalar: 1) }
        try HDF5File.replace(path) { replacement in
            let first = try replacement.file.createDataset("weight", values: [Float](repeating: 1, count: 1000))
            try replacement.startOver()
            expectError("\(path): /weight: the file was closed") { _ = try first.read(as: Float.self) }
            try replacement.file.createDataset("epoch", scalar: 1)
        }
        #expect(try TemporaryDirectory.bytes(path) == TemporaryDirectory.bytes(plain))
        #expect(try directory.names().sorted() == ["checkpoint.h5", "plain.h5"])
    }

    @Test func aReaderKeepsTheFileItOpened() throws {
        try HDF5File.writeAtomically(to: path) { try $0.createDataset("epoch", scalar: 1) }
        let old = try HDF5File.open(path)
        try HDF5File.writeAtomically(to: path) { try $0.createDataset("epoch", scalar: 2) }
        #expect(try old.dataset("epoch").scalar(as: Int.self) == 1)
        #expect(try HDF5File.open(path).dataset("epoch").scalar(as: Int.self) == 2)
    }

    @Test func failureKeepsTheOldFile() throws {
        try HDF5File.writeAtomically(to: path) { try $0.createDataset("epoch", scalar: 1) }
        let before = try TemporaryDirectory.bytes(path)
        #expect(throws: Failure.self) {
            try HDF5File.writeAtomically(to: path) { file in
                try file.createDataset("epoch", scalar: 2)
                throw Failure()
            }
        }
        #expect(try TemporaryDirectory.bytes(path) == before)
        #expect(try directory.names() == ["checkpoint.h5"])
    }

    @Test func whatWasTakenFromTheFileIsClosed() throws {
        var escaped: HDF5Dataset?
        try HDF5File.writeAtomically(to: path) { escaped = try $0.createDataset("epoch", scalar: 1) }
        let dataset = try #require(escaped)
        #expect { try dataset.scalar(as: Int.self) } throws: { ($0 as? HDF5Error)?.kind == .closed }
    }

    @Test func partialFilesOfKilledProcessesAreCleared() throws {
        for name in [".checkpoint.h5.123-456.partial", ".other.h5.1-2.partial", "checkpoint.h5.old"] {
            try TemporaryDirectory.write([1], to: directory.file(name))
        }
        try HDF5File.removePartialFiles(of: path)
        #expect(try directory.names() == [".other.h5.1-2.partial", "checkpoint.h5.old"])
    }

    @Test func impossibleDestinations() throws {
        let absent = directory.file("absent/checkpoint.h5")
        expectError("\(absent): cannot create the file (HDF5: No such file or directory)") {
            try HDF5File.writeAtomically(to: absent) { _ in }
        }
        let inner = try TemporaryDirectory(in: directory)
        expectError("\(inner.path): cannot replace the file: Is a directory") {
            try HDF5File.writeAtomically(to: inner.path) { _ in }
        }
    }
}
