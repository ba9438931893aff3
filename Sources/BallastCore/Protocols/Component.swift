/// What every plug-in part of an experiment has: a name for configs, a sentence for users, and typed settings.
///
/// `Loss`, `Sampler`, `Model`, `Metric` and the others refine it. A component is made from its config and from what its
/// kind is told about the run (class counts, feature width, a random stream), so nothing about it is global.
public protocol Component: SendableMetatype {
    /// The settings, declared once; see `ComponentConfig`.
    associatedtype Config: ComponentConfig

    /// The name users write under `type`, in snake_case.
    static var name: String { get }

    /// One sentence saying what the component does.
    static var summary: String { get }

    /// Where it comes from: authors, venue and year, with DOI or arXiv identifier.
    static var paper: String? { get }

    /// Settings that make a small instance: what documentation shows and conformance checks try.
    ///
    /// Needed by components with required settings; for all others the defaults are the example.
    static var example: ConfigNode { get }
}

extension Component {
    public static var paper: String? { nil }
    public static var example: ConfigNode { .emptySection }
}
