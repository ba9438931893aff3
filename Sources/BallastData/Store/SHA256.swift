internal import CCrypto

/// The SHA-256 digest of a stream of bytes (FIPS 180-4), by libcrypto.
package struct SHA256: ~Copyable {
    private let context: OpaquePointer

    package init() {
        guard let context = EVP_MD_CTX_new() else { fatalError("libcrypto is out of memory") }
        self.context = context
        begin()
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Takes in the bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        require(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
    }

    /// Takes in the bytes of the elements as they lie in memory.
    package mutating func update<Element: BitwiseCopyable>(_ elements: [Element]) {
        elements.withUnsafeBytes { update($0) }
    }

    package mutating func update(_ text: String) {
        update(Array(text.utf8))
    }

    /// The digest of everything taken in, as 64 hexadecimal digits; the next one begins anew.
    package mutating func finish() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        require(EVP_DigestFinal_ex(context, &digest, nil))
        begin()
        let digits = Array("0123456789abcdef")
        return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    private func begin() {
        require(EVP_DigestInit_ex(context, EVP_sha256(), nil))
    }

    /// Only a library without SHA-256, or a broken one, refuses.
    private func require(_ status: CInt) {
        if status != 1 { fatalError("libcrypto failed to form a SHA-256 digest") }
    }
}
