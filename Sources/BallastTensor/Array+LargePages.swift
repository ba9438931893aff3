internal import Glibc

extension Array {
    /// An array of `count` elements that `initialize` writes, all of them, in large pages of memory if it is long.
    ///
    /// Memory is handed out by pages as they are first written, and with small ones that can take longer than the writing.
    /// Where the system gives large pages to those who ask for them, this asks, as NumPy does; elsewhere it changes nothing.
    package init(largeCount count: Int, _ initialize: (UnsafeMutableBufferPointer<Element>) -> Void) {
        self.init(unsafeUninitializedCapacity: count) { buffer, initialized in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            if bytes.count >= 1 << 22, let first = bytes.baseAddress {
                // What is advised begins with a page; the result does not matter, since nothing depends on it.
                let start = first.alignedUp(toMultipleOf: 4096)
                _ = madvise(start, bytes.count - (start - first), MADV_HUGEPAGE)
            }
            initialize(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initialized = count
        }
    }
}

extension UnsafeMutableRawPointer {
    fileprivate func alignedUp(toMultipleOf alignment: UInt) -> UnsafeMutableRawPointer {
        self + Int((alignment - UInt(bitPattern: self) % alignment) % alignment)
    }
}
