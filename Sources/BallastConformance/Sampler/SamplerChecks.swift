import BallastCore

/// What every sampler must do.
enum SamplerChecks {
    static let all: [ConformanceCheck<SamplerSubject>] = [
        ConformanceCheck("visits training rows only") { subject in
            let (made, random) = (try subject.make(), RandomStreams(seed: 5))
            return try (0..<SamplerSubject.epochs).flatMap { epoch in
                let order = try made.sampler.order(epoch: epoch, random: random)
                return findings(order, epoch: epoch, of: made)
            }
        },
        ConformanceCheck("visits training rows only, whatever the model has learnt") { subject in
            let (made, random) = (try subject.make(), RandomStreams(seed: 5))
            guard made.sampler is any ObservingSampler else { return [] }
            return try MadeSampler.observations.indices.flatMap { observation in
                try (0..<SamplerSubject.epochs).flatMap { epoch in
                    let order = try made.order(epoch: epoch, random: random, observation: observation)
                    let plain = try made.sampler.order(epoch: epoch, random: random).count
                    var findings = findings(order, epoch: epoch, of: made)
                    findings.require(
                        order.count == plain,
                        "epoch \(epoch) visits \(order.count) rows, \(plain) where nothing is known of the model")
                    return findings
                }
            }
        },
        ConformanceCheck("makes a sound training set") { subject in
            guard let resampling = try subject.make().resampling else { return [] }
            return [resampling.fault(madeOf: subject.table), resampling.count > 0 ? nil : "leaves no rows"]
                .compactMap(\.self)
        },
        ConformanceCheck("makes the same training set again") { subject in
            let first = try subject.make().resampling
            var findings: [String] = []
            try findings.require(subject.make().resampling == first, "the same seed gives another training set")
            try findings.require(
                subject.make(threads: 2).resampling == first, "two threads give another training set than one")
            return findings
        },
        ConformanceCheck("repeats its order from the same seed") { subject in
            let (first, second) = (try orders(subject, seed: 5), try orders(subject, seed: 5))
            return first == second ? [] : ["the same seed gives another order"]
        },
        ConformanceCheck("continues from its checkpoint") { subject in
            let random = RandomStreams(seed: 5)
            let sampler = try subject.make()
            for epoch in 0..<2 { _ = try sampler.order(epoch: epoch, random: random) }
            let snapshot = random.snapshot
            let expected = try (2..<SamplerSubject.epochs).map { try sampler.order(epoch: $0, random: random) }

            // Where a run is resumed, sampler and streams are new, and only the streams' state is restored.
            let resumedRandom = RandomStreams(seed: 5)
            try resumedRandom.restore(snapshot)
            let resumed = try subject.make()
            let actual = try (2..<SamplerSubject.epochs).map { try resumed.order(epoch: $0, random: resumedRandom) }
            return actual == expected
                ? [] : ["a resumed run draws another order: something is kept outside of the random streams"]
        },
    ]

    private static func findings(_ order: [Int], epoch: Int, of made: MadeSampler) -> [String] {
        var findings: [String] = []
        findings.require(!order.isEmpty, "epoch \(epoch) visits no row")
        if let outside = order.first(where: { !(0..<made.rowCount).contains($0) }) {
            findings.append("epoch \(epoch) visits row \(outside) of \(made.rowCount)")
        }
        return findings
    }

    private static func orders(_ subject: SamplerSubject, seed: UInt64) throws -> [[Int]] {
        let (sampler, random) = (try subject.make(), RandomStreams(seed: seed))
        return try (0..<SamplerSubject.epochs).map { try sampler.order(epoch: $0, random: random) }
    }
}
