import BallastCore
import BallastLosses
import BallastTensor
import TestSupport
import Testing

/// How FAML moves its anchors.
@Suite struct FocusedAnchorMeansTests {
    /// A loss with its store, fed step by step.
    private struct Stream {
        let store: ParameterStore
        let loss: FocusedAnchorMeans
        let classes: Int
        let width: Int

        init(
            on bench: Bench, classes: Int, width: Int, totalSteps: Int? = nil, seed: UInt64 = 0,
            configure: (inout FocusedAnchorMeans.Config) -> Void
        ) throws {
            store = bench.store(seed: seed)
            (self.classes, self.width) = (classes, width)
            var config = FocusedAnchorMeans.Config()
            configure(&config)
            loss = try FocusedAnchorMeans(
                config: config,
                context: LossContext(
                    classCounts: [Int](repeating: 5, count: classes), featureWidth: width, scope: store.root,
                    totalSteps: totalSteps))
        }

        func step(_ features: [Double], _ labels: [Int32]) {
            let features = Tensor(
                features, shape: [labels.count, width], scalarType: store.scalarType, on: store.device)
            loss.afterStep(
                LossBatch(output: ModelOutput(features: features), labels: Labels(labels, bound: classes)))
        }

        var anchors: [Double] { store.buffers.first { $0.path == "anchors" }?.value.doubles() ?? [] }

        func set(_ path: String, _ values: [Double]) {
            for buffer in store.buffers where buffer.path == path {
                buffer.assign(
                    Tensor(values, shape: buffer.shape, scalarType: buffer.value.scalarType, on: store.device))
            }
        }

        /// Takes over the other's state, as loading its checkpoint does.
        func restore(from other: Stream) {
            for buffer in other.store.buffers { set(buffer.path, buffer.value.doubles()) }
        }
    }

    @Test(arguments: Bench.all) func anchorStreams(bench: Bench) throws {
        let golden = try Golden("losses").group("faml")
        let features = try golden.doubles("features")
        let labels = try golden.int32s("labels")
        let initial = try golden.doubles("initial_anchors")
        let (batch, width, classes) = (features.shape[1], features.shape[2], initial.shape[0])
        let names = try golden.groupNames
        #expect(names.count == 12)
        for name in names {
            let run = try golden.group(name)
            let n = try run.integer("n")
            let stream = try Stream(
                on: bench, classes: classes, width: width, totalSteps: n * (try run.integer("total_updates"))
            ) {
                $0.n = n
                $0.r = (try? run.number("r")) ?? .nan
                $0.lambda0 = try? run.number("lambda0")
                $0.lambdaSchedule = (try? run.integer("quadratic_decay")) == 1 ? .quadratic : .constant
            }
            stream.set("anchors", initial.values)
            let expected = try run.doubles("anchors")
            for step in 0..<(try run.integer("steps_used")) {
                stream.step(features[row: step].values, labels[row: step].values)
                let update = (step + 1) / n
                guard (step + 1) % n == 0 || step % 50 == 0 else { continue }
                expectRows(
                    stream.anchors, expected[row: update].values, width: width, tolerance: bench.tolerance,
                    "\(name), step \(step), \(batch) examples")
            }
        }
    }

    @Test func plainMeanAtRatioOne() throws {
        let stream = try Stream(on: .reference64, classes: 2, width: 1) {
            ($0.n, $0.r, $0.lambda0, $0.lambdaSchedule) = (3, 1, 1, .constant)
        }
        stream.step([1, 3, 10], [0, 0, 1])
        stream.step([5], [0])
        stream.step([6, 20], [0, 1])
        // Class 0: means 2, 5 and 6; class 1: means 10 and 20 of the two steps that have it.
        expectClose(stream.anchors, [13.0 / 3, 15.0], relative: 1e-15)
    }

