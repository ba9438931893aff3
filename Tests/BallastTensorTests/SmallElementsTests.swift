import BallastTensor
import Testing

@Suite struct SmallElementsTests {
    @Test func maskHasABitForEachElementBelow() {
        let values = (0..<192).map { Float(($0 * 37 + 11) % 101) }
        for limit in [Float(0), 1, 3, 50, 200] {
            var words = [UInt64](repeating: 1, count: 3)
            values.withUnsafeBufferPointer { $0.baseAddress?.mask(below: limit, words: &words, count: 3) }
            let bits = values.indices.filter { words[$0 / 64] >> ($0 % 64) & 1 == 1 }
            #expect(bits == values.indices.filter { values[$0] < limit })
        }
    }

    @Test(arguments: [1, 7, 31])
    func productsAreThoseOfTheTile(inner: Int) {
        let (rows, columns) = (SearchProducts.queries, SearchProducts.references)
        let queries = (0..<inner * rows).map { Float($0 * 7 % 13) - 6 }
        let references = (0..<inner * columns).map { Float($0 * 11 % 17) - 8 }
        let limits = (0..<rows).map { Float($0 * 20) - 50 }
        let stride = columns + 3
        var products = [Float](repeating: 0, count: rows * stride)
        var below = [UInt64](repeating: 1, count: rows)
        SearchProducts.compute(
            queries: queries, references: references, inner: inner, limits: limits, products: &products, stride: stride,
            below: &below)
        for row in 0..<rows {
            for column in 0..<columns {
                // Small whole numbers: exact in any order.
                let expected = (0..<inner).reduce(Float(0)) {
                    $0 + queries[$1 * rows + row] * references[$1 * columns + column]
                }
                #expect(products[row * stride + column] == expected)
                #expect((below[row] >> column & 1 == 1) == (expected < limits[row]))
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
