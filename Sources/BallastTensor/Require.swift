/// Stops the program with a message unless the condition holds, for programmers' errors such as shapes that do not fit.
///
/// Unlike `precondition`, whose message optimised builds drop, this one always says what was wrong.
@inline(__always)
package func require(
    _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
    if !condition { stop(message(), file: file, line: line) }
}

/// Stops the program with a message.
@inline(never)
package func stop(_ message: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
    fatalError(message, file: file, line: line)
}
