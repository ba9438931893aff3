// swift-tools-version: 6.0
import PackageDescription

/// A program of one's own around Ballast, for components that need other packages, or a main function of their own.
let package = Package(
    name: "own-program",
    dependencies: [.package(name: "Ballast", path: "../..")],
    targets: [
        .executableTarget(name: "own-program", dependencies: [.product(name: "Ballast", package: "Ballast")])
    ],
    swiftLanguageModes: [.v6]
)
