/// Samplers, resamplers, transforms and importers.
extension PluginTemplate {
    static let sampler = PluginTemplate(
        kind: "sampler",
        source: #"""
            import Ballast

            /// Every class has the same number of visits in an epoch: that of the largest class, times `share`.
            public struct TYPE: Sampler {
                public static let name = "COMPONENT"
                public static let summary = "Every class is visited equally often in an epoch."

                public struct Config: ComponentConfig {
                    @Setting("Visits of a class over the rows of the largest class.", range: .above(0)) public var share = 1.0

                    public init() {}
                }

                private let rows: [[Int]]
                private let visits: Int

                /// `context.labels` are those of the training rows; a sampler never sees others.
                public init(config: Config, context: SamplerContext) throws {
                    rows = context.rowsByClass.filter { !$0.isEmpty }
                    visits = max(1, Int(Double(rows.map(\.count).max() ?? 0) * config.share))
                }

                /// All randomness comes from `random`, so that a resumed run draws the same order.
                public func order(epoch: Int, random: RandomStreams) throws -> [Int] {
                    let stream = random.numpy("sampler")
                    let drawn = rows.flatMap { own in
                        stream.choice(own.count, count: visits, replace: true).map { own[$0] }
                    }
                    return stream.permutation(drawn.count).map { drawn[$0] }
                }
            }

            """#,
        usage: "sampler: {type: COMPONENT, share: 0.5}")

    static let resampler = PluginTemplate(
        kind: "resampler",
        source: #"""
            import Ballast

            /// Keeps every row of the smallest class and at most `ratio` times as many of any other, drawn at random.
            public struct TYPE: Resampler {
                public static let name = "COMPONENT"
                public static let summary = "Large classes cut to a multiple of the smallest."

                public struct Config: ComponentConfig {
                    @Setting("Most rows of a class over the rows of the smallest.", range: 1...) public var ratio = 1.0

                    public init() {}
                }

                private let rows: [[Int]]
                private let most: Int

                public init(config: Config, context: SamplerContext) throws {
                    rows = context.rowsByClass.filter { !$0.isEmpty }
                    most = Int(Double(rows.map(\.count).min() ?? 0) * config.ratio)
                }

                /// Made once, before the first epoch, of the training rows alone. `rows` holds their features.
                public func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
                    let stream = random.generator()
                    let kept = self.rows.flatMap { own in
                        own.count <= most ? own : stream.choice(own.count, count: most, replace: false).map { own[$0] }
                    }
                    return Resampling(rows: kept)
                }
            }

            """#,
        usage: "sampler: {type: COMPONENT, ratio: 3}")

    static let transform = PluginTemplate(
        kind: "transform",
        source: #"""
            import Ballast

            /// Values beyond `limit` in either direction are set to it.
            public struct TYPE: Transform {
                public static let name = "COMPONENT"
                public static let summary = "Sets values beyond a limit to the limit."

                public struct Config: ComponentConfig {
                    @Setting("Largest absolute value.", range: .above(0)) public var limit = 5.0

                    public init() {}
                }

                private let limit: Float

                public init(config: Config, context: TransformContext) throws { limit = Float(config.limit) }

                // A transform that learns of the training rows has fit(_:), state and restore(_:) besides.

                /// Changes the values in place; random numbers, if any, come from the batch.
                public func apply(to batch: inout TransformBatch) {
                    for index in batch.values.indices {
                        batch.values[index] = min(max(batch.values[index], -limit), limit)
                    }
                }
            }

            """#,
        usage: "transforms: [standardise, {type: COMPONENT, limit: 3}]")

    static let importer = PluginTemplate(
        kind: "importer",
        source: #"""
            import Ballast
            import Foundation

            /// Reads lines of numbers between spaces, the class in front: `fraud 0.5 1.25`.
            public struct TYPE: DatasetImporter {
                public static let name = "COMPONENT"
                public static let summary = "Lines of a class and numbers, between spaces."
                public static let sourceHelp = "FILE"

                public struct Config: ComponentConfig {
                    @Setting("Start of lines that are left out.") public var comment = "#"

                    public init() {}
                }

                private let comment: String

                public init(config: Config) throws { comment = config.comment }

                public func run(_ request: ImportRequest, into writer: DatasetWriter) throws {
                    let path = request.sources[0]
                    var (names, labels, values) = ([String](), [Int32](), [Float]())
                    var width: Int?
                    for (number, line) in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").enumerated() {
                        if line.hasPrefix(comment) { continue }
                        let fields = line.split(separator: " ")
                        let numbers = fields.dropFirst().compactMap { Float($0) }
                        guard numbers.count + 1 == fields.count, !numbers.isEmpty, numbers.count == width ?? numbers.count
                        else {
                            throw DataError(
                                file: path, place: "line \(number + 1)", "is no class and \(width ?? 1) numbers",
                                got: String(line))
                        }
                        width = numbers.count
                        let name = String(fields[0])
                        if !names.contains(name) { names.append(name) }
                        labels.append(Int32(names.firstIndex(of: name) ?? 0))
                        values += numbers
                    }
                    try writer.describe(DatasetDescription(name: request.name ?? Self.name, source: path, classNames: names))
                    try writer.addSplit(.all, exampleShape: [width ?? 1], type: .float32) {
                        try $0.append(values: values, labels: labels)
                    }
                }
            }

            """#,
        usage: "# ballast data import COMPONENT source.txt out.h5 --plugin …")
}
