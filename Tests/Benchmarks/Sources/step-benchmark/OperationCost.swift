import Ballast
import BenchmarkSupport

/// What an operation costs beyond its arithmetic: on tensors of one number, in chains of a thousand.
enum OperationCost {
    static func measured() -> [(name: String, nanoseconds: Double)] {
        let length = 1000
        let device = Device.cpu(threads: 1)
        let number = Tensor(0.5, on: device)
        let leaf = number.tracked()
        func chain(_ start: Tensor) -> Tensor {
            var value = start
            for _ in 0..<length { value = value.tanh() }
            return value
        }
        func nanoseconds(_ body: () -> Void) -> Double { bestSeconds(rounds: 20, body) / Double(length) * 1e9 }
        let forward = nanoseconds { _ = device.withoutRecording { chain(number) } }
        let recorded = nanoseconds { _ = chain(leaf) }
        let both = nanoseconds { chain(leaf).backward() }
        return [
            ("computed", forward), ("recorded, and freed with the tape", recorded),
            ("recorded and walked backward", both),
        ]
    }
}
