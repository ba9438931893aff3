#include "ballast_network.h"
#include "context.h"
#include "elements.h"

struct call {
    const ballast_shortcut *shortcut;
    const void *input;
    void *output;
};

static int64_t blocks(int64_t channels, int64_t block) { return (channels + block - 1) / block; }

/// Where a pixel's channel lies in an image of blocks.
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

/// Means over a square, of the run of channels that starts at `source` and `target`.
ALWAYS_INLINE void join_square(
    const struct call *call, int64_t source, int64_t rows, int64_t columns, int64_t lanes, int64_t target,
    ballast_element element) {
    const ballast_shortcut *s = call->shortcut;
    float factor = 1.0f / (float)(rows * columns);
    for (int64_t lane = 0; lane < lanes; lane++) {
        float sum = 0;
        for (int64_t row = 0; row < rows; row++) {
            for (int64_t column = 0; column < columns; column++) {
                sum += element_at(call->input, source + (row * s->width + column) * s->input_block + lane, element);
            }
        }
        element_set(call->output, target + lane, element, sum * factor);
    }
}

ALWAYS_INLINE void spread_square(
    const struct call *call, int64_t source, int64_t rows, int64_t columns, int64_t lanes, int64_t target,
    ballast_element element) {
    const ballast_shortcut *s = call->shortcut;
    float factor = 1.0f / (float)(rows * columns);
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t column = 0; column < columns; column++) {
            int64_t pixel = target + (row * s->width + column) * s->input_block;
            for (int64_t lane = 0; lane < lanes; lane++) {
                element_set(
                    call->output, pixel + lane, element, element_at(call->input, source + lane, element) * factor);
            }
        }
    }
}

/// Channels that lie side by side both in the input and, moved on by `first`, in the output.
static int64_t channel_run(const ballast_shortcut *s, int64_t first) {
    if (s->input_block >= s->input_channels && s->output_block >= s->output_channels) return s->input_channels;
    // Whole blocks where the shift is one of whole blocks, else channel by channel.
    return s->input_block == s->output_block && first % s->output_block == 0 ? s->input_block : 1;
}

/// Runs over the images of one part; `spreads` goes from the output's side back to the input's.
ALWAYS_INLINE void shortcut_images(
    const struct call *call, int part, int parts, int spreads, ballast_element element) {
    const ballast_shortcut *s = call->shortcut;
    int64_t start, end;
    ballast_share(s->images, 1, part, parts, &start, &end);
    int64_t pixels = s->height * s->width, output_pixels = ((s->height + 1) / 2) * ((s->width + 1) / 2);
    int64_t large = blocks(s->input_channels, s->input_block) * pixels * s->input_block;
    int64_t small = blocks(s->output_channels, s->output_block) * output_pixels * s->output_block;
    int64_t from = spreads ? small : large, to = spreads ? large : small;
    int64_t first = (s->output_channels - s->input_channels) / 2;
    int64_t run = channel_run(s, first);
    for (int64_t image = start; image < end; image++) {
        int64_t source = image * from, target = image * to;
        memset(element_target(call->output, target, element), 0, (size_t)to * element_bytes(element));
        for (int64_t channel = 0; channel < s->input_channels; channel += run) {
            int64_t rest = s->input_channels - channel, lanes = rest < run ? rest : run;
            EACH_SQUARE(s, {
                int64_t wide = place(channel, corner, pixels, s->input_block);
                int64_t narrow = place(first + channel, pixel, output_pixels, s->output_block);
                if (spreads) {
                    spread_square(call, source + narrow, rows, columns, lanes, target + wide, element);
                } else {
                    join_square(call, source + wide, rows, columns, lanes, target + narrow, element);
                }
            });
        }
    }
}

static void forward_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    FOR_ELEMENT(call->shortcut->element, shortcut_images, call, part, parts, 0);
}

static void gradient_part(void *argument, int part, int parts) {
    const struct call *call = argument;
    FOR_ELEMENT(call->shortcut->element, shortcut_images, call, part, parts, 1);
}

static int64_t work(const ballast_shortcut *s) { return s->images * s->input_channels * s->height * s->width; }

void ballast_shortcut_forward(
    const ballast_context *context, const ballast_shortcut *shortcut, const void *input, void *output) {
    struct call call = {.shortcut = shortcut, .input = input, .output = output};
    ballast_parallel(context, work(shortcut), forward_part, &call);
}

void ballast_shortcut_gradient(
    const ballast_context *context, const ballast_shortcut *shortcut, const void *upstream, void *gradient) {
    struct call call = {.shortcut = shortcut, .input = upstream, .output = gradient};
    ballast_parallel(context, work(shortcut), gradient_part, &call);
}
