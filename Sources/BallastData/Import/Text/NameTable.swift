/// Numbers names by the bytes that they are read as, so that a name that comes again costs no string.
///
/// Names are equal as strings are, whatever bytes spell them.
struct NameTable {
    private(set) var names: [String] = []
    private var numbers: [String: Int] = [:]
    /// Spellings that were met, one after the other, and where each ends.
    private var spellings: [UInt8] = []
    private var entries: [Entry] = []
    /// Positions in `entries`, plus one, by hash; 0 where there is none. A power of two of them.
    private var slots = [Int32](repeating: 0, count: 64)

    private struct Entry {
        let start: Int
        let count: Int
        let hash: UInt64
        let number: Int
    }

    /// Spellings that are remembered: damaged text can have any number for one name.
    private static let largestCount = 1 << 14

    init() {}

    /// A table of names with their positions as numbers.
    init(_ names: [String]) {
        for name in names {
            _ = Array(name.utf8).withUnsafeBufferPointer { insert($0) }
        }
    }

    /// The number of a name, from 0 in the order in which names came first; a new one for a name that is new.
    mutating func insert(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let hash = Self.hash(bytes)
        if let known = find(bytes, hash: hash) { return known }
        let number = insert(string: String(decoding: bytes, as: UTF8.self))
        remember(bytes, hash: hash, number: number)
        return number
    }

    /// The number of a name; nil if it has none.
    mutating func number(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let hash = Self.hash(bytes)
        if let known = find(bytes, hash: hash) { return known }
        guard let number = numbers[String(decoding: bytes, as: UTF8.self)] else { return nil }
        remember(bytes, hash: hash, number: number)
        return number
    }

    private mutating func insert(string name: String) -> Int {
        if let number = numbers[name] { return number }
        numbers[name] = names.count
        names.append(name)
        return names.count - 1
    }

    /// Looks names up one after the other, from a row on, until one is met whose bytes are not remembered.
    ///
    /// - Parameters:
    ///   - column: the names.
    ///   - start: the first row.
    ///   - body: gets every row and the number of its name.
    /// - Returns: the row of the name that is not remembered, which may yet have a number; the count of rows if there is none.
    @inline(__always)
    func forEachRemembered(
        in column: FieldColumn, from start: Int, _ body: (_ row: Int, _ number: Int) -> Void
    ) -> Int {
        withIndex { index in
            for row in start..<column.count {
                let bytes = column[row]
                guard let number = index.number(of: bytes, hash: Self.hash(bytes)) else { return row }
                body(row, number)
            }
            return column.count
        }
    }

    private func find(_ bytes: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int? {
        withIndex { $0.number(of: bytes, hash: hash) }
    }

    /// Gives what was remembered as pointers, so that many look-ups need no more than one check of access.
    @inline(__always)
    private func withIndex<Result>(_ body: (Index) -> Result) -> Result {
        slots.withUnsafeBufferPointer { slots in
            entries.withUnsafeBufferPointer { entries in
                spellings.withUnsafeBufferPointer { spellings in
                    body(Index(slots: slots, entries: entries, spellings: spellings))
                }
            }
        }
    }

    private struct Index {
        let slots: UnsafeBufferPointer<Int32>
        let entries: UnsafeBufferPointer<Entry>
        let spellings: UnsafeBufferPointer<UInt8>

        @inline(__always)
        func number(of bytes: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int? {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
            while slots[slot] != 0 {
                let entry = entries[Int(slots[slot]) &- 1]
                if entry.hash == hash, entry.count == bytes.count, isSpelled(entry, bytes) { return entry.number }
                slot = (slot &+ 1) & (slots.count &- 1)
            }
            return nil
        }

        @inline(__always)
        private func isSpelled(_ entry: Entry, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
            for index in 0..<bytes.count where spellings[entry.start &+ index] != bytes[index] { return false }
            return true
        }
    }

    private mutating func remember(_ bytes: UnsafeBufferPointer<UInt8>, hash: UInt64, number: Int) {
        guard entries.count < Self.largestCount else { return }
        entries.append(Entry(start: spellings.count, count: bytes.count, hash: hash, number: number))
        spellings.append(contentsOf: bytes)
        if 2 * entries.count > slots.count {
            slots = [Int32](repeating: 0, count: 2 * slots.count)
        } else {
            return place(entries.count - 1)
        }
        for index in entries.indices { place(index) }
    }

    private mutating func place(_ index: Int) {
        var slot = Int(truncatingIfNeeded: entries[index].hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(index + 1)
    }

    /// FNV-1a, its high bits mixed into the low ones.
    @inline(__always)
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash ^ hash >> 32
    }
}
