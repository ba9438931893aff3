internal import CKernels

/// Looking for the small elements of a stretch of memory, with the vectors of this machine.
extension UnsafePointer<Float> {
    /// Bit c of word w says whether element 64·w + c is below the limit.
    package func mask(below limit: Float, words: UnsafeMutablePointer<UInt64>, count: Int) {
        ballast_mask_below(self, Int64(count), limit, words)
    }

    /// A value that at least `rank` of `count` elements do not exceed, seldom much above the smallest such value; infinity
    /// for fewer than 16 elements, or a rank above 16.
    package func bound(ofSmallest rank: Int, count: Int) -> Float {
        guard 1...16 ~= rank, count >= 16 else { return .infinity }
        // The minima of 16 interleaved parts are elements themselves.
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: 16) { minima in
            guard let first = minima.baseAddress else { return .infinity }
            ballast_lane_minima(self, Int64(count), first)
            // The rank is small: moving that many to the front is faster than sorting.
            for place in 0..<rank {
                var other = place + 1
                while other < 16 {
                    if first[other] < first[place] { swap(&first[other], &first[place]) }
                    other += 1
                }
            }
            return first[rank - 1]
        }
    }
}

/// Products of queries and references in tiles, with the vectors of this machine.
package enum SearchProducts {
    /// Queries in a tile.
    package static let queries = Int(BALLAST_SEARCH_ROWS)
    /// References in a tile.
    package static let references = Int(BALLAST_SEARCH_COLUMNS)

    /// products[q·stride + r] = Σ_k queries[k, q] · references[k, r]; bit r of below[q] says whether that is below limits[q].
    ///
    /// - Parameters:
    ///   - queries: [inner, ``queries``].
    ///   - references: [inner, ``references``].
    ///   - limits: one for each query, as `below`.
    package static func compute(
        queries: UnsafePointer<Float>, references: UnsafePointer<Float>, inner: Int, limits: UnsafePointer<Float>,
        products: UnsafeMutablePointer<Float>, stride: Int, below: UnsafeMutablePointer<UInt64>
    ) {
        ballast_search_products(queries, references, Int64(inner), limits, products, Int64(stride), below)
    }
}
