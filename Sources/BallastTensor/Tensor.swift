/// A dense array of numbers on a ``Device``, and, if tracked, its place on the tape.
///
/// Tensors are values: no operation changes its operands. Operations on tracked tensors are recorded, and
/// ``backward(_:)`` yields the gradients; a loss is written as plain mathematics.
///
/// Shapes that do not fit are a programmer's error and stop the program with both shapes in the message.
public struct Tensor {
    package internal(set) var storage: Storage
    /// The extents of the axes.
    public let shape: Shape
    /// The number format of the elements.
    public let scalarType: ScalarType
    package let layout: Layout
    package let node: Node?

    package init(storage: Storage, shape: Shape, scalarType: ScalarType, layout: Layout = .rowMajor, node: Node? = nil)
    {
        self.storage = storage
        self.shape = shape
        self.scalarType = scalarType
        self.layout = layout
        self.node = node
    }

    /// A tensor whose elements are whatever the memory held; every kernel that gets it as output fills it.
    package init(uninitialized shape: Shape, _ scalarType: ScalarType, layout: Layout = .rowMajor, on device: Device) {
        let count = layout.storedCount(of: shape)
        self.init(
            storage: Storage(byteCount: count * scalarType.byteCount, device: device), shape: shape,
            scalarType: scalarType, layout: layout)
    }

    package func with(_ node: Node?) -> Tensor {
        Tensor(storage: storage, shape: shape, scalarType: scalarType, layout: layout, node: node)
    }

    /// The device that holds the elements.
    public var device: Device { storage.device }
    /// The number of axes.
    public var rank: Int { shape.rank }
    /// The number of elements.
    public var count: Int { shape.elementCount }
    /// The number of elements in memory, padding of a blocked layout included.
    package var storedCount: Int { layout.storedCount(of: shape) }
}
