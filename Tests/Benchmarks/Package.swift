// swift-tools-version: 6.0
import PackageDescription

/// Benchmarks live in a package of their own, so that building and testing Ballast never builds them.
let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "Ballast", path: "../..")],
    targets: [
        .target(name: "CPrimitives", linkerSettings: [.linkedLibrary("dnnl"), .linkedLibrary("gomp")]),
        .target(name: "BenchmarkSupport", dependencies: [.product(name: "Ballast", package: "Ballast")]),
        .executableTarget(
            name: "resnet-benchmark",
            dependencies: ["CPrimitives", "BenchmarkSupport", .product(name: "Ballast", package: "Ballast")]),
        .executableTarget(
            name: "loss-benchmark",
            dependencies: ["BenchmarkSupport", .product(name: "Ballast", package: "Ballast")]),
        .executableTarget(
            name: "scaling-benchmark",
            dependencies: ["BenchmarkSupport", .product(name: "Ballast", package: "Ballast")]),
        .executableTarget(
            name: "step-benchmark",
            dependencies: ["BenchmarkSupport", .product(name: "Ballast", package: "Ballast")]),
        .executableTarget(
            name: "tabular-benchmark",
            dependencies: ["BenchmarkSupport", .product(name: "Ballast", package: "Ballast")]),
        .executableTarget(
            name: "data-benchmark",
            dependencies: ["BenchmarkSupport", .product(name: "Ballast", package: "Ballast")]),
    ],
    swiftLanguageModes: [.v6]
)
