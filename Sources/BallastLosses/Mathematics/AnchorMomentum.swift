public import BallastCore

/// How FAML's weight of the new class means changes from update to update.
public enum LambdaSchedule: String, CaseIterable, ConfigEnum {
    /// λ₀(1 − u/T)², with λ₀ = 0.9 (Baloch et al., section 3.4).
    case quadratic
    /// λ₀ = 0.999 (Baloch et al., section 4.1).
    case constant

    /// The paper's λ₀ for this schedule.
    var defaultInitial: Double {
        switch self {
        case .quadratic: 0.9
        case .constant: 0.999
        }
    }
}

/// λ_u of FAML.
struct AnchorMomentum {
    private let schedule: LambdaSchedule
    private let initial: Double
    private let totalUpdates: Int?

    /// - Parameters:
    ///   - initial: λ₀; the paper's for the schedule if nil.
    ///   - totalUpdates: T, the updates of the whole run; nil outside of training, where λ stays at λ₀.
    init(schedule: LambdaSchedule, initial: Double?, totalUpdates: Int?) {
        self.schedule = schedule
        self.initial = initial ?? schedule.defaultInitial
        self.totalUpdates = totalUpdates
    }

    /// λ of update u, from 0; 0 from the T-th on, which a run lengthened on resuming can reach.
    func callAsFunction(update: Int) -> Double {
        guard schedule == .quadratic, let totalUpdates else { return initial }
        let rest = 1 - Double(update) / Double(max(totalUpdates, 1))
        return rest > 0 ? initial * rest * rest : 0
    }
}
