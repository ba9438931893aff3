/// Network kernels of a Backend.
package protocol NetworkKernels {
}
