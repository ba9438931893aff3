public import BallastCore

/// Rows of large classes left out at random.
///
/// The rows of every class come together, classes by ascending label: rows of an under-sampled class in the order in which
/// they were drawn, others in their own. Draws as imbalanced-learn's `RandomUnderSampler(random_state=seed)` does: one
/// stream through all classes.
public struct RandomUnderSampler: Resampler {
    public struct Config: ComponentConfig {
        @Setting("Draw with replacement, so that rows may be repeated.") public var replacement = false
        @SettingGroup public var target = UnderSamplingTarget()
        @SettingGroup public var random = SeedSetting()

        public init() {}
    }

    public static let name = "random_under"
    public static let summary = "Rows of large classes left out at random."

    private let config: Config
    private let roster: ClassRoster
    private let kept: [Int: Int]

    /// - Throws: `ConfigError` if the target cannot be met.
    public init(config: Config, context: SamplerContext) throws {
        self.config = config
        roster = ClassRoster(context)
        kept = try config.target.kept(roster)
    }

    public func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
        let stream = random.replaced(bySeed: config.random.seed).generator()
        return Resampling(
            rows: roster.present.flatMap { label -> [Int] in
                let own = roster.rows[label]
                guard let count = kept[label] else { return own }
                return stream.choice(own.count, count: count, replace: config.replacement).map { own[$0] }
            })
    }
}
