#include <math.h>
#include <string.h>

#include "ballast_network.h"
#include "context.h"
#include "elements.h"

// Images are summed one by one into buffers of their own, which are then joined in order: the result does not depend on
// the number of threads.

/// Arrays in scratch memory, [padded channels] each but for the first two.
struct scratch {
    /// Sums of every image, [images, padded channels].
    float *sums, *products;
    double *total_sums, *total_products;
    float *mean, *factor, *shift, *slope, *tilt;
};

static int64_t padded(const ballast_channels *shape) { return (shape->blocks * shape->block + 15) / 16 * 16; }

size_t ballast_channels_scratch(const ballast_channels *shape) {
    return (size_t)padded(shape) * ((size_t)shape->images * 2 * sizeof(float) + 2 * sizeof(double) + 5 * sizeof(float));
}

static struct scratch divided(const ballast_channels *shape, void *memory) {
    int64_t channels = padded(shape);
    struct scratch s;
    s.total_sums = memory;
    s.total_products = s.total_sums + channels;
    s.sums = (float *)(s.total_products + channels);
    s.products = s.sums + shape->images * channels;
    s.mean = s.products + shape->images * channels;
    s.factor = s.mean + channels;
    s.shift = s.factor + channels;
    s.slope = s.shift + channels;
    s.tilt = s.slope + channels;
    return s;
}

/// Copies [channels] and fills the padding with 0.
static void pad(const ballast_channels *shape, const float *values, float *target) {
    memcpy(target, values, (size_t)shape->channels * sizeof(float));
    memset(target + shape->channels, 0, (size_t)(padded(shape) - shape->channels) * sizeof(float));
}

struct call {
    const struct vector_kernels *kernels;
    const ballast_channels *shape;
    struct scratch scratch;
    const void *input, *residual, *activated, *upstream;
    void *output, *masked;
    int relu;
};

/// The loops for the number format of the activations.
static const struct network_kernels *kernels_of(const struct call *call) {
    return &call->kernels->network[call->shape->element];
}

/// The given statements for every [pixels, block] of one part: its offset, its first channel and its slot in the sums.
#define EACH_PLANE(call, part, parts, ...) \
    do { \
        const ballast_channels *shape = (call)->shape; \
        int64_t start, end; \
        ballast_share(shape->images * shape->blocks, 1, part, parts, &start, &end); \
        for (int64_t item = start; item < end; item++) { \
            int64_t offset = item * shape->pixels * shape->block; \
            int64_t first_channel = item % shape->blocks * shape->block; \
            int64_t slot = item / shape->blocks * padded(shape) + first_channel; \
            (void)slot; \
            __VA_ARGS__ \
        } \
    } while (0)

static int64_t work(const ballast_channels *shape) {
    return shape->images * shape->blocks * shape->block * shape->pixels;
}

/// Joins the sums of all images in order.
static void join(const ballast_channels *shape, struct scratch *s) {
    int64_t channels = padded(shape);
    memset(s->total_sums, 0, (size_t)channels * 2 * sizeof(double));
    int64_t used = shape->blocks * shape->block;
    for (int64_t image = 0; image < shape->images; image++) {
        const float *sums = s->sums + image * channels, *products = s->products + image * channels;
        for (int64_t channel = 0; channel < used; channel++) {
            s->total_sums[channel] += (double)sums[channel];
            s->total_products[channel] += (double)products[channel];
        }
    }
}

static void moments_part(void *argument, int part, int parts) {
    struct call *call = argument;
    struct scratch *s = &call->scratch;
    EACH_PLANE(call, part, parts, {
        kernels_of(call)->channel_sums(
            element_address(call->input, offset, shape->element), shape->pixels, shape->block, s->mean + first_channel, s->sums + slot,
            s->products + slot);
    });
}

void ballast_channel_moments(
    const ballast_context *context, const ballast_channels *shape, const void *input, float *mean, float *variance,
    void *scratch) {
    struct call call = {
        .kernels = context->kernels, .shape = shape, .scratch = divided(shape, scratch), .input = input,
    };
    struct scratch *s = &call.scratch;
    double count = (double)(shape->images * shape->pixels);
    // One pass, of differences to a guess at the mean: the mean of the first image. The variance is at least
    // 1/images of the guess's squared error, which bounds what the correction below can cancel.
    memset(s->mean, 0, (size_t)padded(shape) * sizeof(float));
    for (int64_t block = 0; block < shape->blocks && shape->images > 0; block++) {
        int64_t first = block * shape->block;
        context->kernels->network[shape->element].channel_sums(
            element_address(input, first * shape->pixels, shape->element), shape->pixels, shape->block, s->mean + first, s->factor + first,
            s->tilt + first);
    }
    for (int64_t channel = 0; channel < shape->channels; channel++) {
        s->mean[channel] = s->factor[channel] / (float)shape->pixels;
    }
    ballast_parallel(context, work(shape), moments_part, &call);
    join(shape, s);
    for (int64_t channel = 0; channel < shape->channels; channel++) {
        double error = s->total_sums[channel] / count;
        double squares = s->total_products[channel] / count - error * error;
        mean[channel] = (float)((double)s->mean[channel] + error);
        // Not max(): NaN must come through.
        variance[channel] = (float)(squares < 0 ? 0 : squares);
    }
}

