public import BallastCore

extension Registry where Product == any Transform, Context == TransformContext {
    /// Adds the transforms of this module.
    public mutating func registerStandardTransforms() throws {
        try register(Standardise.self)
        try register(MinMax.self)
        try register(ImageNormalise.self)
        try register(RandomCrop.self)
        try register(HorizontalFlip.self)
        try register(Cutout.self)
        try register(Mixup.self)
    }
}
