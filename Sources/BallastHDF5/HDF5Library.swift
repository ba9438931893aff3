internal import CHDF5
import Glibc

/// The one lock through which every call of libhdf5 goes.
///
/// libhdf5 keeps its open objects, caches and error stack in process-wide variables, and the serial build that Debian
/// ships has no lock of its own, while a loader thread reads batches as the trainer writes a checkpoint. A lock per
/// file would not protect those variables, so this is the module's single piece of global state. It is recursive
/// because releasing the last reference to an object closes it, and that may happen inside a locked region.
final class HDF5Library: @unchecked Sendable {
    static let shared = HDF5Library()

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    private init() {
        var attributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&attributes)
        pthread_mutexattr_settype(&attributes, CInt(PTHREAD_MUTEX_RECURSIVE))
        mutex = .allocate(capacity: 1)
        let status = pthread_mutex_init(mutex, &attributes)
        precondition(status == 0, "pthread_mutex_init failed with \(status)")
        pthread_mutexattr_destroy(&attributes)
        // The library would close what is still open when the process exits: while another thread may be reading, and
        // with a crash if a full disk had kept a file from being closed before.
        H5dont_atexit()
    }

    func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        // Failures are thrown with the library's own words, so it must not print them as well. A thread-safe build
        // keeps this switch per thread, hence not once but on every entry; it costs some nanoseconds.
        H5Eset_auto2(ballast_h5_error_stack(), nil, nil)
        return try body()
    }
}

/// Runs `body` while no other thread is inside libhdf5.
@discardableResult
func withHDF5<Result>(_ body: () throws -> Result) rethrows -> Result {
    try HDF5Library.shared.locked(body)
}
