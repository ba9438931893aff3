import Ballast
import TestSupport
import Testing

/// Whole short trainings beside PyTorch's: initial weights from the seed, first gradient, first step, every loss, final
/// weights.
@Suite struct TrainingGoldenTests {
    @Test(arguments: Recipe.all)
    func initialWeightsComeFromTheSeed(_ recipe: Recipe) throws {
        let training = try GoldenTraining(recipe, device: .reference(), scalarType: .float32)
        var values = training.values()
        values["anchors"] = nil
        for (path, value) in values {
            expectClose(value, try training.golden.floats("initial/\(path)").values, relative: 0, path)
        }
    }

    /// In float64 our run and PyTorch's are the same computation: losses agree to rounding over the whole run.
    @Test(arguments: Recipe.all)
    func float64LossesAgree(_ recipe: Recipe) throws {
        let training = try GoldenTraining(recipe, device: .reference(), scalarType: .float64)
        try training.loadAnchors()
        let record = try training.run()
        expectClose(record.losses, try training.golden.doubles("loss_f64").values, relative: 1e-9, recipe.name)
    }

    /// In float32 every array may be as far from PyTorch's float32 as PyTorch's is from float64, times 4, or 10⁻⁶ of its
    /// largest element.
    @Test(arguments: TestDevice.allCases, Recipe.all)
    func float32RunsAgree(_ device: TestDevice, _ recipe: Recipe) throws {
        let exact = try GoldenTraining(recipe, device: .reference(), scalarType: .float64)
        try exact.loadAnchors()
        let reference = try exact.run()
        let training = try GoldenTraining(recipe, device: device.make(), scalarType: .float32)
        try training.loadAnchors()
        let record = try training.run()
        let golden = training.golden

        func compare(_ group: String, _ actual: [String: [Double]], _ exact: [String: [Double]]) throws {
            #expect(try golden.group(group).datasetNames == actual.keys.sorted())
            for (path, values) in actual {
                expectAgreement(
                    values, try golden.doubles("\(group)/\(path)").values, exact: exact[path] ?? [], "\(group)/\(path)")
            }
        }
        expectAgreement(
            record.losses, try golden.doubles("loss").values, exact: try golden.doubles("loss_f64").values, "loss")
        try compare("first_gradient", record.firstGradient, reference.firstGradient)
        var (first, final) = (record.afterFirstStep, record.final)
        if recipe.name == "mlp_faml_adagrad" {
            // FAML's anchors are buffers; the golden has them once, at the start and after each of their moves.
            first["anchors"] = nil
            final["anchors"] = nil
            let moves = stride(from: 0, through: 40, by: 5)
            let exactMoves = moves.flatMap { reference.anchors[$0] }
            expectAgreement(
                moves.flatMap { record.anchors[$0] }, try golden.doubles("anchors").values, exact: exactMoves, "anchors"
            )
        }
        try compare("after_step1", first, reference.afterFirstStep)
        try compare("final", final, reference.final)
    }

    private func expectAgreement(
        _ actual: [Double], _ golden: [Double], exact: [Double], _ label: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        guard exact.count == golden.count else {
            Issue.record("\(label): \(exact.count) float64 values for \(golden.count)", sourceLocation: sourceLocation)
            return
        }
        let distance = zip(golden, exact).reduce(0) { max($0, abs($1.0 - $1.1)) }
        let largest = golden.reduce(0) { max($0, abs($1)) }
        expectClose(
            actual, golden, relative: 0, absolute: max(4 * distance, 1e-6 * largest), label,
            sourceLocation: sourceLocation)
    }
}
