extension DecodedComponent where Product == any Loss {
    /// What the loss will read of the model's output; known before either is made.
    public func input(classCount: Int) -> LossInput {
        func ask<Asked: Loss>(_ type: Asked.Type) -> LossInput {
            guard let config = config as? Asked.Config else {
                preconditionFailure("the factory of \(name) decodes another component's settings")
            }
            return type.input(config: config, classCount: classCount)
        }
        guard let type = component as? any Loss.Type else {
            preconditionFailure("\(name) is registered as a loss without being one")
        }
        return ask(type)
    }
}
