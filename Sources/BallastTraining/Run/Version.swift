/// The version of the framework, recorded with every run.
public let ballastVersion = "0.1.0"
