/// How many inputs and outputs a weight connects, by PyTorch's rule: initializers scale by them.
///
/// Linear weights are [out, in], convolution weights [out, in / groups, height, width]; with r = height·width (1 for
/// Linear) the fan-in is shape[1]·r and the fan-out shape[0]·r.
public struct Fan: Sendable, Equatable {
    public let input: Int
    public let output: Int

    public init(input: Int, output: Int) {
        self.input = input
        self.output = output
    }

    /// The fan of a weight of this shape, which must have two dimensions or more.
    public init(shape: [Int]) {
        precondition(shape.count >= 2, "a fan needs a weight of two dimensions or more, not \(shape)")
        let receptiveField = shape[2...].reduce(1, *)
        input = shape[1] * receptiveField
        output = shape[0] * receptiveField
    }
}
