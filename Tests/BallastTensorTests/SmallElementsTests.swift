import BallastTensor
import Testing

@Suite struct SmallElementsTests {
    /// In whole stretches and in what is left over, whatever the vectors.
    @Test(arguments: [0, 5, 64, 200, 1000])
    func firstPositionIsTheFirst(count: Int) {
        let values = (0..<count).map { Float(($0 * 37 + 11) % 101) }
        values.withUnsafeBufferPointer { buffer in
            guard let pointer = buffer.baseAddress else { return }
            for start in stride(from: 0, through: count, by: 7) {
                for limit in [Float(0), 1, 3, 50, 200] {
                    let expected = values.indices.first { $0 >= start && values[$0] < limit } ?? count
                    #expect(pointer.firstPosition(below: limit, from: start, count: count) == expected)
                }
            }
        }
    }

    @Test(arguments: [16, 64, 1000, 1021])
    func boundIsMetByAsManyAsSaid(count: Int) {
        let values = (0..<count).map { Float(($0 * 389 + 11) % 1009) }
        values.withUnsafeBufferPointer { buffer in
            guard let pointer = buffer.baseAddress else { return }
            for rank in 1...16 {
                let bound = pointer.bound(ofSmallest: rank, count: count)
                #expect(bound.isFinite && values.count { $0 <= bound } >= rank)
            }
            #expect(pointer.bound(ofSmallest: 17, count: count) == .infinity)
            #expect(pointer.bound(ofSmallest: 3, count: 15) == .infinity)
        }
    }
}
