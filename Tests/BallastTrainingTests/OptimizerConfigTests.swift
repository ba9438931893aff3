import Ballast
import TestSupport
import Testing

@Suite struct OptimizerConfigTests {
    @Test(arguments: [
        ("{type: sgd}", "run.yaml:1:12: optimizer.learning_rate: missing; must be a number > 0"),
        (
            "{type: sgd, learning_rate: 0.1, nesterov: true}",
            "run.yaml:1:44: optimizer.nesterov: needs momentum above 0"
        ),
        (
            "{type: sgd, learning_rate: 0.1, momentum: 0.9, dampening: 0.5, nesterov: true}",
            "run.yaml:1:75: optimizer.nesterov: needs dampening 0"
        ),
        (
            "{type: sgd, learning_rate: 0.1, dampening: 0.5}",
            "run.yaml:1:44: optimizer.dampening: needs momentum above 0"
        ),
        (
            "{type: adam, learning_rate: 0, beta1: 1}",
            """
            run.yaml:1:40: optimizer.learning_rate: out of range: got 0; must be a number > 0
            run.yaml:1:50: optimizer.beta1: out of range: got 1; must be a number in [0, 1)
            """
        ),
        (
            "{type: adagrad, lr: 0.1}",
            """
            run.yaml:1:12: optimizer.learning_rate: missing; must be a number > 0
            run.yaml:1:28: optimizer.lr: unknown key; optimizer adagrad has learning_rate, rate_decay, \
            initial_accumulator, epsilon, weight_decay
            """
        ),
    ])
    func refuses(_ yaml: String, message: String) throws {
        var registry = Registry<any Optimizer, Void>(kind: "optimizer")
        try registry.registerStandardOptimizers()
        let section = try ConfigNode.parse(yaml: "optimizer: \(yaml)", path: "run.yaml")
        expectError(message) { try OptimizerSection.decode(section, catalog: ComponentCatalog([registry])) }
    }

    /// A run's section with an optimizer in it.
    private struct OptimizerSection: ComponentConfig {
        @Setting("Optimizer.", kind: "optimizer") var optimizer: ComponentReference

        init() {}
    }
}
