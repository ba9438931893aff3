import BallastHDF5
import Testing
import TestSupport

/// Values that PyTorch and NumPy wrote through h5py, read back.
@Suite struct GoldenReadingTests {
    @Test func valuesAndAttributesAreReadExactly() throws {
        let golden = try Golden("rng_numpy")
        #expect(try golden.integer("schema_version") == 1)
        #expect(try golden.text("title") == "numpy.random.RandomState streams")
        // np.random.seed(0); np.random.random(2), as in NumPy's own documentation.
        let uniform = try golden.group("stream_0").doubles("random_sample")
        #expect(uniform.shape == [101])
        #expect(uniform.values.prefix(2) == [0.5488135039273248, 0.7151893663724195])
    }

    @Test func compressedAndPlainDatasetsHaveShapesAndTypes() throws {
        let golden = try Golden("losses")
        let focal = try golden.group("class_balanced/set0")
        let counts = try focal.int32s("class_counts")
        #expect(counts.shape == [10])
        let weights = try focal.doubles("class_weight")
        #expect(weights.shape == [4, 10])
        #expect(try focal.root.dataset("class_weight").elementType == .float64)
        #expect(try focal.root.dataset("class_counts").elementType == .int32)
        // Class-balanced weights are normalised to sum to the number of classes.
        for row in 0..<4 {
            expectClose(weights[row: row].values.reduce(0, +), 10.0, relative: 1e-12)
        }
    }

    @Test func everyGoldenCanBeRead() throws {
        for name in ["layers", "losses", "optimizers", "rng_numpy", "rng_torch", "training"] {
            let read = try readEverything(try HDF5File.open(Golden.path(name)))
            #expect(read.datasets > 10, "\(name)")
            #expect(read.attributes > 3, "\(name)")
        }
    }
}

/// Reads every dataset and attribute below a container as its own type; counts them.
func readEverything(_ container: any HDF5Container) throws -> (datasets: Int, attributes: Int) {
    var counts = (datasets: 0, attributes: try readAttributes(container))
    for child in try container.children() {
        switch child.kind {
        case .group:
            let inner = try readEverything(try container.group(child.name))
            counts.datasets += inner.datasets
            counts.attributes += inner.attributes
        case .dataset:
            let dataset = try container.dataset(child.name)
            counts.attributes += try readAttributes(dataset)
            counts.datasets += 1
            if dataset.elementType.isString {
                _ = try dataset.read(as: String.self)
            } else {
                _ = try dataset.read(as: Double.self)
            }
        case .other, .brokenLink: break
        }
    }
    return counts
}

private func readAttributes(_ object: some HDF5Object) throws -> Int {
    let names = try object.attributeNames()
    for name in names {
        if try object.attributeType(name).elementType.isString {
            _ = try object.attributeArray(name, as: String.self)
        } else {
            _ = try object.attributeArray(name, as: Double.self)
        }
    }
    return names.count
}