static void normalize_part(void *argument, int part, int parts) {
    struct call *call = argument;
    struct scratch *s = &call->scratch;
    EACH_PLANE(call, part, parts, {
        kernels_of(call)->normalize(
            element_address(call->input, offset, shape->element), element_address(call->residual, offset, shape->element), shape->pixels, shape->block,
            s->mean + first_channel, s->factor + first_channel, s->shift + first_channel, call->relu,
            element_target(call->output, offset, shape->element));
    });
}

/// scale / √(variance + ε) of every channel; 0 in the padding.
static void fill_factors(const ballast_channels *shape, const ballast_normalization *normalization, float *factor) {
    memset(factor, 0, (size_t)padded(shape) * sizeof(float));
    for (int64_t channel = 0; channel < shape->channels; channel++) {
        double deviation = sqrt((double)normalization->variance[channel] + normalization->epsilon);
        factor[channel] = (float)((double)normalization->scale[channel] / deviation);
    }
}

void ballast_normalize_channels(
    const ballast_context *context, const ballast_channels *shape, const ballast_normalization *normalization,
    const void *input, const void *residual, int32_t relu, void *output, void *scratch) {
    struct call call = {
        .kernels = context->kernels, .shape = shape, .scratch = divided(shape, scratch), .input = input,
        .residual = residual, .output = output, .relu = relu,
    };
    pad(shape, normalization->mean, call.scratch.mean);
    pad(shape, normalization->shift, call.scratch.shift);
    fill_factors(shape, normalization, call.scratch.factor);
    ballast_parallel(context, work(shape), normalize_part, &call);
}

static void normalize_sums_part(void *argument, int part, int parts) {
    struct call *call = argument;
    struct scratch *s = &call->scratch;
    EACH_PLANE(call, part, parts, {
        kernels_of(call)->normalize_sums(
            element_address(call->input, offset, shape->element), element_address(call->activated, offset, shape->element), element_address(call->upstream, offset, shape->element),
            shape->pixels, shape->block, s->mean + first_channel, s->sums + slot, s->products + slot,
            element_target(call->masked, offset, shape->element));
    });
}

static void normalize_gradient_part(void *argument, int part, int parts) {
    struct call *call = argument;
    struct scratch *s = &call->scratch;
    EACH_PLANE(call, part, parts, {
        kernels_of(call)->normalize_gradient(
            element_address(call->input, offset, shape->element), element_address(call->activated, offset, shape->element), element_address(call->upstream, offset, shape->element),
            shape->pixels, shape->block, s->mean + first_channel, s->factor + first_channel,
            s->slope + first_channel, s->tilt + first_channel, element_target(call->output, offset, shape->element));
    });
}

void ballast_normalize_channels_gradient(
    const ballast_context *context, const ballast_channels *shape, const ballast_normalization *normalization,
    const void *input, const void *activated, const void *upstream, int32_t uses_batch_moments,
    void *input_gradient, float *scale_gradient, float *shift_gradient, void *residual_gradient, void *scratch) {
    struct call call = {
        .kernels = context->kernels, .shape = shape, .scratch = divided(shape, scratch), .input = input,
        .activated = activated, .upstream = upstream, .output = input_gradient, .masked = residual_gradient,
    };
    struct scratch *s = &call.scratch;
    pad(shape, normalization->mean, s->mean);
    fill_factors(shape, normalization, s->factor);
    ballast_parallel(context, work(shape), normalize_sums_part, &call);
    join(shape, s);

    double count = (double)(shape->images * shape->pixels);
    memset(s->slope, 0, (size_t)padded(shape) * sizeof(float));
    memset(s->tilt, 0, (size_t)padded(shape) * sizeof(float));
    for (int64_t channel = 0; channel < shape->channels; channel++) {
        double variance = (double)normalization->variance[channel] + normalization->epsilon;
        shift_gradient[channel] = (float)s->total_sums[channel];
        scale_gradient[channel] = (float)(s->total_products[channel] / sqrt(variance));
        if (!uses_batch_moments) continue;
        s->slope[channel] = (float)(s->total_sums[channel] / count);
        s->tilt[channel] = (float)(s->total_products[channel] / count / variance);
    }
    if (residual_gradient) {
        // It is the masked upstream gradient.
        call.upstream = residual_gradient;
        call.activated = NULL;
    }
    ballast_parallel(context, work(shape), normalize_gradient_part, &call);
}
