internal import BallastCore

/// The rows of each class in a random order that is drawn anew whenever all of them have been visited.
///
/// So the rows of a class are visited equally often but for one visit, however often the class is.
struct ClassDecks {
    private var rows: [[Int]]
    private var positions: [Int]

    /// - Parameter rows: the rows of each class; none of a class that is never visited.
    init(_ rows: [[Int]]) {
        self.rows = rows
        positions = rows.map(\.count)
    }

    /// The next row of a class.
    mutating func next(of number: Int, random: NumPyRandom) -> Int {
        if positions[number] == rows[number].count {
            random.shuffle(&rows[number])
            positions[number] = 0
        }
        defer { positions[number] += 1 }
        return rows[number][positions[number]]
    }
}
