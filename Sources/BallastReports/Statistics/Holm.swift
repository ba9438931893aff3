/// Corrections of the p values of several tests.
public enum Holm {
    /// Holm's step-down correction (Scandinavian Journal of Statistics 6, 1979): of m sorted p values the i-th, from 0, is
    /// multiplied by m − i; none becomes smaller than one before it, or larger than 1.
    public static func corrected(_ p: [Double]) -> [Double] {
        var corrected = p
        var largest = 0.0
        for (place, index) in p.indices.sorted(by: { (p[$0], $0) < (p[$1], $1) }).enumerated() {
            largest = max(largest, min(1, p[index] * Double(p.count - place)))
            corrected[index] = largest
        }
        return corrected
    }
}
