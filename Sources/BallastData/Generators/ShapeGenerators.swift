public import BallastCore
import Glibc

/// Two interleaving half circles: scikit-learn's `make_moons`, draw for draw.
public struct MoonsGenerator: TableGenerator {
    public static let name = "moons"
    public static let summary = "Two interleaving half circles (make_moons)."

    public struct Config: ComponentConfig {
        @SettingGroup public var circles = PairConfig()

        public init() {}
    }

    private let config: PairConfig

    public init(config: Config) { self.config = config.circles }

    public func table(seed: UInt32) -> GeneratedTable {
        config.table(seed: seed) { outer, inner in
            let first = evenlySpaced(to: .pi, count: outer, includingEnd: true).map { (cos($0), sin($0)) }
            let second = evenlySpaced(to: .pi, count: inner, includingEnd: true).map {
                (1 - cos($0), 1 - sin($0) - 0.5)
            }
            return first + second
        }
    }
}

/// A circle within a circle: scikit-learn's `make_circles`, draw for draw.
public struct CirclesGenerator: TableGenerator {
    public static let name = "circles"
    public static let summary = "A circle within a circle (make_circles)."

    public struct Config: ComponentConfig {
        @SettingGroup public var circles = PairConfig()
        @Setting("Radius of the inner circle.", range: 0..<1) public var factor = 0.8

        public init() {}
    }

    private let config: Config

    public init(config: Config) { self.config = config }

    public func table(seed: UInt32) -> GeneratedTable {
        config.circles.table(seed: seed) { outer, inner in
            let first = evenlySpaced(to: 2 * .pi, count: outer, includingEnd: false).map { (cos($0), sin($0)) }
            let second = evenlySpaced(to: 2 * .pi, count: inner, includingEnd: false).map {
                (cos($0) * config.factor, sin($0) * config.factor)
            }
            return first + second
        }
    }
}

/// Settings of two classes in the plane.
public struct PairConfig: ComponentConfig {
    @Setting("Rows; the first class gets half of them, rounded down.", range: 2...) public var nSamples = 100
    @Setting("Rows of each class, instead of n_samples.", range: 1..., count: 2...2) public var classSamples: [Int]?
    @Setting("Put rows in random order.") public var shuffle = true
    @Setting("Standard deviation of the noise on every value; none if omitted.", range: 0...) public var noise: Double?

    public init() {}

    fileprivate func table(
        seed: UInt32, points: (_ first: Int, _ second: Int) -> [(Double, Double)]
    ) -> GeneratedTable {
        let random = NumPyRandom(seed: seed)
        let counts = classSamples ?? [nSamples / 2, nSamples - nSamples / 2]
        var table = GeneratedTable(rowCount: counts[0] + counts[1], width: 2)
        table.values = points(counts[0], counts[1]).flatMap { [$0.0, $0.1] }
        for row in counts[0]..<counts[0] + counts[1] { table.labels[row] = 1 }
        if shuffle { table.shuffleRows(random) }
        if let noise { table.addNoise(noise, random) }
        return table
    }
}

/// `count` numbers from 0 at equal distances, as NumPy's `linspace`.
private func evenlySpaced(to end: Double, count: Int, includingEnd: Bool) -> [Double] {
    let parts = includingEnd ? count - 1 : count
    guard parts > 0 else { return [0] }
    let step = end / Double(parts)
    var values = (0..<count).map { Double($0) * step }
    if includingEnd { values[count - 1] = end }
    return values
}

/// One round normal cluster a class: scikit-learn's `make_blobs`, draw for draw.
public struct BlobsGenerator: TableGenerator {
    public static let name = "blobs"
    public static let summary = "One round normal cluster a class (make_blobs)."

    public struct Config: ComponentConfig {
        @Setting("Rows, in equal parts.", range: 1...) public var nSamples = 100
        @Setting("Rows of each class, instead of n_samples and centers.", range: 1..., count: 2...)
        public var classSamples: [Int]?
        @Setting("Columns.", range: 1...) public var nFeatures = 2
        @Setting("Classes.", range: 2...) public var centers = 3
        @Setting("Standard deviation of every cluster, or one number for each.", range: 0..., count: 1...)
        public var clusterStd = [1.0]
        @Setting("Lowest and highest coordinate of a centre.", count: 2...2) public var centerBox = [-10.0, 10.0]
        @Setting("Put rows in random order.") public var shuffle = true

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            let classes = classSamples?.count ?? centers
            check.require(
                clusterStd.count == 1 || clusterStd.count == classes, "cluster_std",
                "must have one number, or one for each of \(classes) classes", with: "centers")
            check.require(centerBox[0] <= centerBox[1], "center_box", "must go from low to high")
        }
    }

    private let config: Config

    public init(config: Config) { self.config = config }

    public func table(seed: UInt32) -> GeneratedTable {
        let random = NumPyRandom(seed: seed)
        let classes = config.classSamples?.count ?? config.centers
        let counts =
            config.classSamples
            ?? (0..<classes).map { config.nSamples / classes + ($0 < config.nSamples % classes ? 1 : 0) }
        let width = config.nFeatures
        let centres = random.uniform(count: classes * width, low: config.centerBox[0], high: config.centerBox[1])
        var table = GeneratedTable(rowCount: counts.reduce(0, +), width: width)
        var row = 0
        for (label, count) in counts.enumerated() {
            let spread = config.clusterStd[config.clusterStd.count == 1 ? 0 : label]
            let normals = random.normal(count: count * width)
            for (position, normal) in normals.enumerated() {
                table.values[row * width + position] = centres[label * width + position % width] + spread * normal
            }
            for offset in 0..<count { table.labels[row + offset] = Int32(label) }
            row += count
        }
        if config.shuffle { table.shuffleRows(random) }
        return table
    }
}
