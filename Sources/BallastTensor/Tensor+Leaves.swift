extension Tensor {
    /// How many tracked leaves this result was computed from, those given left out.
    ///
    /// A loss or a model whose result depends on a leaf that is neither its input nor one of its parameters trains
    /// something that no optimizer moves and no checkpoint holds.
    package func leafCount(besides known: [Tensor]) -> Int {
        guard let node else { return 0 }
        var seen = Set(known.compactMap { $0.node.map(ObjectIdentifier.init) })
        var stack = [node]
        var count = 0
        while let next = stack.popLast() {
            guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
            if next.isLeaf { count += 1 }
            stack += [next.first?.source, next.second?.source].compactMap(\.self)
            stack += next.joint?.sources.compactMap(\.self) ?? []
        }
        return count
    }
}
