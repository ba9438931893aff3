/// Reduction kernels of a Backend.
package protocol ReductionKernels {
}
