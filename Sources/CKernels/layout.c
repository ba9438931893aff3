#include "ballast_network.h"
#include "context.h"
#include "elements.h"

struct call {
    const ballast_channels *shape;
    const void *input;
    void *output;
};

static int64_t work(const ballast_channels *shape) {
    return shape->images * shape->blocks * shape->block * shape->pixels;
}

/// The number of true channels in a block.
static int64_t lanes_of(const ballast_channels *shape, int64_t block) {
    int64_t rest = shape->channels - block * shape->block;
    return rest < shape->block ? rest : shape->block;
}

/// Where an image begins.
static int64_t image_offset(const ballast_channels *shape, int64_t image) {
    return image * shape->blocks * shape->pixels * shape->block;
}

// MARK: Global average

ALWAYS_INLINE void average(const struct call *call, int part, int parts, ballast_element element) {
    const ballast_channels *s = call->shape;
    int64_t start, end;
    ballast_share(s->images, 1, part, parts, &start, &end);
    float factor = 1.0f / (float)s->pixels;
    for (int64_t image = start; image < end; image++) {
        float *targets = (float *)call->output + image * s->channels;
        for (int64_t block = 0; block < s->blocks; block++) {
            int64_t plane = image_offset(s, image) + block * s->pixels * s->block, used = lanes_of(s, block);
            for (int64_t first = 0; first < used; first += ELEMENT_RUN) {
                int64_t lanes = used - first < ELEMENT_RUN ? used - first : ELEMENT_RUN;
                float sums[ELEMENT_RUN] = {0};
                for (int64_t pixel = 0; pixel < s->pixels; pixel++) {
                    int64_t offset = plane + pixel * s->block + first;
                    for (int64_t i = 0; i < lanes; i++) sums[i] += element_at(call->input, offset + i, element);
                }
                for (int64_t i = 0; i < lanes; i++) targets[block * s->block + first + i] = sums[i] * factor;
            }
        }
    }
}

static void average_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    FOR_ELEMENT(call->shape->element, average, call, part, parts);
}

void ballast_global_average(
    const ballast_context *context, const ballast_channels *shape, const void *input, float *output) {
    struct call call = {.shape = shape, .input = input, .output = output};
    ballast_parallel(context, work(shape), average_part, &call);
}

ALWAYS_INLINE void average_gradient(const struct call *call, int part, int parts, ballast_element element) {
    const ballast_channels *s = call->shape;
    int64_t start, end;
    ballast_share(s->images, 1, part, parts, &start, &end);
    float factor = 1.0f / (float)s->pixels;
    for (int64_t image = start; image < end; image++) {
        for (int64_t block = 0; block < s->blocks; block++) {
            const float *slopes = (const float *)call->input + image * s->channels + block * s->block;
            int64_t plane = image_offset(s, image) + block * s->pixels * s->block, used = lanes_of(s, block);
            for (int64_t lane = 0; lane < s->block; lane++) {
                element_set(call->output, plane + lane, element, lane < used ? slopes[lane] * factor : 0);
            }
            // Every pixel has the shares of the first.
            const void *first = element_address(call->output, plane, element);
            for (int64_t pixel = 1; pixel < s->pixels; pixel++) {
                memcpy(
                    element_target(call->output, plane + pixel * s->block, element), first,
                    (size_t)s->block * element_bytes(element));
            }
        }
    }
}

static void average_gradient_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    FOR_ELEMENT(call->shape->element, average_gradient, call, part, parts);
}

void ballast_global_average_gradient(
    const ballast_context *context, const ballast_channels *shape, const float *upstream, void *gradient) {
    struct call call = {.shape = shape, .input = upstream, .output = gradient};
    ballast_parallel(context, work(shape), average_gradient_part, &call);
}

// MARK: Between layouts

ALWAYS_INLINE void to_blocked(const struct call *call, int part, int parts, ballast_element element) {
    const ballast_channels *s = call->shape;
    int64_t start, end;
    ballast_share(s->images * s->blocks, 1, part, parts, &start, &end);
    for (int64_t item = start; item < end; item++) {
        int64_t image = item / s->blocks, block = item % s->blocks, lanes = lanes_of(s, block);
        const float *source = (const float *)call->input + (image * s->channels + block * s->block) * s->pixels;
        int64_t target = item * s->pixels * s->block;
        for (int64_t pixel = 0; pixel < s->pixels; pixel++) {
            for (int64_t lane = 0; lane < s->block; lane++) {
                element_set(
                    call->output, target + pixel * s->block + lane, element,
                    lane < lanes ? source[lane * s->pixels + pixel] : 0);
            }
        }
    }
}

static void to_blocked_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    FOR_ELEMENT(call->shape->element, to_blocked, call, part, parts);
}

void ballast_to_blocked(
    const ballast_context *context, const ballast_channels *shape, const float *input, void *output) {
    struct call call = {.shape = shape, .input = input, .output = output};
    ballast_parallel(context, work(shape), to_blocked_part, &call);
}

ALWAYS_INLINE void from_blocked(const struct call *call, int part, int parts, ballast_element element) {
    const ballast_channels *s = call->shape;
    int64_t start, end;
    ballast_share(s->images * s->blocks, 1, part, parts, &start, &end);
    for (int64_t item = start; item < end; item++) {
        int64_t image = item / s->blocks, block = item % s->blocks, lanes = lanes_of(s, block);
        int64_t source = item * s->pixels * s->block;
        float *target = (float *)call->output + (image * s->channels + block * s->block) * s->pixels;
        for (int64_t lane = 0; lane < lanes; lane++) {
            for (int64_t pixel = 0; pixel < s->pixels; pixel++) {
                target[lane * s->pixels + pixel] = element_at(call->input, source + pixel * s->block + lane, element);
            }
        }
    }
}

static void from_blocked_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    FOR_ELEMENT(call->shape->element, from_blocked, call, part, parts);
}

void ballast_from_blocked(
    const ballast_context *context, const ballast_channels *shape, const void *input, float *output) {
    struct call call = {.shape = shape, .input = input, .output = output};
    ballast_parallel(context, work(shape), from_blocked_part, &call);
}
