#include "ballast_distances.h"

#include <string.h>

#include "context.h"

/// `count` rounded up to whole vectors.
static int64_t padded(const ballast_context *context, int64_t count) {
    int64_t width = context->kernels->width;
    return (count + width - 1) / width * width;
}

/// Terms up to which a gradient sums in double. Beyond, the rounding of as many upstream gradients, float each, counts as
/// much as that of the sums.
static const int64_t exact_terms = 1 << 22;

/// Terms that a gradient sums in float before they are joined with the others.
static const int64_t stretch = 64;

struct call {
    const struct vector_kernels *kernels;
    const float *points, *others, *upstream;
    int64_t stride, point_count, other_count, width, row_step, other_step;
    float factor;
    float *output;
    int is_exact;
};

size_t ballast_distances_scratch(const ballast_context *context, int64_t anchors, int64_t width) {
    return (size_t)(padded(context, anchors) * width) * sizeof(float);
}

static void distances_part(void *argument, int part, int parts) {
    const struct call *c = argument;
    int64_t start, end;
    ballast_share(c->point_count, 8, part, parts, &start, &end);
    c->kernels->distances(
        c->points + start * c->width, c->others, c->stride, end - start, c->width, c->other_count, c->factor,
        c->output + start * c->other_count);
}

void ballast_distances(
    const ballast_context *context, const float *points, int64_t point_count, const float *anchors,
    int64_t anchor_count, int64_t width, float scale, float *output, void *scratch) {
    // Column by column, padded with zeros; a few anchors at a time, so that what is read of them stays in the cache.
    int64_t stride = padded(context, anchor_count), some = context->kernels->width;
    float *packed = scratch;
    for (int64_t first = 0; first < stride; first += some) {
        for (int64_t column = 0; column < width; column++) {
            for (int64_t anchor = first; anchor < first + some; anchor++) {
                packed[column * stride + anchor] = anchor < anchor_count ? anchors[anchor * width + column] : 0;
            }
        }
    }
    struct call call = {
        .kernels = context->kernels, .points = points, .others = packed, .stride = stride, .point_count = point_count,
        .other_count = anchor_count, .width = width, .factor = scale, .output = output,
    };
    ballast_parallel(context, point_count * anchor_count * width, distances_part, &call);
}

size_t ballast_distances_gradient_scratch(const ballast_context *context, int64_t others, int64_t width) {
    return (size_t)(padded(context, width) * others) * sizeof(float);
}

static void gradient_part(void *argument, int part, int parts) {
    const struct call *c = argument;
    int64_t start, end;
    ballast_share(c->point_count, 4, part, parts, &start, &end);
    c->kernels->distances_gradient[c->is_exact](
        c->points + start * c->width, c->others, c->stride, end - start, c->other_count, c->width,
        c->upstream + start * c->row_step, c->row_step, c->other_step,
        // A sum in double is not broken up.
        c->is_exact ? c->other_count + 1 : stretch, c->factor, c->output + start * c->width);
}

void ballast_distances_gradient(
    const ballast_context *context, const float *points, int64_t point_count, const float *others,
    int64_t other_count, int64_t width, const float *upstream, int32_t is_transposed, float scale, float *gradient,
    void *scratch) {
    // Row by row, padded with zeros.
    int64_t stride = padded(context, width);
    float *packed = scratch;
    for (int64_t other = 0; other < other_count; other++) {
        memcpy(packed + other * stride, others + other * width, (size_t)width * sizeof(float));
        memset(packed + other * stride + width, 0, (size_t)(stride - width) * sizeof(float));
    }
    struct call call = {
        .kernels = context->kernels, .points = points, .others = packed, .upstream = upstream, .stride = stride,
        .point_count = point_count, .other_count = other_count, .width = width,
        .row_step = is_transposed ? 1 : other_count, .other_step = is_transposed ? point_count : 1,
        .factor = 2 * scale, .output = gradient, .is_exact = point_count * other_count * width <= exact_terms,
    };
    ballast_parallel(context, point_count * other_count * width, gradient_part, &call);
}
