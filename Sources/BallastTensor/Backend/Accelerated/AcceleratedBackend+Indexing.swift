/// Moving elements costs memory traffic rather than arithmetic, which the plain loops do as well.
extension AcceleratedBackend {
    package func copy(
        _ shape: Shape, from input: Tensor, _ inputView: StridedView, to output: Tensor, _ outputView: StridedView
    ) {
        reference.copy(shape, from: input, inputView, to: output, outputView)
    }

    package func gatherRows(_ input: Tensor, _ rows: UnsafePointer<Int32>, into output: Tensor) {
        reference.gatherRows(input, rows, into: output)
    }

    package func addRows(_ contribution: Tensor, _ rows: UnsafePointer<Int32>, into target: Tensor) {
        reference.addRows(contribution, rows, into: target)
    }

    package func pick(_ input: Tensor, axis: Int, _ positions: UnsafePointer<Int32>, into output: Tensor) {
        reference.pick(input, axis: axis, positions, into: output)
    }

    package func addPicked(
        _ contribution: Tensor, axis: Int, _ positions: UnsafePointer<Int32>, into target: Tensor
    ) {
        reference.addPicked(contribution, axis: axis, positions, into: target)
    }

    package func sort(_ input: Tensor, axis: Int, descending: Bool, into output: Tensor, positions: Positions) {
        reference.sort(input, axis: axis, descending: descending, into: output, positions: positions)
    }
}
