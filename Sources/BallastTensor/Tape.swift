/// One recorded operation, or a leaf, of the tape.
///
/// The tape is the graph of nodes reachable from a result: it is owned by the tensors that use it and freed with them.
package final class Node {
    /// One input of the operation and the rule that turns the gradient of the output into the gradient of that input.
    package struct Edge {
        let source: Node
        let rule: (Tensor) -> Tensor
        /// Adds what the rule gives to a gradient that is there already, whose memory is nobody else's: for gradients that
        /// are 0 nearly everywhere. Nil if that is no shorter.
        var addition: ((_ upstream: Tensor, _ gradient: Tensor) -> Void)?
    }

    /// Inputs whose gradients one computation yields together, such as those of batch normalisation.
    package struct Joint {
        let sources: [Node?]
        let rule: (Tensor) -> [Tensor?]
    }

    let identifier: UInt64
    var first: Edge?
    var second: Edge?
    var joint: Joint?
    /// Accumulated by ``Tensor/backward(_:)``; kept after it for leaves only.
    package internal(set) var gradient: Tensor?
    let isLeaf: Bool
    /// The last walk that met this node.
    var visit: UInt64 = 0

    init(identifier: UInt64, isLeaf: Bool) {
        self.identifier = identifier
        self.isLeaf = isLeaf
    }

    /// A graph that was never walked is taken apart with a list of its own: releasing it node by node would recurse
    /// as deep as the graph is.
    deinit {
        guard first != nil || second != nil || joint != nil else { return }
        var pending: [Node] = []
        moveSources(into: &pending)
        while let node = pending.popLast() { node.moveSources(into: &pending) }
    }

    /// Lets go of the edges one after another and lists the sources that nobody else holds. Rules hold untracked
    /// tensors only and therefore no nodes.
    private func moveSources(into list: inout [Node]) {
        func move(_ edge: inout Edge?) {
            guard var source = edge?.source else { return }
            edge = nil
            if isKnownUniquelyReferenced(&source) { list.append(source) }
        }
        move(&first)
        move(&second)
        guard var sources = joint?.sources else { return }
        joint = nil
        while !sources.isEmpty {
            guard var source = sources.removeLast() else { continue }
            if isKnownUniquelyReferenced(&source) { list.append(source) }
        }
    }

    func accumulate(_ contribution: Tensor) {
        guard let existing = gradient else {
            gradient = contribution
            return
        }
        // Taken out while adding, so that the sum may be formed in place if nobody else holds the buffer.
        gradient = nil
        gradient = Tensor.accumulate(existing, adding: contribution)
    }
}

extension Tensor {
    /// This result, recorded as computed from `input`, with the rule for its gradient.
    ///
    /// The rule gets the gradient of the result and must return a tensor of `input`'s shape. It may hold untracked
    /// tensors only. Nothing is recorded, and the rule is dropped, if `input` carries no gradient.
    ///
    /// - Parameter addition: adds what the rule gives to a row-major gradient of `input`, in place.
    package consuming func recorded(
        from input: Tensor, rule: @escaping (Tensor) -> Tensor,
        addition: ((_ upstream: Tensor, _ gradient: Tensor) -> Void)? = nil
    ) -> Tensor {
        guard device.isRecording, let source = input.node else { return self }
        let node = Node(identifier: device.makeNodeIdentifier(), isLeaf: false)
        node.first = Node.Edge(source: source, rule: rule, addition: addition)
        return with(node)
    }

    /// This result, recorded as computed from two inputs, with one rule each.
    package consuming func recorded(
        from left: Tensor, _ right: Tensor, leftRule: @escaping (Tensor) -> Tensor,
        rightRule: @escaping (Tensor) -> Tensor
    ) -> Tensor {
        guard device.isRecording, left.node != nil || right.node != nil else { return self }
        let node = Node(identifier: device.makeNodeIdentifier(), isLeaf: false)
        if let source = left.node { node.first = Node.Edge(source: source, rule: leftRule) }
        if let source = right.node { node.second = Node.Edge(source: source, rule: rightRule) }
        return with(node)
    }

