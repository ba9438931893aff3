/// In JSON: a number, a list with `null` for undefined classes, an object of named values, a list of rows, or
/// `{"undefined": reason}`.
extension MetricValue: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Double.self) {
            self = .scalar(value)
        } else if let rows = try? container.decode([[Int]].self), !rows.isEmpty {
            self = .matrix(rows)
        } else if let values = try? container.decode([Double?].self) {
            self = .perClass(values)
        } else if let reason = try? container.decode([String: String].self), let text = reason["undefined"] {
            self = .undefined(text)
        } else {
            let values = try container.decode([String: Double?].self)
            self = .named(values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .scalar(let value): try container.encode(value)
        case .perClass(let values): try container.encode(values)
        case .matrix(let rows): try container.encode(rows)
        case .named(let values):
            try container.encode(
                Dictionary(values.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
        case .undefined(let reason): try container.encode(["undefined": reason])
        }
    }
}
