/// The fault that comes first in the order of the file, of those that were met in any order.
struct FirstFault {
    private(set) var first: (any Error)?
    private var place = (row: Int.max, field: Int.max)

    mutating func note(_ error: any Error, row: Int, field: Int) {
        guard first == nil || (row, field) < place else { return }
        first = error
        place = (row, field)
    }
}