    /// This result, recorded as computed from `inputs`, whose gradients one rule returns in the same order.
    package consuming func recorded(from inputs: [Tensor], rule: @escaping (Tensor) -> [Tensor?]) -> Tensor {
        guard device.isRecording, inputs.contains(where: { $0.node != nil }) else { return self }
        let node = Node(identifier: device.makeNodeIdentifier(), isLeaf: false)
        node.joint = Node.Joint(sources: inputs.map(\.node), rule: rule)
        return with(node)
    }

    /// Whether operations on this tensor are recorded.
    public var isTracked: Bool { node != nil }

    /// A leaf with the same values: after ``backward(_:)`` its ``gradient`` is filled.
    public func tracked() -> Tensor {
        with(Node(identifier: device.makeNodeIdentifier(), isLeaf: true))
    }

    /// The same values without a gradient: backward stops here (stop-gradient).
    public func detached() -> Tensor { device.heldConstants?.next(untracked()) ?? untracked() }

    /// What ``detached()`` means to operations themselves, whose values no check holds constant.
    func untracked() -> Tensor { with(nil) }

    /// The gradient that ``backward(_:)`` left on a leaf made by ``tracked()``.
    public var gradient: Tensor? { node?.gradient }

    /// Back-propagates from this tensor to every tracked leaf, adding to the leaves' gradients.
    ///
    /// The walk is iterative, takes every node once in reverse order of creation, and frees the recorded graph as it
    /// goes, so a graph can be walked once.
    /// - Parameter seed: the gradient of this tensor, of its shape; ones if omitted.
    public func backward(_ seed: Tensor? = nil) {
        guard let root = node else { return }
        require(seed == nil || seed?.shape == shape, "the seed of backward needs the shape \(shape)")
        device.withoutRecording {
            root.accumulate((seed ?? Tensor(filledWith: 1, like: self)).untracked())
            for node in Tensor.operations(behind: root, visit: device.makeNodeIdentifier()) { node.propagate() }
        }
    }

    /// Every operation that `root` depends on, newest first.
    private static func operations(behind root: Node, visit: UInt64) -> [Node] {
        var found: [Node] = []
        var stack: [Node] = []
        found.reserveCapacity(64)
        stack.reserveCapacity(16)
        func push(_ node: Node) {
            guard !node.isLeaf, node.visit != visit else { return }
            node.visit = visit
            stack.append(node)
        }
        push(root)
        var isSorted = true
        while let node = stack.popLast() {
            if let last = found.last, last.identifier < node.identifier { isSorted = false }
            found.append(node)
            if let first = node.first { push(first.source) }
            if let second = node.second { push(second.source) }
            if let joint = node.joint { for case let source? in joint.sources { push(source) } }
        }
        // A chain, as a network without branches is, comes in its order.
        if !isSorted { found.sort { $0.identifier > $1.identifier } }
        return found
    }
}

extension Node {
    /// Hands this node's gradient to its inputs and lets go of everything it kept for that.
    fileprivate func propagate() {
        guard let upstream = gradient else { return release() }
        gradient = nil
        if let first { first.propagate(upstream) }
        if let second { second.propagate(upstream) }
        if let joint {
            for (source, contribution) in zip(joint.sources, joint.rule(upstream)) {
                if let source, let contribution { source.accumulate(contribution) }
            }
        }
        release()
    }

    private func release() {
        first = nil
        second = nil
        joint = nil
    }
}

extension Node.Edge {
    fileprivate func propagate(_ upstream: Tensor) {
        guard let addition, var existing = source.gradient else { return source.accumulate(rule(upstream)) }
        // Taken out, so that whether its memory is shared can be seen.
        source.gradient = nil
        if existing.layout == .rowMajor, existing.scalarType == upstream.scalarType,
            isKnownUniquelyReferenced(&existing.storage)
        {
            addition(upstream.rowMajor(), existing)
            source.gradient = existing
        } else {
            source.gradient = existing
            source.accumulate(rule(upstream))
        }
    }
}

extension Tensor {
    /// The sum of two gradients, formed in place when nobody else holds `existing`'s memory.
    fileprivate static func accumulate(_ existing: consuming Tensor, adding contribution: Tensor) -> Tensor {
        var sum = existing
        guard sum.layout == contribution.layout, sum.scalarType == contribution.scalarType,
            isKnownUniquelyReferenced(&sum.storage)
        else {
            return sum + contribution
        }
        sum.device.backend.add(contribution, into: sum)
        return sum
    }
}
