internal import BallastTraining

extension ReportSection {
    /// The features in two dimensions.
    static func embedding(_ run: RunContents) -> ReportSection? {
        guard let sample = run.features else { return nil }
        var section = ReportSection("embedding", "Embedding")
        guard sample.width > 1 else {
            section.append(.paragraph("The features have one dimension; there is no plane to show them in."))
            return section
        }
        let counts = run.description.task.trainingCounts
        let plane = Plane(sample)
        let perClass = sample.anchors.count / sample.width / max(run.classNames.count, 1)
        section.append(
            .figures([
                EmbeddingScatter(
                    name: "embedding", title: "Features on \(sample.part.rawValue)",
                    caption: caption(sample, plane), axes: (plane.horizontal, plane.vertical),
                    classNames: run.classNames,
                    order: counts.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) },
                    points: plane.points(sample.features), labels: sample.labels,
                    anchors: plane.points(sample.anchors).enumerated().map { ($1.x, $1.y, $0 / max(perClass, 1)) })
            ]))
        return section
    }

    private static func caption(_ sample: FeatureSample, _ plane: Plane) -> String {
        let count = sample.positions.count
        var text =
            count == sample.rowCount
            ? "All \(count.of("row"))."
            : "\(count.grouped) of \(sample.rowCount.of("row")), as many of each class as of any other as far as it has them."
        text +=
            plane.isProjection
            ? " The \(sample.width) features projected to the two directions in which these rows vary most, with their shares of the variance."
            : " The two features themselves."
        if !sample.anchors.isEmpty {
            text += " Large marks with a black rim are the anchors to which the loss draws each class."
        }
        return text
    }
}

/// The plane in which features are shown: their own, or that of the first two principal components.
private struct Plane {
    private let components: PrincipalComponents?

    init(_ sample: FeatureSample) {
        components = sample.width == 2 ? nil : PrincipalComponents(sample.features, width: sample.width)
    }

    var isProjection: Bool { components != nil }

    var horizontal: String { components.map { "1st principal component (\($0.shares[0].percent))" } ?? "1st feature" }
    var vertical: String { components.map { "2nd principal component (\($0.shares[1].percent))" } ?? "2nd feature" }

    /// - Parameter features: row-major [n, D].
    func points(_ features: [Float]) -> [(x: Double, y: Double)] {
        components?.projected(features)
            ?? stride(from: 0, to: features.count, by: 2).map { (Double(features[$0]), Double(features[$0 + 1])) }
    }
}
