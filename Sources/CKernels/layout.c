#include <string.h>

#include "ballast_network.h"
#include "context.h"

struct call {
    const ballast_channels *shape;
    const ballast_shortcut *shortcut;
    const float *input;
    float *output;
};

static int64_t work(const ballast_channels *shape) {
    return shape->images * shape->blocks * shape->block * shape->pixels;
}

/// The number of true channels in a block.
static int64_t lanes_of(const ballast_channels *shape, int64_t block) {
    int64_t rest = shape->channels - block * shape->block;
    return rest < shape->block ? rest : shape->block;
}

// MARK: Global average

static void average_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    const ballast_channels *s = call->shape;
    int64_t start, end;
    ballast_share(s->images, 1, part, parts, &start, &end);
    float factor = 1.0f / (float)s->pixels;
    for (int64_t image = start; image < end; image++) {
        for (int64_t block = 0; block < s->blocks; block++) {
            const float *plane = call->input + (image * s->blocks + block) * s->pixels * s->block;
            float sums[16] = {0};
            for (int64_t pixel = 0; pixel < s->pixels; pixel++) {
                for (int64_t lane = 0; lane < s->block; lane++) sums[lane] += plane[pixel * s->block + lane];
            }
            float *target = call->output + image * s->channels + block * s->block;
            for (int64_t lane = 0; lane < lanes_of(s, block); lane++) target[lane] = sums[lane] * factor;
        }
    }
}

void ballast_global_average(
    const ballast_context *context, const ballast_channels *shape, const float *input, float *output) {
    struct call call = {.shape = shape, .input = input, .output = output};
    ballast_parallel(context, work(shape), average_part, &call);
}

static void average_gradient_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    const ballast_channels *s = call->shape;
    int64_t start, end;
    ballast_share(s->images, 1, part, parts, &start, &end);
    float factor = 1.0f / (float)s->pixels;
    for (int64_t image = start; image < end; image++) {
        for (int64_t block = 0; block < s->blocks; block++) {
            float *plane = call->output + (image * s->blocks + block) * s->pixels * s->block;
            const float *slopes = call->input + image * s->channels + block * s->block;
            float shares[16] = {0};
            for (int64_t lane = 0; lane < lanes_of(s, block); lane++) shares[lane] = slopes[lane] * factor;
            for (int64_t pixel = 0; pixel < s->pixels; pixel++) {
                memcpy(plane + pixel * s->block, shares, (size_t)s->block * sizeof(float));
            }
        }
    }
}

void ballast_global_average_gradient(
    const ballast_context *context, const ballast_channels *shape, const float *upstream, float *gradient) {
    struct call call = {.shape = shape, .input = upstream, .output = gradient};
    ballast_parallel(context, work(shape), average_gradient_part, &call);
}

// MARK: Between layouts

static void to_blocked_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    const ballast_channels *s = call->shape;
    int64_t start, end;
    ballast_share(s->images * s->blocks, 1, part, parts, &start, &end);
    for (int64_t item = start; item < end; item++) {
        int64_t image = item / s->blocks, block = item % s->blocks, lanes = lanes_of(s, block);
        const float *source = call->input + (image * s->channels + block * s->block) * s->pixels;
        float *target = call->output + item * s->pixels * s->block;
        for (int64_t pixel = 0; pixel < s->pixels; pixel++) {
            for (int64_t lane = 0; lane < s->block; lane++) {
                target[pixel * s->block + lane] = lane < lanes ? source[lane * s->pixels + pixel] : 0;
            }
        }
    }
}

void ballast_to_blocked(
    const ballast_context *context, const ballast_channels *shape, const float *input, float *output) {
    struct call call = {.shape = shape, .input = input, .output = output};
    ballast_parallel(context, work(shape), to_blocked_part, &call);
}

static void from_blocked_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    const ballast_channels *s = call->shape;
    int64_t start, end;
    ballast_share(s->images * s->blocks, 1, part, parts, &start, &end);
    for (int64_t item = start; item < end; item++) {
        int64_t image = item / s->blocks, block = item % s->blocks, lanes = lanes_of(s, block);
        const float *source = call->input + item * s->pixels * s->block;
        float *target = call->output + (image * s->channels + block * s->block) * s->pixels;
        for (int64_t lane = 0; lane < lanes; lane++) {
            for (int64_t pixel = 0; pixel < s->pixels; pixel++) {
                target[lane * s->pixels + pixel] = source[pixel * s->block + lane];
            }
        }
    }
}

void ballast_from_blocked(
    const ballast_context *context, const ballast_channels *shape, const float *input, float *output) {
    struct call call = {.shape = shape, .input = input, .output = output};
    ballast_parallel(context, work(shape), from_blocked_part, &call);
}

