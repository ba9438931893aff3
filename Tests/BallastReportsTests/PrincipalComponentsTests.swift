import Ballast
import Testing
import TestSupport

@Suite struct PrincipalComponentsTests {
    /// `numpy.linalg.svd` of the same rows, `RandomState(7).normal(size=(40, 12))` times 1 to 12 in single precision.
    @Test func componentsAreThoseOfNumPy() {
        let drawn = NumPyRandom(seed: 7).normal(count: 480)
        let values = drawn.enumerated().map { Float($1) * Float($0 % 12 + 1) }
        let components = PrincipalComponents(values, width: 12)
        expectClose(components.shares, [0.30711582, 0.20289158], relative: 1e-7)
        expectClose(
            Array(components.directions[0].prefix(4)), [-0.01601243, -0.01528392, 0.04026047, -0.08394751],
            relative: 1e-6)
        expectClose(
            Array(components.directions[1].suffix(3)), [-0.34001588, 0.86555162, 0.20390098], relative: 1e-6)
        let points = components.projected(values)
        expectClose([points[0].x, points[0].y], [5.9963335, -3.47112559], relative: 1e-6)
        expectClose([points[1].x, points[1].y], [30.27829704, 5.87924428], relative: 1e-6)
        expectClose([points[39].x, points[39].y], [-12.95283643, 6.00105853], relative: 1e-6)
    }

    /// More features than rows, features that are all the same, and rows that vary along one direction alone.
    @Test func narrowAndDegenerateRowsHaveComponents() {
        let wide = PrincipalComponents(NumPyRandom(seed: 1).normal(count: 3 * 700).map { Float($0) }, width: 700)
        expectClose(wide.shares[0] + wide.shares[1], 1, relative: 1e-9)
        let constant = PrincipalComponents([Float](repeating: 2, count: 30), width: 3)
        #expect(constant.shares == [0, 0])
        #expect(constant.projected([2, 2, 2]).allSatisfy { $0.x == 0 && $0.y == 0 })
        let line = PrincipalComponents((0..<20).flatMap { [Float($0), Float(-2 * $0), 7] }, width: 3)
        expectClose(line.shares[0], 1, relative: 1e-12)
        #expect(line.directions[1] == [0, 0, 0])
        // The element that is largest by size is positive.
        expectClose(
            line.directions[0], [-1 / 5.0.squareRoot(), 2 / 5.0.squareRoot(), 0], relative: 1e-9, absolute: 1e-9)
        #expect(PrincipalComponents([], width: 4).projected([]).isEmpty)
    }

    @Test func theTwoDirectionsAreOrthonormal() {
        let components = PrincipalComponents(NumPyRandom(seed: 3).normal(count: 2000 * 64).map { Float($0) }, width: 64)
        func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        expectClose(product(components.directions[0], components.directions[0]), 1, relative: 1e-10)
        expectClose(product(components.directions[1], components.directions[1]), 1, relative: 1e-10)
        #expect(abs(product(components.directions[0], components.directions[1])) < 1e-10)
    }
}
