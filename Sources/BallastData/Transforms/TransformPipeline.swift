import BallastCore
import BallastTensor

/// The transforms of a run, in the order in which they are applied.
public struct TransformPipeline: Sendable {
    public private(set) var transforms: [any Transform]

    /// Changes nothing.
    public static let identity = TransformPipeline([])

    /// - Precondition: there are 128 transforms at most.
    public init(_ transforms: [any Transform]) {
        require(transforms.count <= TransformBatch.maximumTransforms, "too many transforms")
        self.transforms = transforms
    }

    /// Whether nothing is to be done at a stage.
    func isIdentity(training: Bool) -> Bool {
        !transforms.contains { training || $0.stage == .always }
    }

    /// Whether training examples get changes of their own, for which repeats of a row must be told apart.
    var augments: Bool { transforms.contains { $0.stage == .trainingOnly } }

    /// Lets every transform learn from the training examples, as they come out of the ones before it that evaluation
    /// sees too.
    public mutating func fit(on examples: ExampleSet) throws {
        for index in transforms.indices {
            let before = TransformPipeline(Array(transforms[..<index]))
            try transforms[index].fit(ExampleRows(examples: examples, pipeline: before))
        }
    }

    /// What was learned, by position, name and value: `0.standardise.mean`.
    public var state: [String: [Double]] {
        var result: [String: [Double]] = [:]
        for (index, transform) in transforms.enumerated() {
            for (name, values) in transform.state { result["\(prefix(index))\(name)"] = values }
        }
        return result
    }

    /// Puts back what `state` gave.
    ///
    /// - Throws: `TransformStateError` if the state is not of these transforms.
    public mutating func restore(_ state: [String: [Double]]) throws {
        var rest = state
        for index in transforms.indices {
            let prefix = prefix(index)
            var own: [String: [Double]] = [:]
            for (key, values) in state where key.hasPrefix(prefix) {
                own[String(key.dropFirst(prefix.count))] = values
                rest[key] = nil
            }
            try transforms[index].restore(own)
        }
        guard rest.isEmpty else {
            throw TransformStateError("the state has values of no transform of this run: \(rest.keys.sorted())")
        }
    }

    private func prefix(_ index: Int) -> String {
        "\(index).\(type(of: transforms[index]).name)."
    }

    func apply(to batch: inout TransformBatch, training: Bool) {
        for (index, transform) in transforms.enumerated() where training || transform.stage == .always {
            batch.enter(transform: index)
            transform.apply(to: &batch)
        }
    }
}

/// Examples as a transform that learns from them sees them.
struct ExampleRows: FittingRows {
    let examples: ExampleSet
    let pipeline: TransformPipeline

    var rowCount: Int { examples.count }
    var valuesPerRow: Int { examples.valuesPerExample }

    func forEachBlock(_ body: (UnsafeBufferPointer<Float>, Int) throws -> Void) throws {
        try forEachBlock(of: Array(0..<rowCount), body)
    }

    /// Gives the rows at these positions, in this order; repeats allowed.
    func forEachBlock(of positions: [Int], _ body: (UnsafeBufferPointer<Float>, Int) throws -> Void) throws {
        // Blocks of a megabyte or so: large enough to decode a chunk once, small beside any dataset.
        let blockRows = max(1, min(positions.count, (1 << 18) / max(valuesPerRow, 1)))
        let buffers = BatchBuffers(capacity: blockRows, valuesPerExample: valuesPerRow)
        for start in stride(from: 0, to: positions.count, by: blockRows) {
            let block = positions[start..<min(start + blockRows, positions.count)]
            try buffers.fill(
                from: examples, positions: block, repetitions: [], pipeline: pipeline, training: false,
                seed: 0, epoch: 0, number: 0)
            try body(UnsafeBufferPointer(rebasing: buffers.values[..<(block.count * valuesPerRow)]), block.count)
        }
    }
}