// MARK: Shortcut

static int64_t blocks(int64_t channels, int64_t block) { return (channels + block - 1) / block; }

/// Where a pixel's channel lies in a blocked image.
static inline int64_t place(int64_t channel, int64_t pixel, int64_t pixels, int64_t block) {
    return (channel / block * pixels + pixel) * block + channel % block;
}

/// Every window of 2×2 (or fewer at an odd border) and its output pixel.
#define EACH_SQUARE(s, ...) \
    do { \
        int64_t output_height = ((s)->height + 1) / 2, output_width = ((s)->width + 1) / 2; \
        for (int64_t y = 0; y < output_height; y++) { \
            for (int64_t x = 0; x < output_width; x++) { \
                int64_t rows = (s)->averages && 2 * y + 1 < (s)->height ? 2 : 1; \
                int64_t columns = (s)->averages && 2 * x + 1 < (s)->width ? 2 : 1; \
                int64_t corner = 2 * y * (s)->width + 2 * x, pixel = y * output_width + x; \
                __VA_ARGS__ \
            } \
        } \
    } while (0)

/// Sums over a square, of the run of channels that starts at `source` and `target`.
static inline void join_square(
    const ballast_shortcut *s, const float *source, int64_t rows, int64_t columns, int64_t lanes, float *target) {
    float factor = 1.0f / (float)(rows * columns);
    for (int64_t lane = 0; lane < lanes; lane++) {
        float sum = 0;
        for (int64_t row = 0; row < rows; row++) {
            for (int64_t column = 0; column < columns; column++) {
                sum += source[(row * s->width + column) * s->block + lane];
            }
        }
        target[lane] = sum * factor;
    }
}

static inline void spread_square(
    const ballast_shortcut *s, const float *source, int64_t rows, int64_t columns, int64_t lanes, float *target) {
    float factor = 1.0f / (float)(rows * columns);
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t column = 0; column < columns; column++) {
            float *pixel = target + (row * s->width + column) * s->block;
            for (int64_t lane = 0; lane < lanes; lane++) pixel[lane] = source[lane] * factor;
        }
    }
}

/// Runs over the images of one part; `spreads` goes from the output's side back to the input's.
static void shortcut_images(const struct call *call, int part, int parts, int spreads) {
    const ballast_shortcut *s = call->shortcut;
    int64_t start, end;
    ballast_share(s->images, 1, part, parts, &start, &end);
    int64_t pixels = s->height * s->width, output_pixels = ((s->height + 1) / 2) * ((s->width + 1) / 2);
    int64_t large = blocks(s->input_channels, s->block) * pixels * s->block;
    int64_t small = blocks(s->output_channels, s->block) * output_pixels * s->block;
    int64_t from = spreads ? small : large, to = spreads ? large : small;
    int64_t first = (s->output_channels - s->input_channels) / 2;
    // Whole blocks at once where the shift is one of whole blocks, else channel by channel.
    int64_t run = first % s->block == 0 ? s->block : 1;
    for (int64_t image = start; image < end; image++) {
        const float *source = call->input + image * from;
        float *target = call->output + image * to;
        memset(target, 0, (size_t)to * sizeof(float));
        for (int64_t channel = 0; channel < s->input_channels; channel += run) {
            int64_t rest = s->input_channels - channel, lanes = rest < run ? rest : run;
            EACH_SQUARE(s, {
                int64_t wide = place(channel, corner, pixels, s->block);
                int64_t narrow = place(first + channel, pixel, output_pixels, s->block);
                if (spreads) {
                    spread_square(s, source + narrow, rows, columns, lanes, target + wide);
                } else {
                    join_square(s, source + wide, rows, columns, lanes, target + narrow);
                }
            });
        }
    }
}

static void shortcut_part(void *argument, int part, int parts) { shortcut_images(argument, part, parts, 0); }
static void shortcut_gradient_part(void *argument, int part, int parts) { shortcut_images(argument, part, parts, 1); }

void ballast_shortcut_forward(
    const ballast_context *context, const ballast_shortcut *shortcut, const float *input, float *output) {
    struct call call = {.shortcut = shortcut, .input = input, .output = output};
    ballast_parallel(
        context, shortcut->images * shortcut->input_channels * shortcut->height * shortcut->width, shortcut_part,
        &call);
}

void ballast_shortcut_gradient(
    const ballast_context *context, const ballast_shortcut *shortcut, const float *upstream, float *gradient) {
    struct call call = {.shortcut = shortcut, .input = upstream, .output = gradient};
    ballast_parallel(
        context, shortcut->images * shortcut->input_channels * shortcut->height * shortcut->width,
        shortcut_gradient_part, &call);
}
