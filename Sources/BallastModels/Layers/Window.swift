internal import BallastCore
internal import BallastTensor

/// A square window that slides over an image: the geometry of convolutions and poolings.
struct Window {
    let size: Int
    let stride: Int
    let padding: Int

    /// The number of places along an axis of `extent`, the last incomplete one left out.
    func places(along extent: Int) -> Int { (extent + 2 * padding - size) / stride + 1 }

    /// The shape after the window, for an image [C, H, W].
    func output(of image: Shape, channels: Int? = nil) -> Shape {
        require(image.rank == 3, "a window needs images [C, H, W], not \(image)")
        return [channels ?? image[0], places(along: image[1]), places(along: image[2])]
    }

    /// - Throws: `ConfigError` if an example is no image, or one that the window does not fit into.
    func check(_ input: Shape, key: String) throws {
        try checkImage(input)
        guard input[1] + 2 * padding >= size, input[2] + 2 * padding >= size else {
            throw ConfigError(
                key: key, "is \(size), larger than the image \(input)" + (padding > 0 ? " with padding \(padding)" : "")
            )
        }
    }
}

/// - Throws: `ConfigError` if an example of this shape is no image.
func checkImage(_ input: Shape) throws {
    guard input.rank == 3 else { throw ConfigError(key: "", "takes images [C, H, W], but gets \(input)") }
}
