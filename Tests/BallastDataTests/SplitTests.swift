import BallastCore
import BallastData
import Foundation
import TestSupport
import Testing

@Suite struct SplitTests {
    /// Every stratified and every shuffled split of scikit-learn in the goldens, row for row.
    @Test func splitsAreThoseOfScikitLearn() throws {
        let golden = try Golden("splits")
        let cases = try golden.group("cases")
        var compared = 0
        for name in try cases.groupNames where name.hasPrefix("tts_") || name.hasPrefix("sss_") {
            let group = try cases.group(name)
            let labels = try golden.int32s("labels/\(try group.text("labels"))/y").values
            let data = Data(try group.text("parameters").utf8)
            let parameters = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            guard parameters["shuffle"] as? Bool != false else { continue }
            let random = NumPyRandom(seed: UInt32(try group.integer("seed")))
            var test = size(parameters["test_size"])
            let train = size(parameters["train_size"])
            // What the library takes where neither size is given.
            if test == nil, train == nil { test = .fraction(name.hasPrefix("sss_") ? 0.1 : 0.25) }
            func draw() throws -> RowSplit {
                parameters["stratify"] as? Bool == false
                    ? try .shuffled(rowCount: labels.count, test: test, train: train, random: random)
                    : try .stratified(labels: labels, test: test, train: train, random: random)
            }
            compared += 1
            if try group.hasAttribute("exception") {
                #expect(throws: DataError.self, "\(name)") { try draw() }
                continue
            }
            let trains = try group.integers("train"), tests = try group.integers("test")
            let isSeries = trains.shape.count == 2
            for number in 0..<(isSeries ? trains.shape[0] : 1) {
                let split = try draw()
                #expect(split.train == (isSeries ? trains[row: number] : trains).values, "\(name) train \(number)")
                #expect(split.test == (isSeries ? tests[row: number] : tests).values, "\(name) test \(number)")
            }
        }
        #expect(compared == 15)
    }

    private func size(_ value: Any?) -> RowSplit.Size? {
        guard let number = value as? Double else { return nil }
        return number < 1 ? .fraction(number) : .rows(Int(number))
    }

    @Test func impossibleSplitsSayWhy() {
        let random = NumPyRandom(seed: 0)
        let labels: [Int32] = [0, 0, 0, 0, 1, 1, 2]
        expectError("a stratified split needs two rows of every class: got one row of class 2") {
            try RowSplit.stratified(labels: labels, test: .fraction(0.5), random: random)
        }
        expectError("the test part of a stratified split needs a row of every class: expected 2 rows at least, got 1") {
            try RowSplit.stratified(labels: [0, 0, 1, 1], test: .rows(1), random: random)
        }
        expectError("the share of the test part must be above 0 and below 1: got 1.5") {
            try RowSplit.shuffled(rowCount: 4, test: .fraction(1.5), random: random)
        }
        expectError("4 rows cannot be split into 3 for training and 2 for test") {
            try RowSplit.shuffled(rowCount: 4, test: .rows(2), train: .rows(3), random: random)
        }
    }

    /// A class of 3 among 1,000 gets no row of a tenth by proportion; the hold-out gives it one.
    @Test func holdOutCoversEveryClass() throws {
        let labels = (0..<1000).map { Int32($0 < 3 ? 2 : $0 % 2) }
        let plain = try RowSplit.stratified(labels: labels, test: .fraction(0.1), random: NumPyRandom(seed: 1))
        #expect(!plain.test.contains { labels[$0] == 2 })
        let split = try RowSplit.holdOut(labels: labels, size: .fraction(0.1), seed: 1)
        #expect(split.test.count { labels[$0] == 2 } == 1)
        #expect(split.train.count { labels[$0] == 2 } == 2)
        #expect((split.train + split.test).sorted() == Array(0..<1000))
        #expect(split == (try RowSplit.holdOut(labels: labels, size: .fraction(0.1), seed: 1)))
        #expect(split != (try RowSplit.holdOut(labels: labels, size: .fraction(0.1), seed: 2)))
    }

    /// Where nearly all rows go to validation, the training part keeps one of each class too.
    @Test func holdOutLeavesEveryClassInTraining() throws {
        let labels: [Int32] = Array(repeating: 0, count: 50) + [1, 1]
        let split = try RowSplit.holdOut(labels: labels, size: .rows(50), seed: 0)
        #expect(Set(split.train.map { labels[$0] }) == [0, 1])
        #expect(Set(split.test.map { labels[$0] }) == [0, 1])
    }
}

@Suite struct LongTailTests {
    /// The class sizes that Cui et al. and Cao et al. train on.
    @Test(arguments: [
        (10.0, [5000, 3871, 2997, 2320, 1796, 1391, 1077, 834, 645, 500]),
        (100.0, [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]),
        (1.0, Array(repeating: 5000, count: 10)),
    ])
    func exponentialCounts(factor: Double, expected: [Int]) {
        #expect(LongTail(imbalanceFactor: factor).targetCounts(rowCount: 50_000, classCount: 10) == expected)
    }

    @Test func stepCounts() {
        let tail = LongTail(imbalanceFactor: 100, profile: .step)
        #expect(
            tail.targetCounts(rowCount: 50_000, classCount: 10)
                == Array(repeating: 5000, count: 5) + Array(repeating: 50, count: 5))
        #expect(tail.targetCounts(rowCount: 500, classCount: 5) == [100, 100, 1, 1, 1])
    }

    /// The subset of the published code: which of its class's 5,000 rows are taken first. Labels interleave the classes,
    /// so that the position in the class and the row differ.
    @Test func subsetIsThePublishedOne() throws {
        let labels = (0..<50_000).map { Int32($0 % 10) }
        let rows = try LongTail(imbalanceFactor: 100).select(labels: labels, classCount: 10)
        #expect(rows.count == 12_406)
        #expect(rows.map { labels[$0] } == rows.map { labels[$0] }.sorted())
        func firstPositions(_ label: Int32) -> [Int] { rows.filter { labels[$0] == label }.prefix(3).map { $0 / 10 } }
        #expect(firstPositions(0) == [398, 3833, 4836])
        #expect(firstPositions(1) == [597, 332, 521])
        #expect(firstPositions(9) == [2204, 3816, 2206])
        let gentle = try LongTail(imbalanceFactor: 10).select(labels: labels, classCount: 10)
        #expect(gentle.count == 20_431)
        #expect(Array(gentle.prefix(5000)) == Array(rows.prefix(5000)))
    }

    @Test func seedsDiffer() throws {
        let labels = (0..<1000).map { Int32($0 % 2) }
        let first = try LongTail(imbalanceFactor: 10, seed: 0).select(labels: labels, classCount: 2)
        let second = try LongTail(imbalanceFactor: 10, seed: 1).select(labels: labels, classCount: 2)
        #expect(first.count == second.count && first != second)
        #expect(Set(first).count == first.count)
    }

    @Test func emptyClassesAreRefused() {
        expectError(
            "the long tail keeps no row of class 1: it has 4 rows, and imbalance factor 100.0 leaves it 0 of 8 in 2 classes"
        ) {
            try LongTail(imbalanceFactor: 100).select(labels: [0, 1, 0, 1, 0, 1, 0, 1], classCount: 2)
        }
        expectError(
            "the long tail keeps no row of class 2: it has 0 rows, and imbalance factor 1.0 leaves it 2 of 6 in 3 classes"
        ) {
            try LongTail(imbalanceFactor: 1).select(labels: [0, 1, 0, 1, 0, 1], classCount: 3)
        }
    }
}
