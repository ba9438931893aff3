#include "ballast_search.h"

#include "vector_kernels.h"

int64_t ballast_first_below(const float *values, int64_t start, int64_t count, float limit) {
    return vector_kernels_of_this_machine()->first_below(values, start, count, limit);
}

void ballast_lane_minima(const float *values, int64_t count, float *minima) {
    vector_kernels_of_this_machine()->lane_minima(values, count, minima);
}
