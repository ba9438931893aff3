import Foundation
import TestSupport

/// One call of a random generator as the golden files describe it in JSON: which one, and its arguments.
struct RandomCall: Decodable {
    /// The name NumPy's scripts give it.
    var method: String?
    /// The name PyTorch's scripts give it.
    var call: String?
    var seed: UInt64?
    var size: Extents?
    var n: Int?
    var rows: Int?
    var columns: Int?
    var length: Int?
    var low: Bound?
    var high: Bound?
    var loc: Double?
    var mean: Double?
    var scale: Double?
    var std: Double?
    var p: [Double]?
    var replace: Bool?
    var dtype: String?

    var name: String { method ?? call ?? "" }
    var count: Int { get throws { try unwrap(size, "size").count } }
    var bounds: Range<Int> { get throws { try unwrap(low, "low").integer..<unwrap(high, "high").integer } }

    func unwrap<Value>(_ value: Value?, _ argument: String) throws -> Value {
        guard let value else { throw UnreadableCall(description: "\(name) lacks \(argument)") }
        return value
    }

    /// A shape, written as a number or as a list.
    struct Extents: Decodable {
        let count: Int

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            count = try (try? container.decode(Int.self)) ?? container.decode([Int].self).reduce(1, *)
        }
    }

    /// An end of an interval, of integers (all 64 bits of them) or of real numbers.
    struct Bound: Decodable {
        let integer: Int
        let real: Double

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            real = try container.decode(Double.self)
            integer = (try? container.decode(Int.self)) ?? 0
        }
    }

    /// The call that made a dataset of its own: the function's last name and its parameters.
    init(dataset name: String, of golden: Golden) throws {
        let dataset = try golden.root.dataset(name)
        self = try Self.decode(dataset.attribute("parameters"))
        let function: String = try dataset.attribute("function")
        method = function.split(separator: ".").last.map(String.init)
    }

    static func decode<Value: Decodable>(_ text: String, as type: Value.Type = Value.self) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(text.utf8))
    }
}

/// A golden that the tests do not know how to read.
struct UnreadableCall: Error, CustomStringConvertible {
    let description: String
}

/// The dataset of call number `index` of a script, or of layer number `index`: two digits.
func numbered(_ index: Int) -> String { index < 10 ? "0\(index)" : "\(index)" }
