import BallastCore

extension RowSplit {
    /// Sets rows aside for validation, stratified, so that both parts have a row of every class at least.
    ///
    /// This is `stratified` with the same seed, except that a class too rare to be in both parts by proportion is put
    /// into the other part with that one of its rows which came last. `test` holds the validation rows.
    ///
    /// - Throws: `.badRequest` if a class has one row only, or a part has fewer rows than there are classes.
    public static func holdOut(labels: [Int32], size: Size, seed: UInt32) throws -> RowSplit {
        var split = try stratified(labels: labels, test: size, random: NumPyRandom(seed: seed))
        let classes = Set(labels).sorted()
        moveMissing(classes, from: &split.train, to: &split.test, labels: labels)
        moveMissing(classes, from: &split.test, to: &split.train, labels: labels)
        return split
    }

    private static func moveMissing(_ classes: [Int32], from donor: inout [Int], to part: inout [Int], labels: [Int32])
    {
        let present = Set(part.map { labels[$0] })
        for label in classes where !present.contains(label) {
            guard let place = donor.lastIndex(where: { labels[$0] == label }) else { continue }
            part.append(donor.remove(at: place))
        }
    }
}
