#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

/// The first position from `start` on whose value is below the limit; `count` if there is none.
int64_t ballast_first_below(const float *values, int64_t start, int64_t count, float limit);

/// minima[l] is the least of the values at l, l + 16, l + 32 …, for l from 0 to 15; what is left over at the end is not
/// looked at, and the least of nothing is infinity.
void ballast_lane_minima(const float *values, int64_t count, float *minima);

#pragma clang assume_nonnull end
