public import BallastCore
internal import BallastHDF5
internal import BallastTensor

/// A loss on the arrays of one file: values, probabilities and gradients, without a model.
public struct LossEvaluation {
    /// The mean over the batch, and of every named term.
    public let summary: [String: Double]
    private let values: TensorSnapshot
    private let probabilities: TensorSnapshot
    private let inputName: String
    private let inputGradient: TensorSnapshot
    private let parameterGradients: [(path: String, gradient: TensorSnapshot)]

    /// Reads the inputs and computes everything.
    ///
    /// - Parameters:
    ///   - decoded: the loss and its settings.
    ///   - inputPath: the HDF5 file with `logits` or `features`, and `labels`.
    ///   - seed: seeds the initial values of parameters that the file does not give.
    /// - Throws: `HDF5Error`; ``TrainingError/unsuitableData(_:)`` for arrays that do not belong together;
    ///   `ArrayMismatch` for parameters that the loss does not have or of another shape; `ConfigError` from the loss.
    public init(
        _ decoded: DecodedComponent<any Loss, LossContext>, inputPath: String, seed: UInt64 = 0
    ) throws {
        let file = try LossInputFile(path: inputPath)
        inputName = try file.inputName(for: decoded)
        let scalarType = try file.scalarType(of: inputName)
        let device = scalarType == .float64 ? Device.reference() : Device.cpu()
        let array = try file.matrix(inputName)
        let labels = try file.labels(
            count: array.shape[0], classCount: file.classCount(inputName: inputName, loss: decoded))
        let input = array.tensor(scalarType, on: device).tracked()

        let store = ParameterStore(device: device, scalarType: scalarType, random: TorchRandom(seed: seed))
        let loss = try decoded.build(
            LossContext(
                classCounts: try file.classCounts(labels), featureWidth: array.shape[1], scope: store.root))
        try store.replaceSome(file.parameters(), on: device)

        let output =
            inputName == "logits" ? ModelOutput(features: input, logits: input) : ModelOutput(features: input)
        let batch = LossBatch(output: output, labels: labels)
        let value = loss(batch)
        let mean = LossReduction.mean(value, labels)
        values = TensorSnapshot(value.total)
        probabilities = TensorSnapshot(device.withoutRecording { loss.probabilities(output) })
        var summary = ["mean": mean.item()]
        for (name, term) in value.terms { summary[name] = term.mean().item() }
        self.summary = summary
        mean.backward()
        func snapshot(_ gradient: Tensor?, like tensor: Tensor) -> TensorSnapshot {
            TensorSnapshot(gradient ?? Tensor(filledWith: 0, like: tensor.detached()))
        }
        inputGradient = snapshot(input.gradient, like: input)
        parameterGradients = store.parameters.map { ($0.path, snapshot($0.gradient, like: $0.value)) }
    }

    /// Writes `loss` [N], `mean`, `probabilities` [N, K], `grad/<input>` and `grad/parameters/<name>`.
    public func write(to path: String) throws {
        try HDF5File.writeAtomically(to: path) { file in
            try file.write(values, to: "loss")
            try file.createDataset("mean", scalar: summary["mean"] ?? .nan)
            try file.write(probabilities, to: "probabilities")
            try file.write(inputGradient, to: "grad/\(inputName)")
            for (name, gradient) in parameterGradients { try file.write(gradient, to: "grad/parameters/\(name)") }
        }
    }
}

extension ParameterStore {
    /// Replaces those parameters and buffers that are named.
    fileprivate func replaceSome(_ snapshots: [String: TensorSnapshot], on device: Device) throws {
        var all = snapshot()
        for (name, values) in snapshots { all[name] = values.converted(like: all[name]) }
        try restore(all, section: "parameters")
    }
}
