extension Tensor {
    /// Applies an operation to every element and records its gradient.
    func applying(_ operation: UnaryOperation, _ parameters: UnaryParameters = UnaryParameters()) -> Tensor {
        let input = layout == .rowMajor || operation.preservesZero(parameters) ? self : rowMajor()
        let output = Tensor(uninitializedLike: input)
        device.backend.apply(operation, parameters, to: input, into: output)
        guard input.isRecorded else { return output }
        switch operation.saved {
        case .nothing: return output
        case .input: return output.recorded(from: input, operation, parameters, saved: input.untracked())
        case .output: return output.recorded(from: input, operation, parameters, saved: output)
        }
    }

    private func recorded(
        from input: Tensor, _ operation: UnaryOperation, _ parameters: UnaryParameters, saved: Tensor
    ) -> Tensor {
        recorded(from: input) { $0.multiplied(byGradientOf: operation, parameters, saved: saved) }
    }

    private func multiplied(
        byGradientOf operation: UnaryOperation, _ parameters: UnaryParameters, saved: Tensor
    ) -> Tensor {
        let aligned = laidOut(as: saved.layout, saved.scalarType)
        let gradient = Tensor(uninitializedLike: saved)
        saved.device.backend.applyGradient(of: operation, parameters, saved: saved, upstream: aligned, into: gradient)
        return gradient
    }

    /// This gradient of a rectified result where that is above 0, else 0; itself if nothing was rectified.
    func passing(rectifierOf result: Tensor?) -> Tensor {
        result.map { multiplied(byGradientOf: .relu, UnaryParameters(), saved: $0) } ?? self
    }

    /// −x.
    public static prefix func - (operand: Tensor) -> Tensor {
        let output = operand.applying(.negate)
        return operand.isRecorded ? output.recorded(from: operand) { -$0 } : output
    }

    /// eˣ.
    public func exp() -> Tensor { applying(.exponential) }

    /// ln x. The gradient at 0 is infinite, but 0 where the upstream gradient is 0.
    public func log() -> Tensor { applying(.logarithm) }

    /// ln(1 + x), accurate near 0.
    public func log1p() -> Tensor { applying(.logarithmOfOnePlus) }

    /// eˣ − 1, accurate near 0.
    public func expm1() -> Tensor { applying(.exponentialMinusOne) }

    /// ln(1 + eˣ) for any finite x, computed as max(x, 0) + log1p(e^−|x|).
    public func softplus() -> Tensor { applying(.softplus) }

    /// 1 / (1 + e⁻ˣ). Its logarithm is ``logSigmoid()``, which does not underflow.
    public func sigmoid() -> Tensor { applying(.sigmoid) }

    /// ln(1 / (1 + e⁻ˣ)) = −softplus(−x), finite for any finite x.
    public func logSigmoid() -> Tensor { applying(.logSigmoid) }

    /// The hyperbolic tangent.
    public func tanh() -> Tensor { applying(.tanh) }

    /// √x. The gradient at 0 is infinite, but 0 where the upstream gradient is 0.
    public func sqrt() -> Tensor { applying(.squareRoot) }

    /// 1 / √x.
    public func rsqrt() -> Tensor { applying(.reciprocalSquareRoot) }

    /// x².
    public func square() -> Tensor { applying(.square) }

    /// 1 / x.
    public func reciprocal() -> Tensor { applying(.reciprocal) }

    /// |x|. The gradient at 0 is 0.
    public func abs() -> Tensor { applying(.absolute) }

    /// −1, 0 or 1. Carries no gradient.
    public func sign() -> Tensor { applying(.sign) }

    /// max(x, 0). The gradient at 0 is 0.
    public func relu() -> Tensor { applying(.relu) }

    /// x where x > 0, slope · x elsewhere. The gradient at 0 is `slope`.
    public func leakyRelu(slope: Double = 0.01) -> Tensor { applying(.leakyRelu, UnaryParameters(slope)) }

    /// x · Φ(x) with the standard normal distribution function Φ (Hendrycks and Gimpel, arXiv:1606.08415), computed
    /// with the error function rather than its tanh approximation.
    public func gelu() -> Tensor { applying(.gelu) }

    /// x^exponent; NaN for negative x and an exponent that is not whole.
    ///
    /// At x = 0 the gradient of an exponent below 1 is infinite, as mathematics has it, except that it is 0 where the
    /// upstream gradient is 0; the gradient of exponent 0 is 0 everywhere. So (1 − p)^γ · ln p has the gradient 0 at
    /// p = 1 for every γ ≥ 0.
    public func pow(_ exponent: Double) -> Tensor {
        exponent == 2 ? square() : applying(.power, UnaryParameters(exponent))
    }

    /// min(max(x, lower), upper). The gradient is 1 inside the closed range and 0 outside it.
    public func clipped(to range: ClosedRange<Double>) -> Tensor {
        applying(.clip, UnaryParameters(range.lowerBound, range.upperBound))
    }

    /// (1 − p)^γ (−ln p) with p = 1 / (1 + e⁻ᶻ) for log-odds z: the focal cross-entropy of an outcome with these log-odds
    /// (Lin et al., ICCV 2017, Eq. 4, without α). Any shape.
    ///
    /// With ℓ = softplus(−z) = −ln p, the value is ℓ·exp(−γ·softplus(z)) and its derivative
    /// −exp(−γ·softplus(z))·(σ(−z) + γ·σ(z)·ℓ). No factor of either is infinite or undefined for a finite z, and σ(z)
    /// vanishes faster than ℓ grows, so both are finite for every finite z and γ ≥ 0: there is no 0^γ, no ln 0 and no 0·∞.
    ///
    /// - Parameter gamma: the focusing exponent γ ≥ 0; 0 gives cross-entropy, softplus(−z).
    public func focalCrossEntropy(gamma: Double) -> Tensor {
        require(gamma >= 0, "the focusing exponent is not negative")
        return gamma > 0 ? applying(.focalCrossEntropy, UnaryParameters(gamma)) : (-self).softplus()
    }

    /// The sine.
    public func sin() -> Tensor { applying(.sine) }

    /// The cosine.
    public func cos() -> Tensor { applying(.cosine) }
}