    @Test func newestStepWeighsMost() throws {
        let stream = try Stream(on: .reference64, classes: 2, width: 1) {
            ($0.n, $0.r, $0.lambda0, $0.lambdaSchedule) = (2, 3, 1, .constant)
        }
        stream.step([1, 7], [0, 1])
        stream.step([5, 8], [0, 1])
        // (1 + 3·5)/4 and (7 + 3·8)/4.
        expectClose(stream.anchors, [4.0, 7.75], relative: 1e-15)
    }

    @Test func absentClassKeepsItsAnchor() throws {
        let stream = try Stream(on: .reference64, classes: 3, width: 2) {
            ($0.n, $0.lambda0, $0.lambdaSchedule) = (2, 1, .constant)
        }
        let before = stream.anchors
        stream.step([1, 2], [0])
        #expect(stream.anchors == before)
        stream.step([3, 4], [1])
        #expect(stream.anchors == [1, 2, 3, 4] + before[4...])
    }

    @Test(arguments: Bench.all) func resumesInMidWindow(bench: Bench) throws {
        func make(_ seed: UInt64) throws -> Stream {
            try Stream(on: bench, classes: 3, width: 2, totalSteps: 40, seed: seed) { $0.n = 7 }
        }
        func feed(_ stream: Stream, _ steps: Range<Int>) {
            for step in steps {
                let values = (0..<8).map { Double(($0 * 31 + step * 17) % 23) / 7 - 1 }
                stream.step(values, [0, Int32(step % 3), 1, Int32(step % 2)])
            }
        }
        let whole = try make(1)
        feed(whole, 0..<31)
        let first = try make(1)
        feed(first, 0..<11)
        let second = try make(2)
        second.restore(from: first)
        feed(second, 11..<31)
        #expect(second.anchors == whole.anchors)
        for (left, right) in zip(second.store.buffers, whole.store.buffers) {
            #expect(left.path == right.path && left.value.doubles() == right.value.doubles())
        }
        // The buffers must all matter: a run that restores the anchors alone goes elsewhere.
        let forgetful = try make(2)
        forgetful.set("anchors", first.anchors)
        feed(forgetful, 11..<31)
        #expect(forgetful.anchors != whole.anchors)
    }

    /// A ratio so far from 1 that its powers overflow or vanish: the newest or the oldest step is all that counts.
    @Test(arguments: [(1e-3, 1.0), (1e3, 2000.0), (1e-300, 1.0), (1e300, 2000.0)])
    func extremeRatios(ratio: Double, expected: Double) throws {
        let stream = try Stream(on: .reference64, classes: 2, width: 1) {
            ($0.n, $0.r, $0.lambda0, $0.lambdaSchedule) = (2000, ratio, 1, .constant)
        }
        for step in 1...2000 { stream.step([Double(step), -Double(step)], [0, 1]) }
        expectClose(stream.anchors, [expected, -expected], relative: 2e-3)
    }

    @Test func lambdaDefaultsAreThePapers() throws {
        for (schedule, lambda) in [(LambdaSchedule.quadratic, 0.9), (.constant, 0.999)] {
            let stream = try Stream(on: .reference64, classes: 2, width: 1, totalSteps: 4) {
                ($0.n, $0.lambdaSchedule) = (1, schedule)
            }
            stream.set("anchors", [0, 0])
            stream.step([1, 1], [0, 1])
            expectClose(stream.anchors, [lambda, lambda], relative: 1e-15)
            stream.set("anchors", [0, 0])
            stream.step([1, 1], [0, 1])
            let next = schedule == .constant ? lambda : lambda * 0.75 * 0.75
            expectClose(stream.anchors, [next, next], relative: 1e-15)
        }
    }

    /// A run that is lengthened on resuming, or a last incomplete window, must not make λ grow again.
    @Test func lambdaStaysZeroAfterTheLastUpdate() throws {
        let stream = try Stream(on: .reference64, classes: 2, width: 1, totalSteps: 2) { $0.n = 1 }
        for _ in 0..<2 { stream.step([1, 1], [0, 1]) }
        let anchors = stream.anchors
        for _ in 0..<3 { stream.step([9, 9], [0, 1]) }
        #expect(stream.anchors == anchors)
    }
}
