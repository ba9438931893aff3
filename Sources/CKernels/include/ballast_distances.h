#pragma once

#include "ballast_context.h"

#pragma clang assume_nonnull begin

/// Bytes of scratch memory, aligned to 64, for distances to `anchors` anchors of `width` numbers.
size_t ballast_distances_scratch(const ballast_context *context, int64_t anchors, int64_t width);

/// output[i, k] = scale · ‖points_i − anchors_k‖², from differences; [points, width] and [anchors, width] → [points,
/// anchors].
void ballast_distances(
    const ballast_context *context, const float *points, int64_t point_count, const float *anchors,
    int64_t anchor_count, int64_t width, float scale, float *output, void *scratch);

/// Bytes of scratch memory, aligned to 64, for gradients of distances to `others` others of `width` numbers.
size_t ballast_distances_gradient_scratch(const ballast_context *context, int64_t others, int64_t width);

/// gradient_i = 2 · scale · Σ_j upstream · (points_i − others_j); upstream [points, others], or [others, points] if
/// transposed.
void ballast_distances_gradient(
    const ballast_context *context, const float *points, int64_t point_count, const float *others,
    int64_t other_count, int64_t width, const float *upstream, int32_t is_transposed, float scale, float *gradient,
    void *scratch);

#pragma clang assume_nonnull end
