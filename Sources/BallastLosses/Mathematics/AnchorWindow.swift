internal import BallastCore
internal import BallastTensor

/// The window of optimizer steps over which FAML averages the features of each class.
///
/// Only the running weighted mean of every class is kept, in Float64 buffers, whatever the length of the window:
///
///     W_k ← W_k / r (+ 1 and μ_k ← μ_k + (m_k − μ_k)/W_k if the step contains class k)
///
/// which is Σ r^(−age) m / Σ r^(−age) with the newest step's weight 1. A mean cannot overflow; W_k may reach infinity
/// (r < 1, where old steps outweigh the new by more than a Double can say) or zero (r > 1), and both limits are right.
struct AnchorWindow {
    private let ratio: Double
    private let length: Int
    /// μ_k, [K, D].
    private let mean: Buffer
    /// W_k, [K].
    private let weight: Buffer
    /// The number of steps of the window that contain class k, [K].
    private let appearances: Buffer
    /// The number of steps in the window, and of windows before it, [2].
    private let progress: Buffer

    init(ratio: Double, length: Int, classCount: Int, featureWidth: Int, scope: ParameterScope) {
        self.ratio = ratio
        self.length = length
        mean = scope.buffer("mean", [classCount, featureWidth], .zeros, scalarType: .float64)
        weight = scope.buffer("weight", [classCount], .zeros, scalarType: .float64)
        appearances = scope.buffer("appearances", [classCount], .zeros, scalarType: .float64)
        progress = scope.buffer("progress", [2], .zeros, scalarType: .float64)
    }

    var isComplete: Bool { progress.value.doubles()[0] >= Double(length) }

    /// The number of windows completed before this one.
    var updates: Int { Int(progress.value.doubles()[1]) }

    /// Adds the features [N, D] of one step.
    func append(_ features: Tensor, _ labels: Labels) {
        let counts = labels.counts
        var weights = weight.value.doubles()
        var rates = [Double](repeating: 0, count: counts.count)
        for label in counts.indices {
            weights[label] /= ratio
            guard counts[label] > 0 else { continue }
            weights[label] += 1
            rates[label] = 1 / weights[label]
        }
        let means = classMeans(features.cast(to: .float64), labels)
        mean.assign(mean.value + (means - mean.value) * column(rates))
        assign(weights, to: weight)
        assign(zip(appearances.value.doubles(), counts).map { $0 + ($1 > 0 ? 1 : 0) }, to: appearances)
        let position = progress.value.doubles()
        assign([position[0] + 1, position[1]], to: progress)
    }

    /// The anchors [K, D] moved towards the means by λ; those of classes absent from the window stay.
    func moved(_ anchors: Tensor, lambda: Double) -> Tensor {
        let shares = column(appearances.value.doubles().map { $0 > 0 ? lambda : 0 })
        let wide = anchors.cast(to: .float64)
        // Not a + λ(μ − a): with λ = 1 the anchor must become the mean exactly.
        return (mean.value * shares + wide * (1 - shares)).cast(to: anchors.scalarType)
    }

    /// Empties the window and counts it.
    func startNext() {
        for buffer in [mean, weight, appearances] { buffer.assign(Tensor(filledWith: 0, like: buffer.value)) }
        assign([0, Double(updates + 1)], to: progress)
    }

    /// The mean of the rows of each class, [K, D]; zeros for a class without rows.
    private func classMeans(_ features: Tensor, _ labels: Labels) -> Tensor {
        let inverses = labels.counts.map { $0 > 0 ? 1 / Double($0) : 0 }
        return features.scatteredSum(labels, count: labels.bound) * column(inverses)
    }

    private func column(_ values: [Double]) -> Tensor {
        Tensor(values, shape: [values.count, 1], scalarType: .float64, on: mean.value.device)
    }

    private func assign(_ values: [Double], to buffer: Buffer) {
        buffer.assign(Tensor(values, shape: buffer.shape, scalarType: .float64, on: mean.value.device))
    }
}
