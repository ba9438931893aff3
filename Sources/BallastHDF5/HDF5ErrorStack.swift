internal import CHDF5

/// What libhdf5 recorded about the last failed call, innermost cause first.
struct HDF5ErrorStack {
    private(set) var causes: [String] = []
    private(set) var saysTruncated = false

    /// Copies the library's current error stack; to be called, with the lock held, right after the failure.
    static func current() -> HDF5ErrorStack {
        var stack = HDF5ErrorStack()
        withUnsafeMutablePointer(to: &stack) { pointer in
            _ = H5Ewalk2(
                ballast_h5_error_stack(), H5E_WALK_UPWARD,
                { _, entry, context in
                    guard let entry, let context else { return 0 }
                    let stack = context.assumingMemoryBound(to: HDF5ErrorStack.self)
                    if let words = entry.pointee.desc { stack.pointee.causes.append(String(cString: words)) }
                    if entry.pointee.min_num == ballast_h5_error_truncated() { stack.pointee.saysTruncated = true }
                    return 0
                }, pointer)
        }
        return stack
    }

    /// The most specific description; the outer ones only say which call failed, which the caller knows. Of a failed system
    /// call only the system's words, without file descriptors and addresses.
    var cause: String? {
        guard let cause = causes.first else { return nil }
        let mark = "error message = '"
        guard let start = cause.firstRange(of: mark)?.upperBound, let end = cause[start...].firstIndex(of: "'") else {
            return cause.replacing("\n", with: " ")
        }
        return String(cause[start..<end])
    }
}
