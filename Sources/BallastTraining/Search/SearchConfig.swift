public import BallastCore

/// What `ballast sweep` tries, and `ballast cv` inside of every fold: values of settings at any key path, each combination
/// a point.
public struct SearchConfig: ComponentConfig {
    /// Which values of the metric win.
    public enum Direction: String, CaseIterable, ConfigEnum, Codable {
        case higher
        case lower
    }

    @Setting("Values of settings, by key path; every combination is tried.")
    public var grid: [String: SearchedValues] = [:]
    @Setting("Settings that are drawn at random; every draw is tried with every combination of the grid.")
    public var random: RandomSearchConfig? = nil
    @Setting("Successive halving: short runs of all points, longer ones of the better points.")
    public var halving: HalvingConfig? = nil
    @Setting("Runs of each point, with the configuration's seed and those that follow it.", range: 1...)
    public var seeds = 1
    @Setting(
        "Metric by which points are compared, on validation, or in `ballast cv` on inner folds; training.monitor if omitted."
    )
    public var metric: String? = nil
    @Setting("Which values win; as the metric means it if omitted.") public var direction: Direction? = nil

    public init() {}

    public func validate(_ check: inout ConfigCheck) {
        check.require(
            !grid.isEmpty || random != nil, "grid", "is empty, and there is no random either: nothing is searched",
            with: "random")
        let both = Set(grid.keys).intersection((random?.space ?? [:]).keys).sorted()
        check.require(
            both.isEmpty, "grid", "has \(both.joined(separator: ", ")), which random draws as well", with: "random")
    }
}

/// Settings drawn at random by NumPy's generator.
public struct RandomSearchConfig: ComponentConfig {
    @Setting("Number of draws.", range: 1...10_000) public var points: Int
    @Setting("Seed of the draws.", range: 0...) public var seed = 0
    @Setting("What each setting is drawn from, by key path.", count: 1...) public var space: [String: SearchRange]

    public init() {}
}

/// Successive halving (Jamieson and Talwalkar, AISTATS 2016, arXiv:1502.07943).
///
/// All points are trained for `first_epochs`; of n points the best ⌈n/factor⌉ go on to runs `factor` times as long, and so
/// on until `training.epochs`. Runs begin anew in every round, so that schedules are those of their own length.
public struct HalvingConfig: ComponentConfig {
    @Setting("Epochs of the first round.", range: 1...) public var firstEpochs: Int
    @Setting("How much longer the runs of a round are, and how many times fewer.", range: 2...) public var factor = 3

    public init() {}

    /// The epochs of every round, the last `epochs`.
    func rounds(epochs: Int) -> [Int] {
        var rounds: [Int] = []
        var length = firstEpochs
        while length < epochs {
            rounds.append(length)
            let (next, overflow) = length.multipliedReportingOverflow(by: factor)
            length = overflow ? epochs : next
        }
        return rounds + [epochs]
    }
}
