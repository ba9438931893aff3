import BallastData
import Synchronization
import Testing

/// Jobs of a pool, by any number of threads.
@Suite struct WorkerPoolTests {
    private struct Fault: Error {}

    @Test(arguments: [1, 2, 8])
    func everyJobGivesItsValueOrError(threads: Int) throws {
        let pool = WorkerPool(threads: threads)
        for _ in 0..<50 {
            let jobs = (0..<40).map { number in
                pool.run {
                    if number % 7 == 3 { throw Fault() }
                    return number
                }
            }
            for (number, job) in jobs.enumerated().reversed() {
                if number % 7 == 3 {
                    #expect(throws: Fault.self) { try job.value() }
                } else {
                    #expect(try job.value() == number)
                }
            }
        }
    }

    /// The jobs of a lane are done in their order, one at a time, beside others.
    @Test(arguments: [1, 2, 8])
    func lanesKeepTheirOrder(threads: Int) throws {
        let pool = WorkerPool(threads: threads)
        let lane = JobLane(pool)
        let order = Mutex<[Int]>([])
        let jobs = (0..<500).map { number in
            _ = pool.run {}
            return lane.run { order.withLock { $0.append(number) } }
        }
        for job in jobs { try job.value() }
        #expect(order.withLock { $0 } == Array(0..<500))
    }
}
