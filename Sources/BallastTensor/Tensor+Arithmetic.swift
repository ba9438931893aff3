extension Tensor {
    public static func + (left: Tensor, right: Tensor) -> Tensor {
        precondition(left.shape == right.shape)
        let sum = Tensor(filledWith: 0, like: left)
        sum.device.backend.add(left, into: sum)
        sum.device.backend.add(right, into: sum)
        return sum
    }
}
