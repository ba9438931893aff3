import Testing
import TestSupport

/// The helpers on which other tests rely must be able to fail.
@Suite struct ComparisonTests {
    private func difference(
        _ actual: [Float], _ expected: [Double], relative: Double = 0, absolute: Double = 0, shape: [Int]? = nil
    ) -> String? {
        Comparison(actual, expected, relative: relative, absolute: absolute, shape: shape).difference
    }

    @Test func toleranceIsExact() {
        #expect(difference([1, 2], [1, 2]) == nil)
        #expect(difference([1.5], [1], absolute: 0.5) == nil)
        #expect(difference([1.5], [1], absolute: 0.499) != nil)
        #expect(difference([110], [100], relative: 0.1) == nil)
        #expect(difference([110], [100], relative: 0.099) != nil)
        #expect(difference([110], [100], relative: 0.05, absolute: 5) == nil)
        // Relative to the expected value, so zero needs an absolute tolerance.
        #expect(difference([1e-30], [0], relative: 1) != nil)
    }

    @Test func specialValues() {
        #expect(difference([.nan, .infinity, -.infinity, 0], [.nan, .infinity, -.infinity, -0.0]) == nil)
        #expect(difference([.nan], [1], relative: 1e9, absolute: 1e9) != nil)
        #expect(difference([1], [.nan], relative: 1e9, absolute: 1e9) != nil)
        #expect(difference([.infinity], [-.infinity], relative: 1, absolute: 1) != nil)
        #expect(difference([1], [.infinity], relative: 1, absolute: 1) != nil)
    }

    @Test func messages() {
        #expect(difference([1], [1, 2]) == "1 elements, expected 2")
        #expect(difference([1, 2], [1, 2], shape: [3]) == "2 elements, expected shape [3]")
        #expect(
            difference([0, 1, 2, 3, 9, 5.5], [0, 1, 2, 3, 4, 5], absolute: 0.25, shape: [2, 3])
                == "2 of 6 elements differ; worst at [1, 1]: 9.0, expected 4.0, difference 5.0, allowed 0.25")
        #expect(
            difference([1, .nan], [2, 2], relative: 0.25)
                == "2 of 2 elements differ; worst at [1]: nan, expected 2.0, difference nan, allowed 0.5")
    }

    @Test func failuresAreReportedWhereTheyAreExpected() {
        withKnownIssue {
            expectClose([Float(1)], [1.5], relative: 0.1, "logits")
        } matching: { issue in
            issue.comments.first?.rawValue
                == "logits: 1 of 1 elements differ; worst at [0]: 1.0, expected 1.5, difference 0.5, "
                + "allowed 0.15000000000000002" && issue.sourceLocation?.fileName == "ComparisonTests.swift"
        }
        withKnownIssue {
            expectClose([Float(1)], shape: [1], .init(values: [1.0], shape: [1, 1]), relative: 0.1)
        } matching: {
            $0.comments.first?.rawValue == "shape [1], expected [1, 1]"
        }
        withKnownIssue {
            expectError("a message") { 1 }
        } matching: {
            $0.comments.first?.rawValue == "no error, expected \"a message\""
        }
        struct Other: Error, CustomStringConvertible { let description = "another" }
        withKnownIssue {
            expectError("a message") { throw Other() }
        } matching: {
            $0.comments.first?.rawValue == "error \"another\", expected \"a message\""
        }
    }
}
