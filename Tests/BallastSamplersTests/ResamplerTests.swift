import BallastCore
import BallastSamplers
import TestSupport
import Testing

@Suite struct ResamplerTests {
    private let registry: Registry<any Sampler, SamplerContext>

    init() throws {
        var registry = Registry<any Sampler, SamplerContext>(kind: "sampler")
        try registry.registerStandardSamplers()
        self.registry = registry
    }

    private struct SamplerSection: ComponentConfig {
        @Setting("Sampler.", kind: "sampler") var sampler: ComponentReference

        init() {}
    }

    private func labels(_ counts: [Int]) -> [Int32] {
        counts.enumerated().flatMap { label, count in [Int32](repeating: Int32(label), count: count) }
    }

    private func table(_ counts: [Int], single: Bool = false) -> FeatureTable {
        let labels = labels(counts)
        return FeatureTable(labels: labels, classCount: counts.count, width: 2, isSinglePrecision: single) {
            NumPyRandom(seed: 3).normal(count: labels.count * 2).map { single ? Double(Float($0)) : $0 }
        }
    }

    /// What a sampler of a configuration makes of rows of so many classes, called fair, fraud and odd.
    private func resample(
        _ yaml: String, _ table: FeatureTable, seed: UInt32 = 1, threads: Int = 2
    ) throws -> Resampling {
        let catalog = ComponentCatalog([registry])
        let section = try ConfigNode.parse(yaml: "sampler: \(yaml)", path: "run.yaml")
        var issues: [ConfigIssue] = []
        let reference = try SamplerSection.decode(section, catalog: catalog).sampler
        guard let component = registry.decode(reference, catalog: catalog, into: &issues) else {
            throw ConfigError(issues)
        }
        let names = ["fair", "fraud", "odd"].prefix(table.classCount)
        var sampler = try component.build(
            SamplerContext(labels: table.labels, classNames: Array(names), epochs: 1))
        return try component.placingErrors {
            try #require(try sampler.resample(table, seed: seed, threads: threads))
        }
    }

    private func counts(_ resampling: Resampling, _ table: FeatureTable) -> [Int] {
        var counts = [Int](repeating: 0, count: table.classCount)
        for label in resampling.labels(given: table.labels) { counts[Int(label)] += 1 }
        return counts
    }

    // MARK: How many rows of which class

    @Test(arguments: [
        ("smote", [40, 40, 40]), ("{type: smote, classes: minority}", [40, 15, 40]),
        ("{type: smote, classes: not_minority}", [40, 40, 12]), ("{type: smote, classes: all}", [40, 40, 40]),
        ("{type: smote, counts: {fraud: 20, odd: 12}}", [40, 20, 12]),
        ("{type: smote, counts: {1: 16}}", [40, 16, 12]),
        ("random_over", [40, 40, 40]), ("random_under", [12, 12, 12]),
        ("{type: random_under, classes: majority}", [12, 15, 12]),
        ("{type: random_under, counts: {fair: 7, 2: 0}}", [7, 15, 0]), ("near_miss", [12, 12, 12]),
        ("{type: near_miss, version: 2, classes: all}", [12, 12, 12]),
        ("{type: near_miss, version: 2, classes: not_majority}", [40, 12, 12]),
    ])
    func countsAreAsAsked(_ yaml: String, expected: [Int]) throws {
        let table = table([40, 15, 12])
        #expect(try counts(resample(yaml, table), table) == expected)
    }

    @Test(arguments: [
        ("{type: smote, ratio: 0.5}", [31, 15]), ("{type: random_over, ratio: 0.999}", [31, 30]),
        ("{type: random_under, ratio: 0.5}", [24, 12]), ("{type: random_under, ratio: 0.7}", [17, 12]),
    ])
    func ratiosAreOfTwoClasses(_ yaml: String, expected: [Int]) throws {
        let table = table([31, 12])
        #expect(try counts(resample(yaml, table), table) == expected)
    }

