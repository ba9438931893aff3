extension NumPyRandom {
    /// Puts the array in random order, in place (`shuffle(array)`): Fisher–Yates from the last place down.
    @inlinable
    public func shuffle<Element>(_ array: inout [Element]) {
        array.withUnsafeMutableBufferPointer { buffer in
            var last = buffer.count - 1
            while last > 0 {
                for target in shuffleTargets(from: last) {
                    buffer.swapAt(last, target)
                    last -= 1
                }
            }
        }
    }

    /// The next swaps of a shuffle that has arrived at place `last`: a few hundred at a time, so that neither a whole
    /// array of them is needed nor a call for each.
    @usableFromInline
    func shuffleTargets(from last: Int) -> [Int] {
        let count = min(last, MersenneTwister.wordCount)
        return [Int](unsafeUninitializedCapacity: count) { buffer, initialized in
            words.shuffleTargets(from: last, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initialized = count
        }
    }

    /// The numbers 0..<count in random order (`permutation(count)`).
    public func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        shuffle(&order)
        return order
    }

    /// `count` numbers of 0..<population (`choice(population, count, replace)`).
    ///
    /// Without replacement, which needs count ≤ population, it is the start of a whole permutation.
    public func choice(_ population: Int, count: Int, replace: Bool = true) -> [Int] {
        if replace { return integers(count: count, in: 0..<population) }
        precondition(count <= population, "cannot choose \(count) of \(population) without replacement")
        return Array(permutation(population).prefix(count))
    }

    /// `count` numbers of 0..<probabilities.count, number i with probability p_i / Σp
    /// (`choice(n, count, replace, p)`; NumPy itself insists on Σp = 1).
    ///
    /// Without replacement at least `count` probabilities must be positive.
    public func choice(probabilities: [Double], count: Int, replace: Bool = true) -> [Int] {
        precondition(probabilities.allSatisfy { $0 >= 0 && $0.isFinite }, "probabilities must be finite and at least 0")
        let available = probabilities.count { $0 > 0 }
        precondition(count == 0 || available >= (replace ? 1 : count), "too few positive probabilities")
        if replace {
            let distribution = cumulativeDistribution(probabilities)
            return words.values(count: count) { distribution.firstIndex(above: $0.numpyUniform()) }
        }
        // Rounds: draw as many as are missing, keep the first occurrence of each, rule out what was kept.
        var remaining = probabilities
        var chosen: [Int] = []
        var isChosen = [Bool](repeating: false, count: probabilities.count)
        while chosen.count < count {
            let distribution = cumulativeDistribution(remaining)
            for draw in uniform(count: count - chosen.count) {
                let index = distribution.firstIndex(above: draw)
                guard !isChosen[index] else { continue }
                isChosen[index] = true
                remaining[index] = 0
                chosen.append(index)
            }
        }
        return chosen
    }

    private func cumulativeDistribution(_ probabilities: [Double]) -> [Double] {
        var sum = 0.0
        let cumulative = probabilities.map { probability in
            sum += probability
            return sum
        }
        return cumulative.map { $0 / sum }
    }
}

extension [Double] {
    /// In an ascending array, the first index whose value is above `value`.
    fileprivate func firstIndex(above value: Double) -> Int {
        var lower = 0
        var upper = count
        while lower < upper {
            let middle = (lower + upper) / 2
            if self[middle] > value { upper = middle } else { lower = middle + 1 }
        }
        return lower
    }
}

extension NumPyRandom {
    /// `count` different numbers of 0..<population, without an array of the population where few are wanted
    /// (`sklearn.utils.random.sample_without_replacement`, method auto).
    ///
    /// With r = count / population: up to r = 0.01 numbers are drawn until they are new; below 0.99 it is the start of a
    /// permutation; from there on a reservoir.
    public func sample(_ count: Int, of population: Int) -> [Int] {
        precondition((0...population).contains(count), "cannot choose \(count) of \(population) without replacement")
        let ratio = population == 0 ? 1 : Double(count) / Double(population)
        if ratio <= 0.01 {
            var seen: Set<Int> = []
            return (0..<count).map { _ in
                while true {
                    let number = integer(in: 0..<population)
                    if seen.insert(number).inserted { return number }
                }
            }
        }
        if ratio < 0.99 { return Array(permutation(population).prefix(count)) }
        var reservoir = Array(0..<count)
        for next in count..<population {
            let place = integer(in: 0..<next + 1)
            if place < count { reservoir[place] = next }
        }
        return reservoir
    }
}
