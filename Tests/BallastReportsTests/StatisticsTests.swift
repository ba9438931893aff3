import Ballast
import Testing
import TestSupport

@Suite struct StatisticsTests {
    /// Student's and Wilcoxon's tests of SciPy, exact and approximate.
    @Test func pairedTestsAreThoseOfSciPy() throws {
        let sets = try Golden("statistics").group("paired")
        let names = try sets.groupNames
        #expect(names.count == 8)
        for name in names {
            let set = try sets.group(name)
            let (left, right) = (try set.doubles("left").values, try set.doubles("right").values)
            let student = try #require(PairedTest.student(left, right))
            expectClose(student.statistic, try set.number("t"), relative: 1e-12, "\(name) t")
            expectClose(student.p, try set.number("t_p"), relative: 1e-10, "\(name) p of t")
            let wilcoxon = try #require(PairedTest.wilcoxon(left, right))
            expectClose(wilcoxon.statistic, try set.number("w"), relative: 1e-14, "\(name) w")
            expectClose(wilcoxon.p, try set.number("w_p"), relative: 1e-12, "\(name) p of w")
            // The order of the methods turns the sign, and nothing else.
            #expect(PairedTest.student(right, left)?.statistic == -student.statistic)
            #expect(PairedTest.wilcoxon(right, left)?.p == wilcoxon.p)
        }
    }

    @Test func friedmanAndNemenyiAreThoseOfSciPy() throws {
        let sets = try Golden("statistics").group("friedman")
        let names = try sets.groupNames
        #expect(names.count == 6)
        for name in names {
            let set = try sets.group(name)
            let scores = try set.doubles("scores")
            let rows = stride(from: 0, to: scores.values.count, by: scores.shape[1]).map {
                Array(scores.values[$0..<$0 + scores.shape[1]])
            }
            let test = try #require(FriedmanTest(rows, higherIsBetter: true))
            expectClose(test.statistic, try set.number("statistic"), relative: 1e-11, "\(name) statistic")
            expectClose(test.p, try set.number("p"), relative: 1e-10, "\(name) p")
            expectClose(test.meanRanks, try set.doubles("mean_ranks").values, relative: 1e-14, "\(name) ranks")
            expectClose(test.criticalDifference, try set.number("cd"), relative: 1e-7, "\(name) critical difference")
            let lower = try #require(FriedmanTest(rows, higherIsBetter: false))
            expectClose(lower.statistic, test.statistic, relative: 1e-11)
            for (low, high) in zip(lower.meanRanks, test.meanRanks) {
                expectClose(low + high, Double(rows[0].count + 1), relative: 1e-14)
            }
        }
    }

    /// Demšar (2006), Table 5(a): critical values q of the two-tailed Nemenyi test at 0.05.
    @Test(arguments: [(3, 2.343), (5, 2.728), (7, 2.949), (10, 3.164)])
    func criticalDifferencesAreThePublishedOnes(methods: Int, q: Double) throws {
        let scores = (0..<6).map { row in (0..<methods).map { Double(($0 + row) % methods) } }
        let test = try #require(FriedmanTest(scores, higherIsBetter: true))
        let k = Double(methods)
        expectClose(test.criticalDifference / (k * (k + 1) / 36).squareRoot(), q, relative: 0, absolute: 1e-3)
    }

    @Test func holmMultipliesTheSmallestMost() {
        expectClose(Holm.corrected([0.04, 0.01, 0.03]), [0.06, 0.03, 0.06], relative: 1e-15)
        expectClose(Holm.corrected([0.5, 0.6]), [1, 1], relative: 0)
        expectClose(Holm.corrected([0.2]), [0.2], relative: 0)
        #expect(Holm.corrected([]).isEmpty)
    }

    @Test func whatCannotBeTestedHasNoResult() {
        #expect(PairedTest.student([1], [2]) == nil)
        #expect(PairedTest.student([1, 2], [1, 2]) == nil)
        #expect(PairedTest.student([2, 3], [1, 2])?.p == 0)
        #expect(PairedTest.wilcoxon([1, 2], [1, 2]) == nil)
        #expect(PairedTest.wilcoxon([], []) == nil)
        #expect(FriedmanTest([[1, 2], [1, 2]], higherIsBetter: true) == nil)
        #expect(FriedmanTest([[1, 2, 3]], higherIsBetter: true) == nil)
        #expect(FriedmanTest([[1, 1, 1], [2, 2, 2]], higherIsBetter: true) == nil)
        // Five pairs, all in favour of one: 2 of the 32 ways to set the signs.
        #expect(PairedTest.wilcoxon([1, 2, 3, 4, 5], [0, 0, 0, 0, 0])?.p == 2.0 / 32)
    }
}
