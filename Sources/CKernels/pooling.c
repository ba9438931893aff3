#include "ballast_network.h"
#include "context.h"
#include "elements.h"

struct call {
    const ballast_pooling *pooling;
    const void *input;
    void *output;
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

/// The given statements for every run of at most ELEMENT_RUN channels of a window: its first lane and their number.
#define EACH_RUN(p, ...) \
    do { \
        for (int64_t lane = 0; lane < (p)->block; lane += ELEMENT_RUN) { \
            int64_t lanes = (p)->block - lane < ELEMENT_RUN ? (p)->block - lane : ELEMENT_RUN; \
            __VA_ARGS__ \
        } \
    } while (0)

static int64_t input_count(const ballast_pooling *p) { return p->planes * p->height * p->width * p->block; }

ALWAYS_INLINE void maximum(const struct call *call, int part, int parts, ballast_element element) {
    const ballast_pooling *p = call->pooling;
    EACH_WINDOW(p, part, parts, {
        EACH_RUN(p, {
            float best[ELEMENT_RUN];
            int32_t *place = call->positions + offset + lane;
            for (int64_t i = 0; i < lanes; i++) {
                best[i] = -__builtin_inff();
                place[i] = (int32_t)(top * p->width + left);
            }
            for (int64_t row = top; row < bottom; row++) {
                for (int64_t column = left; column < right; column++) {
                    int32_t position = (int32_t)(row * p->width + column);
                    int64_t first = plane + position * p->block + lane;
                    for (int64_t i = 0; i < lanes; i++) {
                        float value = element_at(call->input, first + i, element);
                        int is_better = (value > best[i]) | ((value != value) & (best[i] == best[i]));
                        best[i] = is_better ? value : best[i];
                        place[i] = is_better ? position : place[i];
                    }
                }
            }
            for (int64_t i = 0; i < lanes; i++) element_set(call->output, offset + lane + i, element, best[i]);
        });
    });
}

static void maximum_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    FOR_ELEMENT(call->pooling->element, maximum, call, part, parts);
}

void ballast_maximum_pooling(
    const ballast_context *context, const ballast_pooling *pooling, const void *input, void *output,
    int32_t *positions) {
    struct call call = {.pooling = pooling, .input = input, .output = output, .positions = positions};
    ballast_parallel(context, input_count(pooling), maximum_part, &call);
}

/// Sets the input planes of one part to 0.
static void clear(const ballast_pooling *p, int part, int parts, void *gradient) {
    int64_t start, end, plane = p->height * p->width * p->block;
    ballast_share(p->planes, 1, part, parts, &start, &end);
    memset(
        element_target(gradient, start * plane, p->element), 0,
        (size_t)((end - start) * plane) * element_bytes(p->element));
}

/// Adds to an element of a gradient. Where windows overlap, a sum of bfloat16 is rounded after each.
ALWAYS_INLINE void element_add(void *values, int64_t index, ballast_element element, float change) {
    element_set(values, index, element, element_at(values, index, element) + change);
}

ALWAYS_INLINE void maximum_gradient(const struct call *call, int part, int parts, ballast_element element) {
    const ballast_pooling *p = call->pooling;
    clear(p, part, parts, call->output);
    EACH_WINDOW(p, part, parts, {
        (void)top, (void)bottom, (void)left, (void)right;
        for (int64_t lane = 0; lane < p->block; lane++) {
            element_add(
                call->output, plane + call->found[offset + lane] * p->block + lane, element,
                element_at(call->input, offset + lane, element));
        }
    });
}

static void maximum_gradient_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    FOR_ELEMENT(call->pooling->element, maximum_gradient, call, part, parts);
}

void ballast_maximum_pooling_gradient(
    const ballast_context *context, const ballast_pooling *pooling, const void *upstream, const int32_t *positions,
    void *gradient) {
    struct call call = {.pooling = pooling, .input = upstream, .output = gradient, .found = positions};
    ballast_parallel(context, input_count(pooling), maximum_gradient_part, &call);
}

static inline float share(const ballast_pooling *p, int64_t rows, int64_t columns) {
    return 1.0f / (float)(p->counts_padding ? p->size * p->size : rows * columns);
}

ALWAYS_INLINE void average(const struct call *call, int part, int parts, ballast_element element) {
    const ballast_pooling *p = call->pooling;
    EACH_WINDOW(p, part, parts, {
        float factor = share(p, bottom - top, right - left);
        EACH_RUN(p, {
            float sums[ELEMENT_RUN] = {0};
            for (int64_t row = top; row < bottom; row++) {
                for (int64_t column = left; column < right; column++) {
                    int64_t first = plane + (row * p->width + column) * p->block + lane;
                    for (int64_t i = 0; i < lanes; i++) sums[i] += element_at(call->input, first + i, element);
                }
            }
            for (int64_t i = 0; i < lanes; i++) {
                element_set(call->output, offset + lane + i, element, sums[i] * factor);
            }
        });
    });
}

static void average_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    FOR_ELEMENT(call->pooling->element, average, call, part, parts);
}

void ballast_average_pooling(
    const ballast_context *context, const ballast_pooling *pooling, const void *input, void *output) {
    struct call call = {.pooling = pooling, .input = input, .output = output};
    ballast_parallel(context, input_count(pooling), average_part, &call);
}

ALWAYS_INLINE void average_gradient(const struct call *call, int part, int parts, ballast_element element) {
    const ballast_pooling *p = call->pooling;
    clear(p, part, parts, call->output);
    EACH_WINDOW(p, part, parts, {
        float factor = share(p, bottom - top, right - left);
        for (int64_t row = top; row < bottom; row++) {
            for (int64_t column = left; column < right; column++) {
                int64_t first = plane + (row * p->width + column) * p->block;
                for (int64_t lane = 0; lane < p->block; lane++) {
                    element_add(
                        call->output, first + lane, element,
                        element_at(call->input, offset + lane, element) * factor);
                }
            }
        }
    });
}

static void average_gradient_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    FOR_ELEMENT(call->pooling->element, average_gradient, call, part, parts);
}

void ballast_average_pooling_gradient(
    const ballast_context *context, const ballast_pooling *pooling, const void *upstream, void *gradient) {
    struct call call = {.pooling = pooling, .input = upstream, .output = gradient};
    ballast_parallel(context, input_count(pooling), average_gradient_part, &call);
}
