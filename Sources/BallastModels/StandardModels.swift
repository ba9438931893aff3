public import BallastCore

extension Registry where Product == any Model, Context == ModelContext {
    /// Adds the models of this module.
    public mutating func registerStandardModels() throws {
        try register(Logistic.self)
        try register(MLP.self)
        try register(SequentialModel.self)
        try register(ConvNet.self)
        try register(ResNet20.self)
        try register(ResNet32.self)
        try register(ResNet44.self)
        try register(ResNet56.self)
    }
}

extension Registry where Product == any Layer, Context == LayerContext {
    /// Adds the layers of this module.
    public mutating func registerStandardLayers() throws {
        try register(Linear.self)
        try register(Conv2D.self)
        try register(BatchNorm.self)
        try register(ReLU.self)
        try register(LeakyReLU.self)
        try register(GELU.self)
        try register(Tanh.self)
        try register(Sigmoid.self)
        try register(MaxPool.self)
        try register(AveragePool.self)
        try register(GlobalAveragePool.self)
        try register(Dropout.self)
        try register(Flatten.self)
        try register(ResidualBlock.self)
    }
}
