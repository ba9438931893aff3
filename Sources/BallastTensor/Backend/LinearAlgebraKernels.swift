/// LinearAlgebra kernels of a Backend.
package protocol LinearAlgebraKernels {
}
