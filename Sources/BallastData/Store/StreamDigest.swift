/// The SHA-256 digest of the values of a dataset, formed by the threads of a pool while more values come.
final class StreamDigest: @unchecked Sendable {
    // Sendable because one job at a time uses the digest, and `finish` when none is left.
    private var digest = SHA256()
    private let lane: JobLane

    init(_ workers: WorkerPool) {
        lane = JobLane(workers)
    }

    /// Takes in the first `count` values.
    func add<Element: BitwiseCopyable & Sendable>(_ values: [Element], count: Int) -> Job<Void> {
        lane.run { [self] in
            values.withUnsafeBufferPointer {
                digest.update(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: $0[..<count])))
            }
        }
    }

    /// The digest in hexadecimal, when all jobs that were added are done.
    func finish() -> String { digest.finish() }
}
