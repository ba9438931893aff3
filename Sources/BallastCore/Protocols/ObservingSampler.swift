/// A sampler whose orders depend on how well the model has learnt each row so far.
///
/// Before each epoch the model goes over the training set in evaluation mode. The order of an epoch in progress is in the
/// checkpoint, so that a resumed run visits the rest of it.
public protocol ObservingSampler: Sampler {
    /// The positions in the training set that epoch `epoch` (from 0) visits, in order; repeats allowed, and as many as
    /// ``Sampler/order(epoch:random:)`` gives for that epoch.
    ///
    /// - Parameters:
    ///   - epoch: counted from 0.
    ///   - random: where all randomness comes from.
    ///   - labelProbabilities: for every row of the training set the probability of its own class by the model as it is
    ///     before the epoch, [N], in [0, 1].
    func order(epoch: Int, random: RandomStreams, labelProbabilities: [Double]) throws -> [Int]
}
