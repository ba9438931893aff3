/// The wall-clock time that something takes.
package func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start) / .seconds(1)
}

/// The best time of one call in seconds, of so many rounds of calls, each a few milliseconds long.
package func bestSeconds(rounds: Int, _ body: () -> Void) -> Double {
    for _ in 0..<3 { body() }
    let calls = max(1, Int(2e-3 / max(seconds(body), 1e-7)))
    return (0..<rounds).map { _ in seconds { for _ in 0..<calls { body() } } / Double(calls) }.min() ?? 0
}

package func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
