import BallastTensor
import Testing

@Suite struct LargePagesTests {
    /// Short ones, which nothing is asked for, and long ones that end within a page.
    @Test(arguments: [0, 1, 1000, 524_288, 1_000_003])
    func holdsWhatIsWritten(count: Int) {
        let array = [Double](largeCount: count) { buffer in
            #expect(buffer.count == count)
            for index in buffer.indices { buffer.initializeElement(at: index, to: Double(index)) }
        }
        #expect(array == (0..<count).map(Double.init))
    }
}