    @Test func classesWithoutRowsStayWithout() throws {
        let table = table([20, 0, 9])
        for name in ["smote", "random_over"] { #expect(try counts(resample(name, table), table) == [20, 0, 20]) }
        for name in ["random_under", "near_miss"] { #expect(try counts(resample(name, table), table) == [9, 0, 9]) }
    }

    // MARK: What the rows are

    @Test func newRowsLieBetweenRowsOfTheClass() throws {
        // On a line nobody can leave the range of the class.
        let labels = labels([30, 8])
        let table = FeatureTable(labels: labels, classCount: 2, width: 1) { labels.indices.map(Double.init) }
        for name in ["smote", "{type: borderline_smote, m_neighbors: 12}"] {
            let made = try resample("\(name)", table)
            #expect(made.rows == Array(0..<38))
            #expect(made.madeValues.allSatisfy { (30...37).contains($0) })
            #expect(made.madeLabels.allSatisfy { $0 == 1 })
        }
    }

    /// From an array in single precision NumPy takes the difference in single precision.
    @Test func singlePrecisionIsRoundedAsNumPyRoundsIt() throws {
        let single = table([9, 4], single: true)
        let values = try single.values()
        let made = try resample("{type: smote, k_neighbors: 3, seed: 8}", single)
        let stream = NumPyRandom(seed: 8)
        let pairs = stream.integers(count: 5, in: 0..<12)
        let steps = stream.uniform(count: 5)
        for (index, pair) in pairs.enumerated() {
            let own = Array(values[(9 + pair / 3) * 2..<(10 + pair / 3) * 2])
            // All three others of the class are neighbours; one of them gives the row.
            let candidates = (9..<13).map { row in
                (0..<2).map { own[$0] + steps[index] * Double(Float(values[row * 2 + $0]) - Float(own[$0])) }
            }
            #expect(candidates.contains(Array(made.madeValues[index * 2..<index * 2 + 2])))
        }
    }

    @Test func theSeedIsTheRunsUnlessItIsSet() throws {
        let table = table([20, 8])
        let run = try resample("smote", table, seed: 7)
        #expect(try resample("{type: smote, seed: 7}", table, seed: 1) == run)
        #expect(try resample("smote", table, seed: 8) != run)
    }

    /// So many rows that several threads make them.
    @Test(arguments: ["smote", "adasyn", "{type: borderline_smote, kind: borderline2}"], [false, true])
    func manyMadeRowsDoNotDependOnThreads(_ yaml: String, single: Bool) throws {
        let table = table([40_000, 30], single: single)
        let made = try resample(yaml, table, threads: 1)
        #expect(made.madeValues.count > 65_536)
        #expect(try resample(yaml, table, threads: 3) == made)
        let given = try table.values()
        #expect(
            made.values(given: given, width: table.width, threads: 3) == made.values(given: given, width: table.width))
    }

    @Test func theNewSetIsGivenRowsThenMadeOnes() {
        let resampling = Resampling(rows: [2, 0, 1, 2, 2], madeValues: [7, 8], madeLabels: [0])
        let values = resampling.values(given: [0, 1, 10, 11, 20, 21], width: 2)
        #expect(values == [20, 21, 0, 1, 10, 11, 20, 21, 20, 21, 7, 8])
        #expect(Resampling(rows: []).values(given: [0, 1], width: 2) == [])
    }

    /// The first of several, in a later block of those that are looked through at once.
    @Test func theFirstUnusableValueIsNamed() {
        var values = [Double](repeating: 1, count: 10_000)
        values[9001] = -.infinity
        values[9004] = .nan
        let table = FeatureTable(labels: labels([4000, 1000]), classCount: 2, width: 2) { values }
        expectError("row 4500 of the training rows cannot be resampled: feature 1 is -inf") {
            try resample("smote", table)
        }
    }

    @Test func resamplersThatDrawNothingNeedNoSeed() throws {
        let table = table([40, 15])
        for name in ["near_miss", "tomek_links", "edited_nearest_neighbours"] {
            #expect(try resample(name, table, seed: 1) == resample(name, table, seed: 2))
        }
    }

    // MARK: What is refused

    @Test(arguments: [
        (
            "{type: smote, k_neighbors: 5}", [40, 4],
            "run.yaml:1:24: sampler.k_neighbors: is 5, but class fraud has 4 training rows, which give a row 3 neighbours at "
                + "most: set k_neighbors to 3 or less, or leave the class as it is by classes or counts"
        ),
        (
            "smote", [40, 1],
            "run.yaml:1:10: sampler.k_neighbors: is 5, but class fraud has 1 training row, which give a row 0 neighbours at "
                + "most: a row by itself has no neighbour, use random_over, or leave the class as it is by classes or counts"
        ),
        (
            "{type: borderline_smote, m_neighbors: 50}", [40, 10],
            "run.yaml:1:35: sampler.m_neighbors: is 50, but there are 50 training rows: set m_neighbors to 49 or less"
        ),
        (
            "{type: near_miss, n_neighbors: 3}", [40, 2],
            "run.yaml:1:28: sampler.n_neighbors: is 3, but class fraud has 2 training rows: set n_neighbors to 2 or less"
        ),
        (
            "{type: smote, ratio: 0.25}", [40, 10],
            "run.yaml:1:24: sampler.ratio: is 0.25, but class fraud has 10 training rows for 40 of class fair and an "
                + "over-sampler takes none away"
        ),
        (
            "{type: random_under, ratio: 0.1}", [40, 10],
            "run.yaml:1:31: sampler.ratio: is 0.1, but class fair has 40 training rows for 10 of class fraud and an "
                + "under-sampler makes none"
        ),
        (
            "{type: smote, ratio: 0.5}", [40, 10, 9],
            "run.yaml:1:24: sampler.ratio: is for two classes, but 3 have training rows; set counts instead"
        ),
        (
            "{type: smote, counts: {fruad: 50}}", [40, 10],
            "run.yaml:1:24: sampler.counts: names the class fruad, but the data set has fair, fraud"
        ),
        (
            "{type: random_over, counts: {fraud: 50, 1: 60}}", [40, 10],
            "run.yaml:1:30: sampler.counts: names the class fraud twice"
        ),
        (
            "{type: random_under, counts: {odd: 1}}", [40, 10, 0],
            "run.yaml:1:31: sampler.counts: names the class odd, which has no training rows"
        ),
        (
            "{type: smote, ratio: 0.5, counts: {fraud: 20}}", [40, 10],
            "run.yaml:1:36: sampler.counts: cannot be set beside ratio"
        ),
        (
            "{type: smote, ratio: 0.5, classes: all}", [40, 10],
            "run.yaml:1:36: sampler.classes: cannot be set beside ratio or counts"
        ),
    ])
    func settingsThatCannotBeMet(_ yaml: String, counts: [Int], message: String) {
        expectError(message) { try resample(yaml, table(counts)) }
    }

    @Test func adasynNeedsOtherClassesNearby() {
        let labels = labels([30, 10])
        let table = FeatureTable(labels: labels, classCount: 2, width: 1) {
            labels.map { Double($0) * 1e6 }.enumerated().map { $1 + Double($0) }
        }
        expectError(
            "adasyn cannot over-sample class fraud: none of its rows has a row of another class among its 5 nearest; raise "
                + "n_neighbors or use smote"
        ) { try resample("adasyn", table) }
    }

    @Test func valuesThatAreNoNumbersAreRefused() {
        let table = FeatureTable(labels: labels([4, 2]), classCount: 2, width: 2) {
            [0, 1, 2, 3, 4, .nan, 6, 7, 8, 9, 10, 11]
        }
        expectError("row 2 of the training rows cannot be resampled: feature 1 is nan") {
            try resample("{type: smote, k_neighbors: 1}", table)
        }
    }
}
