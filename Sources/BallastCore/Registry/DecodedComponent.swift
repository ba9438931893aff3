/// A component whose settings are known to be right, but which has not been made yet.
public struct DecodedComponent<Product, Context>: Sendable {
    /// The component's name with every setting, defaults included: what a run's record holds.
    public let reference: ComponentReference
    /// The typed settings: an instance of the component's `Config`.
    public let config: any ComponentConfig
    /// The component's Swift type.
    public let component: any Component.Type
    private let make: @Sendable (Context) throws -> Product

    init(
        reference: ComponentReference, config: some ComponentConfig, component: any Component.Type,
        make: @escaping @Sendable (Context) throws -> Product
    ) {
        self.reference = ComponentReference(
            reference.type, settings: config.encode().placed(like: reference.settings),
            typeLocation: reference.typeLocation, keyPath: reference.keyPath)
        self.config = config
        self.component = component
        self.make = make
    }

    /// The registered name.
    public var name: String { reference.type }

    /// Makes the component.
    ///
    /// - Throws: what the component throws; a `ConfigError` about its own settings is completed with their key path
    ///   and place in the file.
    public func build(_ context: Context) throws -> Product {
        try placingErrors { try make(context) }
    }

    /// Carries out work of the component.
    ///
    /// - Throws: what the work throws; a `ConfigError` about the component's own settings is completed with their key
    ///   path and place in the file.
    public func placingErrors<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let error as ConfigError {
            throw ConfigError(error.issues.map(placed))
        }
    }

    /// The issue with key path and place filled in, if the component left them open.
    private func placed(_ issue: ConfigIssue) -> ConfigIssue {
        guard issue.location == .code else { return issue }
        var issue = issue
        let entry = issue.keyPath.components.first.flatMap { reference.settings.entry($0) }
        issue.location = entry?.keyLocation ?? .code
        // A default has no place of its own; the component has.
        if issue.location == .code { issue.location = reference.typeLocation }
        issue.keyPath = reference.keyPath.appending(issue.keyPath)
        return issue
    }
}
