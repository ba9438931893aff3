internal import CKernels

extension AcceleratedBackend {
    package func reduce(_ operation: ReductionOperation, _ input: Tensor, over axes: AxisSet, into output: Tensor) {
        let plan = ReductionPlan(input.shape, over: axes)
        // Rows or columns of a matrix, or everything; other patterns of axes are rare.
        guard output.scalarType == .float32, plan.rank == 2 || (plan.rank == 1 && plan.rowIsReduced) else {
            return reference.reduce(operation, input, over: axes, into: output)
        }
        let factor = operation == .mean ? 1 / Double(plan.reducedCount) : 1
        let rows = plan.rank == 2 ? plan.extents[0] : 1
        let sum = plan.rowIsReduced ? ballast_sum_rows : ballast_sum_columns
        sum(context, input.floatPointer, Int64(rows), Int64(plan.rowLength), factor, output.floatPointer)
    }

    package func extremum(
        _ extremum: Extremum, _ input: Tensor, axis: Int, into output: Tensor, positions: Positions
    ) {
        reference.extremum(extremum, input, axis: axis, into: output, positions: positions)
    }

    package func softmax(_ input: Tensor, axis: Int, logarithmic: Bool, into output: Tensor) {
        guard let rows = rows(of: output, axis) else {
            return reference.softmax(input, axis: axis, logarithmic: logarithmic, into: output)
        }
        ballast_softmax_rows(
            context, input.floatPointer, rows.count, rows.length, logarithmic ? 1 : 0, output.floatPointer)
    }

    package func softmaxGradient(
        _ output: Tensor, upstream: Tensor, axis: Int, logarithmic: Bool, into gradient: Tensor
    ) {
        guard let rows = rows(of: output, axis) else {
            return reference.softmaxGradient(
                output, upstream: upstream, axis: axis, logarithmic: logarithmic, into: gradient)
        }
        ballast_softmax_rows_gradient(
            context, output.floatPointer, upstream.floatPointer, rows.count, rows.length, logarithmic ? 1 : 0,
            gradient.floatPointer)
    }

    package func logSumExp(_ input: Tensor, axis: Int, into output: Tensor) {
        guard let rows = rows(of: input, axis) else {
            return reference.logSumExp(input, axis: axis, into: output)
        }
        ballast_log_sum_exp_rows(context, input.floatPointer, rows.count, rows.length, output.floatPointer)
    }

    package func logSumExpGradient(
        _ input: Tensor, output: Tensor, upstream: Tensor, axis: Int, into gradient: Tensor
    ) {
        guard let rows = rows(of: input, axis) else {
            return reference.logSumExpGradient(
                input, output: output, upstream: upstream, axis: axis, into: gradient)
        }
        ballast_log_sum_exp_rows_gradient(
            context, input.floatPointer, output.floatPointer, upstream.floatPointer, rows.count, rows.length,
            gradient.floatPointer)
    }

    package func logOdds(
        _ scores: Tensor, _ labels: UnsafePointer<Int32>, into output: Tensor, statistics: Tensor
    ) {
        guard let rows = rows(of: scores, 1) else {
            return reference.logOdds(scores, labels, into: output, statistics: statistics)
        }
        ballast_log_odds_rows(
            context, scores.floatPointer, labels, rows.count, rows.length, output.floatPointer, statistics.floatPointer)
    }

    package func logOddsGradient(
        _ scores: Tensor, _ labels: UnsafePointer<Int32>, statistics: Tensor, upstream: Tensor, into gradient: Tensor
    ) {
        guard let rows = rows(of: scores, 1) else {
            return reference.logOddsGradient(
                scores, labels, statistics: statistics, upstream: upstream, into: gradient)
        }
        ballast_log_odds_rows_gradient(
            context, scores.floatPointer, labels, statistics.floatPointer, upstream.floatPointer, rows.count,
            rows.length,
            gradient.floatPointer)
    }

    package func cumulativeSum(_ input: Tensor, axis: Int, reversed: Bool, into output: Tensor) {
        reference.cumulativeSum(input, axis: axis, reversed: reversed, into: output)
    }

    /// The rows along `axis` if the vectorised loops can take them: float32, the axis last and not empty.
    private func rows(of tensor: Tensor, _ axis: Int) -> (count: Int64, length: Int64)? {
        let span = AxisSpan(tensor.shape, axis: axis)
        guard tensor.scalarType == .float32, span.inner == 1, span.extent > 0 else { return nil }
        return (Int64(span.outer), Int64(span.extent))
    }
}
