import Ballast
import TestSupport
import Testing

@Suite struct ScheduleTests {
    private let registry: Registry<any Schedule, ScheduleContext>

    init() throws {
        var registry = Registry<any Schedule, ScheduleContext>(kind: "schedule")
        try registry.registerStandardSchedules()
        self.registry = registry
    }

    private func schedule(_ yaml: String, epochs: Int, steps: Int = 1) throws -> any Schedule {
        let section = try ConfigNode.parse(yaml: "schedule: \(yaml)", path: "run.yaml")
        let catalog = ComponentCatalog([registry])
        let config = try ScheduleSection.decode(section, catalog: catalog)
        return try registry.build(
            config.schedule, catalog: catalog,
            context: ScheduleContext(epochs: epochs, stepsPerEpoch: steps, schedules: registry))
    }

    /// A run's section with a schedule in it.
    private struct ScheduleSection: ComponentConfig {
        @Setting("Schedule.", kind: "schedule") var schedule: ComponentReference

        init() {}
    }

    private func rates(_ schedule: any Schedule, count: Int, steps: Int = 1, base: Double = 0.1) -> [Double] {
        (0..<count).map { base * schedule.factor(at: TrainingPosition(step: $0, epoch: $0 / steps)) }
    }

    private func expected(_ name: String) throws -> [Double] {
        try Golden("optimizers").doubles("schedules/\(name)/lr").values
    }

    @Test func constant() throws {
        #expect(rates(try schedule("constant", epochs: 3), count: 3) == [0.1, 0.1, 0.1])
    }

    @Test func multiStepPerEpoch() throws {
        let schedule = try schedule(
            "{type: multi_step, milestones: [160, 180], factors: [0.01, 0.0001], warmup_epochs: 5}", epochs: 200)
        expectClose(
            rates(schedule, count: 200), try expected("multistep_warmup_per_epoch"), relative: 1e-14)
    }

    @Test func multiStepPerStep() throws {
        let schedule = try schedule(
            """
            {type: multi_step, milestones: [16, 20], factors: [0.01, 0.0001], warmup_epochs: 5, warmup_per: step}
            """, epochs: 24, steps: 7)
        expectClose(
            rates(schedule, count: 168, steps: 7), try expected("multistep_warmup_per_step"), relative: 1e-14)
    }

    @Test func stepDecay() throws {
        let schedule = try schedule("{type: step_decay, milestones: [16, 20]}", epochs: 24)
        expectClose(rates(schedule, count: 24), try expected("torch_multistep"), relative: 1e-14)
    }

    @Test func warmupThenStepDecay() throws {
        let schedule = try schedule(
            "{type: sequence, schedules: [warmup, {type: step_decay, milestones: [11, 15]}], boundaries: [5]}",
            epochs: 24)
        expectClose(rates(schedule, count: 24), try expected("torch_linear_warmup_multistep"), relative: 1e-14)
    }

    @Test func cosine() throws {
        let schedule = try schedule("{type: cosine, minimum_factor: 0.001}", epochs: 30)
        expectClose(rates(schedule, count: 31), try expected("cosine"), relative: 1e-12)
    }

    @Test func cosinePerStep() throws {
        let schedule = try schedule("{type: cosine, minimum_factor: 0.001, per: step}", epochs: 3, steps: 10)
        expectClose(rates(schedule, count: 31, steps: 10), try expected("cosine"), relative: 1e-12)
    }

    @Test func warmupThenCosine() throws {
        let schedule = try schedule(
            "{type: sequence, schedules: [warmup, {type: cosine, minimum_factor: 0.001}], boundaries: [5]}", epochs: 30)
        expectClose(rates(schedule, count: 31), try expected("cosine_warmup"), relative: 1e-12)
    }

    @Test func partsOfASequenceCountTheirOwnSteps() throws {
        let schedule = try schedule(
            """
            {type: sequence, schedules: [constant, {type: warmup, epochs: 2, per: step}, constant], boundaries: [1, 4]}
            """, epochs: 5, steps: 2)
        #expect(rates(schedule, count: 10, steps: 2, base: 1) == [1, 1, 0, 0.25, 0.5, 0.75, 1, 1, 1, 1])
    }

    @Test func sequencesNest() throws {
        let schedule = try schedule(
            """
            {type: sequence, boundaries: [2], schedules: [constant, {type: sequence, boundaries: [1], schedules: [
            {type: multi_step, milestones: [9], factors: [0.5]}, {type: step_decay, milestones: [1], gamma: 0.5}]}]}
            """, epochs: 6)
        #expect(rates(schedule, count: 6, base: 1) == [1, 1, 1, 1, 0.5, 0.5])
    }

    @Test(arguments: [
        (
            "{type: multi_step, milestones: [20, 10], factors: [1]}",
            """
            run.yaml:1:30: schedule.milestones: must ascend
            run.yaml:1:52: schedule.factors: has 1 values for 2 milestones
            """
        ),
        (
            "{type: multi_step, milestones: [2], factors: [1], warmup_epochs: 3}",
            "run.yaml:1:61: schedule.warmup_epochs: must end by the first milestone"
        ),
        (
            "{type: sequence, schedules: [constant, constant], boundaries: []}",
            "run.yaml:1:61: schedule.boundaries: has 0 values, but 2 schedules have 1"
        ),
        (
            "{type: sequence, schedules: [constant, constnat], boundaries: [1]}",
            """
            run.yaml:1:50: schedule.schedules.1: unknown schedule: got "constnat"; \
            must be one of constant, warmup, multi_step, step_decay, cosine, sequence — did you mean "constant"?
            """
        ),
        (
            "{type: sequence, schedules: [constant, constant], boundaries: [9]}",
            "run.yaml:1:61: schedule.boundaries: reaches epoch 9, but the schedule has 9 epochs"
        ),
        (
            "{type: cosine, minimum_factor: 2}",
            "run.yaml:1:42: schedule.minimum_factor: out of range: got 2; must be a number in [0, 1]"
        ),
    ])
    func refuses(_ yaml: String, message: String) throws {
        expectError(message) { try schedule(yaml, epochs: 9) }
    }
}
