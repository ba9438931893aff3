#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

/// Bit c of below[w] says whether values[64·w + c] is below the limit.
void ballast_mask_below(const float *values, int64_t words, float limit, uint64_t *below);

/// minima[l] is the least of the values at l, l + 16, l + 32 …, for l from 0 to 15; what is left over at the end is not
/// looked at, and the least of nothing is infinity.
void ballast_lane_minima(const float *values, int64_t count, float *minima);

/// Rows and columns of a tile of products.
enum { BALLAST_SEARCH_ROWS = 6, BALLAST_SEARCH_COLUMNS = 64 };

/// A tile of products: products[r·stride + c] = Σ_k queries[k, r] · references[k, c], of queries [inner, 6] and references
/// [inner, 64]; bit c of below[r] says whether that product is below limits[r].
void ballast_search_products(
    const float *queries, const float *references, int64_t inner, const float *limits, float *products, int64_t stride,
    uint64_t *below);

#pragma clang assume_nonnull end
