/// The wall-clock time that something takes.
package func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start) / .seconds(1)
}

package func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
