import BallastCore
import TestSupport
import Testing

@Suite struct ResamplingGoldenTests {
    static let cases: [String] = {
        do { return try GoldenResampling.names().filter { !$0.hasPrefix("error") } } catch {
            Issue.record(error)
            return []
        }
    }()

    @Test func thereAreCasesOfEverySampler() { #expect(Self.cases.count == 47) }

    /// The same rows, bit for bit and in the same order, with any number of threads.
    @Test(arguments: cases)
    func rowsAreThoseOfImbalancedLearn(name: String) throws {
        let example = try GoldenResampling(name)
        let result = try example.resample(threads: 1)
        #expect(try example.resample(threads: 3) == result)
        #expect(try example.labels(result) == example.golden.integers("y_res").values)
        if try example.golden.contains("sample_indices"), name != "over_shrinkage" {
            #expect(try result.rows == example.golden.integers("sample_indices").values)
            #expect(result.madeLabels.isEmpty)
        }
        if try example.golden.contains("X_new") {
            #expect(result.rows == Array(0..<example.table.count))
            #expect(try result.madeValues == example.golden.doubles("X_new").values)
        }
        if try example.golden.contains("X_res") {
            let expected = try example.golden.doubles("X_res")
            let values = try example.values(result)
            if name == "over_shrinkage" {
                // Noise goes through log and sqrt, which need not round alike everywhere.
                expectClose(values, expected.values, relative: 1e-13, absolute: 1e-15, shape: expected.shape)
            } else {
                #expect(values == expected.values)
            }
        }
    }

    @Test(arguments: [
        (
            "error_few",
            "k_neighbors: is 30, but class 2 has 28 training rows, which give a row 27 neighbours at most: set k_neighbors "
                + "to 27 or less, or leave the class as it is by classes or counts"
        ),
        (
            "error_shrink",
            "counts: asks for 20 rows of class 1, but class 1 has 80 training rows and an over-sampler takes none away"
        ),
    ])
    func whatItRefusesIsRefusedInWords(name: String, message: String) throws {
        let example = try GoldenResampling(name)
        expectError(message) { try example.resample(threads: 1) }
    }
}
