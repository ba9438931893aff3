/// Update kernels of a Backend.
package protocol UpdateKernels {
}
