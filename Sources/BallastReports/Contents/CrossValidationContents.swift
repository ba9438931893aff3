public import BallastTraining
internal import Foundation

/// What the folder of a finished cross-validation holds, as far as a report shows it.
public struct CrossValidationContents {
    let folder: CrossValidationFolder
    let result: CrossValidationResult
    /// In their order, called `fold 0` and so on.
    let folds: [RunContents]

    /// Reads the folder and those of its folds, and nothing else.
    ///
    /// - Parameter folder: of a cross-validation that is finished.
    /// - Throws: as ``RunContents/init(_:)``; `CocoaError` if there is no result.
    public init(_ folder: CrossValidationFolder) throws {
        self.folder = folder
        let result = try folder.result()
        self.result = result
        folds = try (0..<result.plan.foldCount).map { index in
            var fold = try RunContents(folder.fold(index))
            fold.label = "fold \(index)"
            return fold
        }
    }

    /// What epochs of the first fold are compared by, and so what methods are, unless metrics are named.
    public var monitor: String { folds.lazy.compactMap { $0.summary?.monitor }.first ?? "loss" }
}
