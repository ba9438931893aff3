public import BallastCore
import Glibc

/// Normal clusters at the corners of a hypercube, several a class: scikit-learn's `make_classification`, draw for draw.
///
/// Informative columns are X_k A_k + c_k for every cluster k, with X_k standard normal, A_k uniform in [−1, 1) and c_k a
/// corner of a hypercube of side 2 · class_sep; redundant columns are X B, repeated ones copies, the rest noise. A label is
/// redrawn with probability flip_y; then every column is shifted and scaled, and rows and columns are shuffled.
///
/// Source: Guyon, "Design of experiments of the NIPS 2003 variable selection benchmark", 2003, as in scikit-learn 1.
public struct ClassificationGenerator: TableGenerator {
    public static let name = "classification"
    public static let summary = "Normal clusters at the corners of a hypercube (make_classification)."
    public static let paper: String? = "Guyon, NIPS 2003 variable selection benchmark, 2003"

    public struct Config: ComponentConfig {
        @Setting("Rows.", range: 1...) public var nSamples = 100
        @Setting("Columns.", range: 1...) public var nFeatures = 20
        @Setting("Columns that tell the classes apart.", range: 1...) public var nInformative = 2
        @Setting("Columns that are linear combinations of the informative ones.", range: 0...) public var nRedundant = 2
        @Setting("Columns that repeat informative or redundant ones.", range: 0...) public var nRepeated = 0
        @Setting("Classes.", range: 2...) public var nClasses = 2
        @Setting("Clusters of every class.", range: 1...) public var nClustersPerClass = 2
        @Setting("Share of every class, the last one optional; equal shares if omitted.", range: 0...)
        public var weights: [Double]?
        @Setting("Probability that a label is redrawn.", range: 0...1) public var flipY = 0.01
        @Setting("Half the side of the hypercube.") public var classSep = 1.0
        @Setting("Clusters at corners; otherwise at random distances along them.") public var hypercube = true
        @Setting("Added to every column; null: drawn for each.") public var shift: Double? = 0
        @Setting("Added to each column, one number a column, instead of shift.") public var shifts: [Double]?
        @Setting("Factor on every column; null: drawn for each.") public var scale: Double? = 1
        @Setting("Factor on each column, one number a column, instead of scale.") public var scales: [Double]?
        @Setting("Put rows and columns in random order.") public var shuffle = true

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            check.require(
                nInformative + nRedundant + nRepeated <= nFeatures, "n_features",
                "must be at least n_informative + n_redundant + n_repeated = \(nInformative + nRedundant + nRepeated)",
                with: "n_informative")
            check.require(
                nInformative >= 63 || nClasses * nClustersPerClass <= 1 << nInformative, "n_informative",
                "must leave a corner for each of \(nClasses) · \(nClustersPerClass) clusters: 2^n_informative corners",
                with: "n_clusters_per_class")
            let shares = weights?.count ?? nClasses
            check.require(
                shares == nClasses || shares == nClasses - 1, "weights",
                "must have n_classes or n_classes − 1 numbers", with: "n_classes")
            check.require(shifts.map { $0.count == nFeatures } ?? true, "shifts", "must have n_features numbers")
            check.require(scales.map { $0.count == nFeatures } ?? true, "scales", "must have n_features numbers")
        }
    }

    private let config: Config

    public init(config: Config) { self.config = config }

    public func table(seed: UInt32) throws -> GeneratedTable {
        let random = NumPyRandom(seed: seed)
        let clusters = config.nClasses * config.nClustersPerClass
        let (width, informative) = (config.nFeatures, config.nInformative)
        let sizes = clusterSizes(clusters)
        var table = GeneratedTable(rowCount: config.nSamples, width: width)
        let centres = centres(clusters, random)

        fill(&table, columns: 0..<informative, random.normal(count: config.nSamples * informative))
        var start = 0
        for (cluster, size) in sizes.enumerated() {
            let matrix = random.uniform(count: informative * informative).map { 2 * $0 - 1 }
            let centre = centres[cluster * informative..<(cluster + 1) * informative]
            for row in start..<start + size {
                table.labels[row] = Int32(cluster % config.nClasses)
                let mixed = product(table, row, matrix, columns: informative)
                for (column, (value, offset)) in zip(mixed, centre).enumerated() {
                    table.values[row * width + column] = value + offset
                }
            }
            start += size
        }
        addDependentColumns(&table, random)
        flipLabels(&table, random)
        shiftAndScale(&table, random)
        if config.shuffle {
            table.shuffleRows(random)
            table.shuffleColumns(random)
        }
        return table
    }

    /// Rows of each cluster: shares rounded down, and what is missing one by one from the first cluster on.
    private func clusterSizes(_ clusters: Int) -> [Int] {
        var weights = config.weights ?? [Double](repeating: 1 / Double(config.nClasses), count: config.nClasses)
        if weights.count == config.nClasses - 1 { weights.append(1 - weights.reduce(0, +)) }
        var sizes = (0..<clusters).map { cluster in
            Int(Double(config.nSamples) * weights[cluster % config.nClasses] / Double(config.nClustersPerClass))
        }
        for extra in 0..<max(0, config.nSamples - sizes.reduce(0, +)) { sizes[extra % clusters] += 1 }
        // Shares that sum to more than 1 leave nothing for the last clusters.
        var left = config.nSamples
        return sizes.map { size in
            let taken = min(max(size, 0), left)
            left -= taken
            return taken
        }
    }

    /// Different corners of the hypercube, in the order they are drawn; [clusters, informative].
    private func centres(_ clusters: Int, _ random: NumPyRandom) -> [Double] {
        let dimensions = config.nInformative
        // Numbers of corners have 30 bits; further ones are drawn one by one, and come first.
        let leading = max(dimensions - 30, 0)
        let bits = random.integers(count: clusters * leading, in: 0..<2)
        let corners = random.sample(clusters, of: 1 << min(dimensions, 30))
        var centres: [Double] = []
        for cluster in 0..<clusters {
            for position in 0..<dimensions {
                let bit =
                    position < leading
                    ? bits[cluster * leading + position] : corners[cluster] >> (dimensions - 1 - position) & 1
                centres.append(Double(bit) * (2 * config.classSep) - config.classSep)
            }
        }
        guard !config.hypercube else { return centres }
        let byCluster = random.uniform(count: clusters)
        let byColumn = random.uniform(count: dimensions)
        return centres.enumerated().map { position, value in
            value * byCluster[position / dimensions] * byColumn[position % dimensions]
        }
    }

    /// Row · matrix over the informative columns, in fused steps as matrix libraries form it.
    private func product(_ table: GeneratedTable, _ row: Int, _ matrix: [Double], columns: Int) -> [Double] {
        let base = row * table.width
        return (0..<columns).map { column in
            var sum = 0.0
            for inner in 0..<config.nInformative {
                sum.addProduct(table.values[base + inner], matrix[inner * columns + column])
            }
            return sum
        }
    }

    private func addDependentColumns(_ table: inout GeneratedTable, _ random: NumPyRandom) {
        let (informative, redundant, repeated) = (config.nInformative, config.nRedundant, config.nRepeated)
        if redundant > 0 {
            let matrix = random.uniform(count: informative * redundant).map { 2 * $0 - 1 }
            fill(
                &table, columns: informative..<informative + redundant,
                (0..<table.rowCount).flatMap { product(table, $0, matrix, columns: redundant) })
        }
        let known = informative + redundant
        if repeated > 0 {
            let sources = random.uniform(count: repeated).map { Int(Double(known - 1) * $0 + 0.5) }
            for row in 0..<table.rowCount {
                for (offset, source) in sources.enumerated() {
                    table.values[row * table.width + known + offset] = table.values[row * table.width + source]
                }
            }
        }
        let noise = known + repeated..<table.width
        if !noise.isEmpty { fill(&table, columns: noise, random.normal(count: table.rowCount * noise.count)) }
    }

    private func flipLabels(_ table: inout GeneratedTable, _ random: NumPyRandom) {
        let draws = random.uniform(count: table.rowCount)
        let flipped = draws.indices.filter { draws[$0] < config.flipY }
        let labels = random.integers(count: flipped.count, in: 0..<config.nClasses)
        for (row, label) in zip(flipped, labels) { table.labels[row] = Int32(label) }
    }

    private func shiftAndScale(_ table: inout GeneratedTable, _ random: NumPyRandom) {
        let width = table.width
        let shifts = offsets(config.shifts, config.shift, width) {
            random.uniform(count: width).map { (2 * $0 - 1) * config.classSep }
        }
        let scales = offsets(config.scales, config.scale, width) { random.uniform(count: width).map { 1 + 100 * $0 } }
        for position in table.values.indices {
            table.values[position] = (table.values[position] + shifts[position % width]) * scales[position % width]
        }
    }

    /// A number for each column: as listed, the same for all, or drawn.
    private func offsets(_ each: [Double]?, _ all: Double?, _ width: Int, drawn: () -> [Double]) -> [Double] {
        if let each { return each }
        if let all { return [Double](repeating: all, count: width) }
        return drawn()
    }

    private func fill(_ table: inout GeneratedTable, columns: Range<Int>, _ values: [Double]) {
        for row in 0..<table.rowCount {
            for column in columns {
                table.values[row * table.width + column] = values[row * columns.count + column - columns.lowerBound]
            }
        }
    }
}
