public import BallastCore
import Glibc

/// Trains on λx_a + (1 − λ)x_b with the loss λL(y_a) + (1 − λ)L(y_b).
///
/// λ ~ Beta(α, α) once for each batch; b is a random permutation of the batch's own examples (Algorithm of Figure 1 in the
/// paper).
public struct Mixup: Transform {
    public struct Config: ComponentConfig {
        @Setting("Parameter of the Beta distribution: near 0 mixes little, 1 is uniform.", range: .above(0))
        public var alpha = 1.0

        public init() {}
    }

    public static let name = "mixup"
    public static let summary = "Mixes pairs of examples and their losses."
    public static let paper: String? =
        "Zhang et al., mixup: beyond empirical risk minimization, ICLR 2018, arXiv:1710.09412"

    public let stage = TransformStage.trainingOnly
    private let alpha: Double

    public init(config: Config, context: TransformContext) {
        alpha = config.alpha
    }

    public func apply(to batch: inout TransformBatch) {
        var random = batch.random
        let weight = Float(random.symmetricBeta(alpha))
        let count = batch.count
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { partners in
            for index in 0..<count { partners[index] = Int32(index) }
            for last in stride(from: count - 1, to: 0, by: -1) {
                partners.swapAt(last, random.integer(in: 0..<last + 1))
            }
            batch.mix(weight: weight, partners: UnsafeBufferPointer(partners))
            blend(batch, weight: weight, partners: partners)
        }
    }

    /// Blends in place: along a cycle of the permutation each example still finds its partner unchanged, except the
    /// last, whose partner, the first, is kept aside.
    private func blend(_ batch: TransformBatch, weight: Float, partners: UnsafeMutableBufferPointer<Int32>) {
        let width = batch.valuesPerExample
        withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { first in
            for start in 0..<batch.count where partners[start] >= 0 {
                guard let aside = first.baseAddress, let head = batch.example(start).baseAddress else { return }
                aside.update(from: head, count: width)
                var index = start
                while partners[index] >= 0 {
                    let partner = Int(partners[index])
                    partners[index] = -1
                    guard let target = batch.example(index).baseAddress,
                        let other = partner == start ? aside : batch.example(partner).baseAddress
                    else { return }
                    for column in 0..<width {
                        target[column] = weight * target[column] + (1 - weight) * other[column]
                    }
                    index = partner
                }
            }
        }
    }
}

extension CounterRandom {
    /// A draw of Beta(α, α), from two of Gamma(α, 1).
    mutating func symmetricBeta(_ alpha: Double) -> Double {
        // The logarithms stay finite where a gamma variate of a small α would underflow to 0.
        let first = logGamma(alpha)
        let second = logGamma(alpha)
        return 1 / (1 + exp(second - first))
    }

    /// The logarithm of a draw of Gamma(α, 1).
    ///
    /// Source: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM Transactions on Mathematical
    /// Software 26(3), 2000, doi:10.1145/358407.358414; α < 1 by their note U^(1/α)·Gamma(α + 1).
    private mutating func logGamma(_ alpha: Double) -> Double {
        if alpha < 1 {
            let boost = log(1 - uniform()) / alpha
            return logGamma(alpha + 1) + boost
        }
        let d = alpha - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let z = normal()
            let root = 1 + c * z
            guard root > 0 else { continue }
            let v = root * root * root
            if log(1 - uniform()) < 0.5 * z * z + d * (1 - v + log(v)) { return log(d * v) }
        }
    }
}
