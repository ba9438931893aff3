import BallastCore
import BallastMetrics
import TestSupport
import Testing

@Suite struct RankedScoresTests {
    /// Against the definition, pair by pair, with many ties.
    @Test(arguments: [1, 2, 3]) func areaIsTheShareOfOrderedPairs(_ seed: UInt32) throws {
        let random = NumPyRandom(seed: seed)
        let scores = random.integers(count: 300, in: -8..<9).map { Double($0) / 8 }
        let isPositive = random.integers(count: 300, in: 0..<5).map { $0 == 0 }
        let positives = scores.indices.filter { isPositive[$0] }.map { scores[$0] }
        let negatives = scores.indices.filter { !isPositive[$0] }.map { scores[$0] }
        var halves = 0
        for positive in positives {
            for negative in negatives { halves += positive > negative ? 2 : positive == negative ? 1 : 0 }
        }
        let ranked = try #require(RankedScores(scores: scores, isPositive: isPositive))
        #expect(ranked.areaUnderROC == Double(halves) / Double(2 * positives.count * negatives.count))
        #expect(ranked.positiveCount == positives.count)
        #expect(ranked.negativeCount == negatives.count)
    }

    @Test func thresholdsDescendThroughSignsZerosAndInfinities() throws {
        let scores = [0.5, -0.0, 0.0, -.infinity, .infinity, -2, 0.5, -0.25]
        let isPositive = [true, true, false, true, false, false, false, true]
        let ranked = try #require(RankedScores(scores: scores, isPositive: isPositive))
        var visited: [[Double]] = []
        ranked.forEachThreshold { score, truePositives, falsePositives in
            visited.append([score, Double(truePositives), Double(falsePositives)])
        }
        #expect(
            visited == [
                [.infinity, 0, 1], [0.5, 1, 2], [0, 2, 3], [-0.25, 3, 3], [-2, 3, 4], [-.infinity, 4, 4],
            ])
    }

    /// Enough keys for the radix sort, with digits that all share and digits that differ.
    @Test(arguments: [1.0, 0x1p-300, 1e300]) func longListsAreOrderedToo(_ scale: Double) throws {
        let random = NumPyRandom(seed: 4)
        let single = random.normal(count: 20_000).map { Double(Float($0)) * scale }
        let double = random.normal(count: 20_000).map { $0 * scale }
        for scores in [single, double] {
            let isPositive = scores.indices.map { $0 % 3 == 0 }
            let ranked = try #require(RankedScores(scores: scores, isPositive: isPositive))
            var visited: [Double] = []
            var last = (0, 0)
            ranked.forEachThreshold { score, truePositives, falsePositives in
                visited += [Double](repeating: score, count: truePositives + falsePositives - last.0 - last.1)
                last = (truePositives, falsePositives)
            }
            #expect(visited == scores.sorted(by: >))
            #expect(last == (6667, 13_333))
        }
    }

    /// Lists long enough for two threads, of even and odd lengths, in order, in reverse and with few different values.
    @Test(arguments: [1 << 18, (1 << 18) + 1, 600_001]) func listsSortedInTwoThreadsAreOrdered(_ count: Int) throws {
        let random = NumPyRandom(seed: 9)
        let normal = random.normal(count: count)
        let few = random.integers(count: count, in: 0..<7).map { Double($0) }
        for scores in [normal, few, normal.sorted(), normal.sorted(by: >), few.map { _ in 0.25 }] {
            let ranked = try #require(
                RankedScores(scores: scores, isPositive: [Bool](repeating: false, count: count)))
            var visited: [Double] = []
            var last = 0
            ranked.forEachThreshold { score, _, falsePositives in
                for _ in last..<falsePositives { visited.append(score) }
                last = falsePositives
            }
            #expect(visited == scores.sorted(by: >))
        }
    }

    /// Ten million rows whose areas follow from how they were made: by falling score every hundredth is positive.
    @Test func tenMillionRowsAreExact() throws {
        let count = 10_000_000
        // A step that shares no factor with the count visits every rank once.
        let ranks = (0..<count).lazy.map { $0 * 7_654_321 % count }
        let ranked = try #require(
            RankedScores(
                scores: ranks.map { 1 - Double($0) / Double(count) }, isPositive: ranks.map { $0 % 100 == 99 }))
        let positives = count / 100
        #expect(ranked.positiveCount == positives)
        // The k-th positive, from 0, stands above all but its 99(k + 1) negatives.
        let pairs = (0..<positives).reduce(0) { $0 + (count - positives) - 99 * ($1 + 1) }
        #expect(ranked.areaUnderROC == Double(pairs) / (Double(positives) * Double(count - positives)))
        // Precision is 1 in 100 at every positive.
        expectClose(try #require(ranked.averagePrecision), 0.01, relative: 1e-14)
    }

    @Test func onePointOfOneKindHasNoArea() throws {
        let positive = try #require(RankedScores(scores: [0.3], isPositive: [true]))
        #expect(positive.areaUnderROC == nil)
        #expect(positive.averagePrecision == 1)
        let negative = try #require(RankedScores(scores: [0.3], isPositive: [false]))
        #expect(negative.areaUnderROC == nil)
        #expect(negative.averagePrecision == 0)
        let none = try #require(RankedScores(scores: [], isPositive: []))
        #expect(none.averagePrecision == nil)
        #expect(none.bestF1 == nil)
    }

    @Test func notANumberHasNoRank() {
        #expect(RankedScores(scores: [0.1, .nan], isPositive: [true, false]) == nil)
    }
}
