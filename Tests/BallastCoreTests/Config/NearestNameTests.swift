import BallastCore
import Testing

@Suite struct NearestNameTests {
    static let names = ["alpha", "alpha_convention", "gamma", "label_smoothing", "lr", "beta", "cross_entropy"]

    @Test(arguments: [
        ("gama", "gamma"), ("gmama", "gamma"), ("gammaa", "gamma"), ("Gamma", "gamma"), ("gamna", "gamma"),
        ("alphaConvention", "alpha_convention"), ("alpha-convention", "alpha_convention"),
        ("aplha_covnention", "alpha_convention"), ("lable_smoothing", "label_smoothing"), ("lt", "lr"),
        ("crossentropy", "cross_entropy"), ("bet", "beta"),
    ])
    func findsWhatWasMeant(_ typed: String, _ meant: String) {
        #expect(Self.names.nearest(to: typed) == meant)
    }

    @Test(arguments: ["x", "zzzzzz", "margin", "learning_rate", "", "smoothing", "xy"])
    func staysSilentWhenNothingIsNear(_ typed: String) {
        #expect(Self.names.nearest(to: typed) == nil)
    }

    @Test func firstOfEquallyNearWins() {
        #expect(["beta1", "beta2"].nearest(to: "beta3") == "beta1")
        #expect([String]().nearest(to: "beta") == nil)
    }

    @Test(arguments: [
        ("gamma", "gamma"), ("alphaConvention", "alpha_convention"), ("useBN", "use_bn"), ("BNMomentum", "bn_momentum"),
        ("top5Accuracy", "top5_accuracy"), ("l2", "l2"), ("per-class", "per_class"), ("perClass", "per_class"),
    ])
    func snakeCase(_ name: String, _ expected: String) {
        #expect(name.snakeCased == expected)
    }
}
