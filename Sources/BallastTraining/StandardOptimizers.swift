public import BallastCore

extension Registry where Product == any Optimizer, Context == Void {
    /// Adds the optimizers of this module.
    public mutating func registerStandardOptimizers() throws {
        try register(SGD.self)
        try register(Adam.self)
        try register(AdamW.self)
        try register(Adagrad.self)
        try register(RMSprop.self)
    }
}

extension Registry where Product == any Schedule, Context == ScheduleContext {
    /// Adds the schedules of this module.
    public mutating func registerStandardSchedules() throws {
        try register(ConstantSchedule.self)
        try register(WarmupSchedule.self)
        try register(MultiStepSchedule.self)
        try register(StepDecaySchedule.self)
        try register(CosineSchedule.self)
        try register(SequenceSchedule.self)
    }
}
