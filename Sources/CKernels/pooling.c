#include <string.h>

#include "ballast_network.h"
#include "context.h"

struct call {
    const ballast_pooling *pooling;
    const float *input;
    float *output;
    int32_t *positions;
    const int32_t *found;
};

/// The part of a window that lies inside an axis of `extent`.
static inline void window(
    const ballast_pooling *p, int64_t output, int64_t extent, int64_t *start, int64_t *end) {
    int64_t first = output * p->stride - p->padding;
    *start = first > 0 ? first : 0;
    *end = first + p->size < extent ? first + p->size : extent;
}

/// Every window of the planes of one part; `offset` is that of its output, `plane` that of its input plane.
#define EACH_WINDOW(p, part, parts, ...) \
    do { \
        int64_t first_plane, last_plane; \
        ballast_share((p)->planes, 1, part, parts, &first_plane, &last_plane); \
        for (int64_t number = first_plane; number < last_plane; number++) { \
            int64_t plane = number * (p)->height * (p)->width * (p)->block; \
            int64_t offset = number * (p)->output_height * (p)->output_width * (p)->block; \
            for (int64_t y = 0; y < (p)->output_height; y++) { \
                int64_t top, bottom, left, right; \
                window(p, y, (p)->height, &top, &bottom); \
                for (int64_t x = 0; x < (p)->output_width; x++, offset += (p)->block) { \
                    window(p, x, (p)->width, &left, &right); \
                    __VA_ARGS__ \
                } \
            } \
        } \
    } while (0)

static int64_t input_count(const ballast_pooling *p) { return p->planes * p->height * p->width * p->block; }

static void maximum_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    const ballast_pooling *p = call->pooling;
    EACH_WINDOW(p, part, parts, {
        float *best = call->output + offset;
        int32_t *place = call->positions + offset;
        for (int64_t lane = 0; lane < p->block; lane++) {
            best[lane] = -__builtin_inff();
            place[lane] = (int32_t)(top * p->width + left);
        }
        for (int64_t row = top; row < bottom; row++) {
            for (int64_t column = left; column < right; column++) {
                int32_t position = (int32_t)(row * p->width + column);
                const float *values = call->input + plane + position * p->block;
                for (int64_t lane = 0; lane < p->block; lane++) {
                    float value = values[lane];
                    int is_better = (value > best[lane]) | ((value != value) & (best[lane] == best[lane]));
                    best[lane] = is_better ? value : best[lane];
                    place[lane] = is_better ? position : place[lane];
                }
            }
        }
    });
}

void ballast_maximum_pooling(
    const ballast_context *context, const ballast_pooling *pooling, const float *input, float *output,
    int32_t *positions) {
    struct call call = {.pooling = pooling, .input = input, .output = output, .positions = positions};
    ballast_parallel(context, input_count(pooling), maximum_part, &call);
}

/// Sets the input planes of one part to 0.
static void clear(const ballast_pooling *p, int part, int parts, float *gradient) {
    int64_t start, end, plane = p->height * p->width * p->block;
    ballast_share(p->planes, 1, part, parts, &start, &end);
    memset(gradient + start * plane, 0, (size_t)((end - start) * plane) * sizeof(float));
}

static void maximum_gradient_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    const ballast_pooling *p = call->pooling;
    clear(p, part, parts, call->output);
    EACH_WINDOW(p, part, parts, {
        (void)top, (void)bottom, (void)left, (void)right;
        for (int64_t lane = 0; lane < p->block; lane++) {
            call->output[plane + call->found[offset + lane] * p->block + lane] += call->input[offset + lane];
        }
    });
}

void ballast_maximum_pooling_gradient(
    const ballast_context *context, const ballast_pooling *pooling, const float *upstream, const int32_t *positions,
    float *gradient) {
    struct call call = {.pooling = pooling, .input = upstream, .output = gradient, .found = positions};
    ballast_parallel(context, input_count(pooling), maximum_gradient_part, &call);
}

static inline float share(const ballast_pooling *p, int64_t rows, int64_t columns) {
    return 1.0f / (float)(p->counts_padding ? p->size * p->size : rows * columns);
}

static void average_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    const ballast_pooling *p = call->pooling;
    EACH_WINDOW(p, part, parts, {
        float *sums = call->output + offset;
        float factor = share(p, bottom - top, right - left);
        for (int64_t lane = 0; lane < p->block; lane++) sums[lane] = 0;
        for (int64_t row = top; row < bottom; row++) {
            for (int64_t column = left; column < right; column++) {
                const float *values = call->input + plane + (row * p->width + column) * p->block;
                for (int64_t lane = 0; lane < p->block; lane++) sums[lane] += values[lane];
            }
        }
        for (int64_t lane = 0; lane < p->block; lane++) sums[lane] *= factor;
    });
}

void ballast_average_pooling(
    const ballast_context *context, const ballast_pooling *pooling, const float *input, float *output) {
    struct call call = {.pooling = pooling, .input = input, .output = output};
    ballast_parallel(context, input_count(pooling), average_part, &call);
}

static void average_gradient_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    const ballast_pooling *p = call->pooling;
    clear(p, part, parts, call->output);
    EACH_WINDOW(p, part, parts, {
        const float *slopes = call->input + offset;
        float factor = share(p, bottom - top, right - left);
        for (int64_t row = top; row < bottom; row++) {
            for (int64_t column = left; column < right; column++) {
                float *sums = call->output + plane + (row * p->width + column) * p->block;
                for (int64_t lane = 0; lane < p->block; lane++) sums[lane] += slopes[lane] * factor;
            }
        }
    });
}

void ballast_average_pooling_gradient(
    const ballast_context *context, const ballast_pooling *pooling, const float *upstream, float *gradient) {
    struct call call = {.pooling = pooling, .input = upstream, .output = gradient};
    ballast_parallel(context, input_count(pooling), average_gradient_part, &call);
}
