// swift-tools-version: 6.0
import Foundation
import PackageDescription

/// The plugins that ship.
let shippedPlugins = [
    "Affinity", "AsymmetricLoss", "BalancedContrastive", "ETFDotRegression", "InfluenceBalanced", "PolyLoss",
    "PrecisionAtTopK", "Seesaw", "SelfPacedUnderSampling", "SmoothAveragePrecision", "WideResNet",
]

/// What else lies in `Plugins`: pages, and plugins of the user's own, which no build of the framework is to touch.
let otherPlugins =
    ((try? FileManager.default.contentsOfDirectory(atPath: Context.packageDirectory + "/Plugins")) ?? [])
    .filter { !shippedPlugins.contains($0) }.sorted()

/// Targets in dependency order: a target imports only those above it.
let package = Package(
    name: "Ballast",
    products: [
        .library(name: "Ballast", targets: ["Ballast"]),
        .library(name: "BallastConformance", targets: ["BallastConformance"]),
        .library(name: "BallastTensorBoard", targets: ["BallastTensorBoard"]),
        .executable(name: "ballast", targets: ["ballast"]),
    ],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    ],
    targets: [
        .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
        .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "CKernels", dependencies: ["COneDNN"], linkerSettings: [.linkedLibrary("dnnl")]),

        .target(name: "BallastTensor", dependencies: ["CKernels"]),
        .target(name: "BallastHDF5", dependencies: ["CHDF5", "CKernels", "CZlib"]),
        .target(
            name: "BallastCore",
            dependencies: [
                "BallastTensor", "Yams", .product(name: "OrderedCollections", package: "swift-collections"),
            ]),
        .target(name: "BallastLosses", dependencies: ["BallastCore"]),
        .target(name: "BallastSamplers", dependencies: ["BallastCore"]),
        .target(name: "BallastModels", dependencies: ["BallastCore"]),
        .target(name: "BallastMetrics", dependencies: ["BallastCore"]),
        .target(name: "BallastData", dependencies: ["BallastCore", "BallastHDF5", "CCrypto", "CKernels", "CZlib"]),
        .target(
            name: "BallastTraining",
            dependencies: [
                "BallastCore", "BallastHDF5", "BallastData", .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "BallastReports", dependencies: ["BallastCore", "BallastMetrics", "BallastData", "BallastTraining"]),
        .target(
            name: "Ballast",
            dependencies: [
                "BallastTensor", "BallastHDF5", "BallastCore", "BallastLosses", "BallastSamplers", "BallastModels",
                "BallastMetrics", "BallastData", "BallastTraining", "BallastReports",
            ]),
        .target(name: "BallastConformance", dependencies: ["Ballast"]),
        // Not part of `Ballast`: plugins and programs without event files need not load the package that encodes them.
        .target(
            name: "BallastTensorBoard",
            dependencies: [
                "BallastCore", "BallastTraining", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Protocol/Definitions"]),
        .executableTarget(
            name: "ballast",
            dependencies: [
                "Ballast", "BallastConformance", "BallastTensorBoard",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            // Plugins are libraries that take the framework from the program that loads them.
            linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),

        // The plugins that ship, as one module for their tests; a run compiles each folder by itself.
        .target(
            name: "ShippedPlugins", dependencies: ["Ballast"], path: "Plugins",
            exclude: otherPlugins + shippedPlugins.map { "\($0)/README.md" }),
        .target(name: "TestSupport", dependencies: ["BallastTensor", "BallastHDF5"], path: "Tests/TestSupport"),
        .testTarget(name: "BallastTensorTests", dependencies: ["BallastTensor", "TestSupport"]),
        .testTarget(name: "BallastHDF5Tests", dependencies: ["BallastHDF5", "TestSupport"]),
        .testTarget(name: "BallastCoreTests", dependencies: ["BallastCore", "TestSupport"]),
        .testTarget(name: "BallastLossesTests", dependencies: ["Ballast", "TestSupport"]),
        .testTarget(name: "BallastSamplersTests", dependencies: ["BallastSamplers", "TestSupport"]),
        .testTarget(name: "BallastModelsTests", dependencies: ["Ballast", "TestSupport"]),
        .testTarget(name: "BallastMetricsTests", dependencies: ["BallastMetrics", "TestSupport"]),
        .testTarget(name: "BallastDataTests", dependencies: ["BallastData", "TestSupport"]),
        .testTarget(name: "BallastReportsTests", dependencies: ["Ballast", "TestSupport"]),
        .testTarget(name: "BallastTrainingTests", dependencies: ["Ballast", "TestSupport"]),
        .testTarget(
            name: "BallastTensorBoardTests",
            dependencies: [
                "Ballast", "BallastTensorBoard", "TestSupport",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ]),
        .testTarget(name: "ConformanceTests", dependencies: ["Ballast", "BallastConformance", "TestSupport"]),
        .testTarget(name: "PluginTests", dependencies: ["ShippedPlugins", "BallastConformance", "TestSupport"]),
        .testTarget(name: "CommandLineTests", dependencies: ["ballast", "Ballast", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)
