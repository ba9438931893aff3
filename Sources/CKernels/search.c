#include "ballast_search.h"

#include "vector_kernels.h"

void ballast_mask_below(const float *values, int64_t words, float limit, uint64_t *below) {
    vector_kernels_of_this_machine()->mask_below(values, words, limit, below);
}

void ballast_lane_minima(const float *values, int64_t count, float *minima) {
    vector_kernels_of_this_machine()->lane_minima(values, count, minima);
}

void ballast_search_products(
    const float *queries, const float *references, int64_t inner, const float *limits, float *products, int64_t stride,
    uint64_t *below) {
    vector_kernels_of_this_machine()->search_products(queries, references, inner, limits, products, stride, below);
}
