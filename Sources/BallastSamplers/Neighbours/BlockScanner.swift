internal import BallastTensor

/// Compares blocks of queries with all references: one of these works in each thread.
final class BlockScanner {
    /// Queries in a block, whole tiles.
    static let queryBlock = 16 * SearchProducts.queries
    /// Panels from whose products the first limit of a query comes: until then nothing can be excluded.
    private static let firstPanels = 4
    /// Elements of the panels that are gone through by all queries of a block before the next: a share of the second-level
    /// cache.
    private static let panelElements = 1 << 16

    private let points: SinglePrecisionPoints
    private let panels: ReferencePanels
    private let values: UnsafePointer<Double>
    private let width: Int
    private let excludingSelf: Bool
    /// Tiles of queries, [D + 1, 6] each.
    private let tiles: UnsafeMutablePointer<Float>
    private let products: UnsafeMutablePointer<Float>
    /// For each query of the block, below what a product must be.
    private let limits: UnsafeMutablePointer<Float>
    private let below: UnsafeMutablePointer<UInt64>
    /// For each query of the block, its squared norm and how many neighbours are known.
    private let squares: UnsafeMutablePointer<Double>
    private let filled: UnsafeMutablePointer<Int>

    init(
        points: SinglePrecisionPoints, panels: ReferencePanels, values: UnsafePointer<Double>, width: Int,
        excludingSelf: Bool
    ) {
        self.points = points
        self.panels = panels
        self.values = values
        self.width = width
        self.excludingSelf = excludingSelf
        tiles = .allocate(capacity: Self.queryBlock * points.width)
        products = .allocate(capacity: SearchProducts.queries * SearchProducts.references * Self.firstPanels)
        limits = .allocate(capacity: Self.queryBlock)
        below = .allocate(capacity: max(SearchProducts.queries, Self.firstPanels))
        squares = .allocate(capacity: Self.queryBlock)
        filled = .allocate(capacity: Self.queryBlock)
    }

    deinit {
        tiles.deallocate()
        products.deallocate()
        limits.deallocate()
        below.deallocate()
        squares.deallocate()
        filled.deallocate()
    }

    /// Finds the neighbours of a block of at most ``queryBlock`` queries.
    func scan(_ queries: ArraySlice<Int>, best: NearestSoFar) {
        filled.update(repeating: 0, count: Self.queryBlock)
        guard points.canExclude else { return compareAll(queries, best: best) }
        let tileCount = prepare(queries)
        let first = min(Self.firstPanels, panels.count)
        for tile in 0..<tileCount { begin(tile, queries, panelCount: first, best: best) }
        let step = max(Self.panelElements / panels.size, 1)
        for start in stride(from: first, to: panels.count, by: step) {
            for tile in 0..<tileCount {
                for panel in start..<min(start + step, panels.count) { go(on: panel, tile, queries, best: best) }
            }
        }
    }

    /// Writes the tiles of a block.
    ///
    /// - Returns: how many there are.
    private func prepare(_ queries: ArraySlice<Int>) -> Int {
        let lanes = SearchProducts.queries
        let count = (queries.count + lanes - 1) / lanes
        // What the last tile lacks is zeros, and below nothing.
        for line in queries.count..<max(count * lanes, queries.count) {
            for column in 0..<points.width { tile(line / lanes)[column * lanes + line % lanes] = 0 }
            limits[line] = -.infinity
        }
        for (line, row) in queries.enumerated() {
            squares[line] = points.writeQuery(row, to: tile(line / lanes) + line % lanes, stride: lanes)
        }
        return count
    }

    private func tile(_ number: Int) -> UnsafeMutablePointer<Float> {
        tiles + number * SearchProducts.queries * points.width
    }

    /// Compares a tile of queries with the first panels.
    private func begin(_ number: Int, _ queries: ArraySlice<Int>, panelCount: Int, best: NearestSoFar) {
        let lanes = SearchProducts.references
        let count = panelCount * lanes
        for panel in 0..<panelCount {
            SearchProducts.compute(
                queries: tile(number), references: panels[panel], inner: points.width,
                limits: limits + number * SearchProducts.queries, products: products + panel * lanes, stride: count,
                below: below)
        }
        for lane in 0..<min(SearchProducts.queries, queries.count - number * SearchProducts.queries) {
            let line = number * SearchProducts.queries + lane
            let own = UnsafePointer(products + lane * count)
            limits[line] = .infinity
            // Those that look best are compared before all others.
            let bound = own.bound(ofSmallest: best.size, count: count)
            if bound < .infinity {
                own.mask(below: bound.nextUp, words: below, count: panelCount)
                for panel in 0..<panelCount {
                    take(below[panel], of: panel, own + panel * lanes, line, queries, best: best)
                }
            }
            own.mask(below: limits[line], words: below, count: panelCount)
            for panel in 0..<panelCount {
                take(
                    below[panel], of: panel, own + panel * lanes, line, queries, best: best,
                    above: bound < .infinity ? bound : -.infinity)
            }
        }
    }

    /// Compares a tile of queries with a panel.
    private func go(on panel: Int, _ number: Int, _ queries: ArraySlice<Int>, best: NearestSoFar) {
        let lanes = SearchProducts.references
        SearchProducts.compute(
            queries: tile(number), references: panels[panel], inner: points.width,
            limits: limits + number * SearchProducts.queries, products: products, stride: lanes, below: below)
        for lane in 0..<SearchProducts.queries where below[lane] != 0 {
            let line = number * SearchProducts.queries + lane
            take(below[lane], of: panel, products + lane * lanes, line, queries, best: best)
        }
    }

    /// Compares a query with those references of a panel that have a bit.
    ///
    /// - Parameter least: what a product must be above as well.
    @inline(__always)
    private func take(
        _ references: UInt64, of panel: Int, _ products: UnsafePointer<Float>, _ line: Int, _ queries: ArraySlice<Int>,
        best: NearestSoFar, above least: Float = -.infinity
    ) {
        var bits = references
        while bits != 0 {
            let column = bits.trailingZeroBitCount
            bits &= bits - 1
            // The limit may have fallen since the products were compared with it.
            guard products[column] < limits[line], products[column] > least else { continue }
            consider(panel * SearchProducts.references + column, line, queries, best: best)
        }
    }

    /// Compares a query with a reference, and takes it in if it is one of the best.
    @inline(__always)
    private func consider(_ reference: Int, _ line: Int, _ queries: ArraySlice<Int>, best: NearestSoFar) {
        let row = panels.rows[reference]
        let query = queries[queries.startIndex + line]
        if excludingSelf, row == query { return }
        let distance = Points.squaredDistance(values + query * width, values + row * width, width: width)
        let own = best.moved(by: line)
        if own.insert(row, distance: distance, filled: &filled[line]) {
            limits[line] = points.limit(worst: own.worst(filled: filled[line]), squares: squares[line])
        }
    }

    /// Compares every query with every reference.
    private func compareAll(_ queries: ArraySlice<Int>, best: NearestSoFar) {
        for line in 0..<queries.count {
            for reference in panels.rows.indices { consider(reference, line, queries, best: best) }
        }
    }
}
