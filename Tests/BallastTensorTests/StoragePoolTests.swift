import BallastTensor
import Testing

@Suite struct StoragePoolTests {
    @Test func capacitiesHoldTheRequestAndWasteLittle() {
        var byteCounts = Array(0...5000)
        for exponent in 13..<40 {
            let power = 1 << exponent
            byteCounts += [power - 1, power, power + 1, power + power / 4]
        }
        var previous = 0
        for byteCount in byteCounts {
            let capacity = StoragePool.capacity(for: byteCount)
            #expect(capacity >= byteCount && capacity % StoragePool.alignment == 0)
            #expect(byteCount <= 512 || capacity <= byteCount + byteCount / 8 + 1)
            // A capacity is its own: recycling finds the list that taking used.
            #expect(StoragePool.capacity(for: capacity) == capacity)
            #expect(capacity >= previous)
            previous = capacity
        }
    }

    @Test func buffersAreReusedWithinTheirClassOnly() {
        let pool = StoragePool()
        let (small, large) = (pool.take(capacity: 64), pool.take(capacity: 1024))
        let other = pool.take(capacity: 64)
        #expect(Int(bitPattern: large) % StoragePool.alignment == 0)
        #expect(small != other)
        pool.recycle(small, capacity: 64)
        pool.recycle(other, capacity: 64)
        pool.recycle(large, capacity: 1024)
        #expect(pool.bytesInUse == 0 && pool.bytesReserved == 1152 && pool.peakBytesInUse == 1152)
        #expect(pool.take(capacity: 64) == other)
        #expect(pool.take(capacity: 64) == small)
        #expect(pool.take(capacity: 1024) == large)
        #expect(pool.allocationCount == 3)
        let fourth = pool.take(capacity: 64)
        #expect(pool.allocationCount == 4)
        for (pointer, capacity) in [(small, 64), (other, 64), (large, 1024), (fourth, 64)] {
            pool.recycle(pointer, capacity: capacity)
        }
    }

    @Test func trimmingGivesBackWhatIsFree() {
        let pool = StoragePool()
        let (first, second) = (pool.take(capacity: 256), pool.take(capacity: 256))
        pool.recycle(first, capacity: 256)
        pool.trim()
        #expect(pool.bytesReserved == 256)
        pool.recycle(second, capacity: 256)
        pool.trim()
        #expect(pool.bytesReserved == 0 && pool.bytesInUse == 0)
    }
}
