/// In JSON: a number, a list with `null` for undefined classes, an object of named values, a list of rows, or
/// `{"undefined": reason}`.
extension MetricValue: Codable {
    private enum UndefinedKey: String, CodingKey { case undefined }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    public init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        if let value = try? single.decode(Double.self) {
            self = .scalar(value)
        } else if let rows = try? single.decode([[Int]].self), !rows.isEmpty {
            self = .matrix(rows)
        } else if let values = try? single.decode([Double?].self) {
            self = .perClass(values)
        } else if let keyed = try? decoder.container(keyedBy: UndefinedKey.self),
            let reason = try? keyed.decode(String.self, forKey: .undefined)
        {
            self = .undefined(reason)
        } else {
            let keyed = try decoder.container(keyedBy: Name.self)
            self = .named(
                try keyed.allKeys.sorted { $0.stringValue < $1.stringValue }.map {
                    ($0.stringValue, try keyed.decode(Double?.self, forKey: $0))
                })
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .scalar(let value):
            var single = encoder.singleValueContainer()
            try single.encode(value)
        case .perClass(let values):
            var single = encoder.singleValueContainer()
            try single.encode(values)
        case .matrix(let rows):
            var single = encoder.singleValueContainer()
            try single.encode(rows)
        case .named(let values):
            var keyed = encoder.container(keyedBy: Name.self)
            for (name, value) in values { try keyed.encode(value, forKey: Name(stringValue: name)) }
        case .undefined(let reason):
            var keyed = encoder.container(keyedBy: UndefinedKey.self)
            try keyed.encode(reason, forKey: .undefined)
        }
    }
}
