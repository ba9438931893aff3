import BallastCore
import BallastSamplers
import TestSupport

/// One case of imbalanced-learn's samplers: rows, settings, and what came out.
struct GoldenResampling {
    let golden: Golden
    let name: String
    let table: FeatureTable
    let context: SamplerContext
    private let parameters: ConfigNode

    static func names() throws -> [String] { try Golden("samplers").group("cases").groupNames }

    init(_ name: String) throws {
        let file = try Golden("samplers")
        golden = try file.group("cases/\(name)")
        self.name = name
        let data = try file.group("data/\(golden.text("data"))")
        let values = try data.doubles("X")
        let labels = try data.integers("y").values
        // Labels may have gaps; here they are the names of the classes.
        let classes = Set(labels).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Int32($0)) })
        let encoded = labels.compactMap { numbers[$0] }
        context = SamplerContext(labels: encoded, classNames: classes.map(String.init), epochs: 1)
        table = FeatureTable(labels: encoded, classCount: classes.count, width: values.shape[1]) { values.values }
        parameters = try ConfigNode.parse(yaml: golden.text("parameters"), path: "parameters of \(name)")
    }

    private static let types: [String: any Resampler.Type] = [
        "SMOTE": SMOTE.self, "BorderlineSMOTE": BorderlineSMOTE.self, "ADASYN": ADASYN.self,
        "RandomOverSampler": RandomOverSampler.self, "RandomUnderSampler": RandomUnderSampler.self,
        "NearMiss": NearMiss.self, "TomekLinks": TomekLinks.self,
        "EditedNearestNeighbours": EditedNearestNeighbours.self,
    ]

    struct UnknownSampler: Error { let name: String }

    func resample(threads: Int) throws -> Resampling {
        let sampler = try golden.text("sampler")
        guard let type = Self.types[sampler] else { throw UnknownSampler(name: sampler) }
        return try resample(type, threads: threads)
    }

    private func resample<Method: Resampler>(_ type: Method.Type, threads: Int) throws -> Resampling {
        let method = try Method(config: Method.Config.decode(settings), context: context)
        return try method.resample(table, random: random, threads: threads)
    }

    /// The keyword arguments as settings.
    private var settings: ConfigNode {
        ConfigNode(
            .mapping(
                (parameters.entries ?? []).filter { $0.key != "random_state" }.map { entry in
                    switch (entry.key, entry.value.content) {
                    case ("sampling_strategy", .mapping): ConfigEntry(key: "counts", value: entry.value)
                    case ("sampling_strategy", _):
                        ConfigEntry(key: entry.value.string == nil ? "ratio" : "classes", value: entry.value)
                    case ("kind", _):
                        ConfigEntry(
                            key: "kind",
                            value: .string(entry.value.string == "borderline-1" ? "borderline1" : "borderline2"))
                    default: entry
                    }
                }))
    }

    private var random: RandomSource {
        guard let state = parameters["random_state"] else { return .seed(0) }
        if case .integer(let seed)? = state.scalar?.value { return .seed(UInt32(seed)) }
        // "RandomState(42)"
        let digits = (state.string ?? "").filter(\.isNumber)
        return .stream(NumPyRandom(seed: UInt32(digits) ?? 0))
    }

    /// The features of every row of a resampled set.
    func values(_ resampling: Resampling) throws -> [Double] {
        try resampling.values(given: table.values(), width: table.width)
    }

    /// The names of the classes of every row of a resampled set, as numbers.
    func labels(_ resampling: Resampling) -> [Int] {
        resampling.labels(given: table.labels).compactMap { Int(context.classNames[Int($0)]) }
    }
}
