/// Indexing kernels of a Backend.
package protocol IndexingKernels {
}
