#include "winograd.h"

#include <string.h>

// Scratch memory holds the taps as [9, from, to] with padded channels, the weight at all frequencies as
// [frequency, from, to], the padded bias, and for each part of the work its own buffers.

enum { TAPS = 9, FREQUENCIES = 36, SMALL_FREQUENCIES = 16 };

static int64_t padded(int64_t channels, int64_t block) { return (channels + block - 1) / block * block; }

int winograd_serves(
    const ballast_context *context, const ballast_convolution_shape *shape, ballast_convolution_pass pass) {
    int64_t block = context->channel_block;
    int64_t inputs = padded(shape->input_channels, block), outputs = padded(shape->output_channels, block);
    int is_fitting = shape->element == ballast_float32 && context->kernels->width == block
        && shape->kernel_height == 3 && shape->kernel_width == 3
        && shape->stride == 1 && shape->padding <= 2
        && (!shape->plain_input || pass == ballast_convolution_input_gradient_pass);
    // Planes of fewer than 4×4 pixels leave most of a tile unused, and of wide layers the buffers outgrow the cache.
    int is_suited = shape->output_height >= 4 && shape->output_width >= 4 && shape->input_height >= 4
        && shape->input_width >= 4 && inputs <= 64 && outputs <= 64;
    if (!is_fitting || !is_suited) return 0;
    // From there on the library's own, which it has with AVX-512, is faster.
    return pass != ballast_convolution_weight_gradient_pass
        || (!shape->has_bias && (inputs * outputs < 1024 || block < 16));
}

/// Extents of one pass in terms of what it reads and writes.
struct extents {
    int64_t from, to, tiles, part_floats, padding;
};

static struct extents extents_of(
    const ballast_context *context, const ballast_convolution_shape *shape, ballast_convolution_pass pass) {
    int64_t block = context->channel_block;
    int64_t inputs = padded(shape->input_channels, block), outputs = padded(shape->output_channels, block);
    struct extents e = {inputs, outputs, 0, 0, shape->padding};
    if (pass == ballast_convolution_weight_gradient_pass) {
        e.tiles = shape->images * ((shape->output_height + 1) / 2) * ((shape->output_width + 1) / 2);
        e.part_floats = SMALL_FREQUENCIES * (inputs * outputs + WINOGRAD_SMALL_TILES * (inputs + outputs));
        return e;
    }
    int64_t height = shape->output_height, width = shape->output_width;
    if (pass == ballast_convolution_input_gradient_pass) {
        e = (struct extents){outputs, inputs, 0, 0, 2 - shape->padding};
        height = shape->input_height;
        width = shape->input_width;
    }
    e.tiles = shape->images * ((height + 3) / 4) * ((width + 3) / 4);
    e.part_floats = FREQUENCIES * WINOGRAD_TILES * (inputs + outputs);
    return e;
}

size_t winograd_scratch(
    const ballast_context *context, const ballast_convolution_shape *shape, ballast_convolution_pass pass) {
    struct extents e = extents_of(context, shape, pass);
    int64_t shared = (TAPS + FREQUENCIES) * e.from * e.to + e.to;
    return (size_t)(shared + e.part_floats * context->threads) * sizeof(float);
}

struct call {
    const struct vector_kernels *kernels;
    const ballast_convolution_shape *shape;
    struct winograd_planes from, to;
    struct extents extents;
    /// Row-major, as given.
    const float *filters;
    int is_turned;
    float *taps, *weight, *bias, *parts;
    struct winograd_finish finish;
    int parts_used;
};

static struct call begin(
    const ballast_context *context, const ballast_convolution_shape *shape, ballast_convolution_pass pass,
    void *scratch) {
    struct extents e = extents_of(context, shape, pass);
    int block = context->channel_block;
    struct call call = {.kernels = context->kernels, .shape = shape, .extents = e, .taps = scratch};
    call.weight = call.taps + TAPS * e.from * e.to;
    call.bias = call.weight + FREQUENCIES * e.from * e.to;
    call.parts = call.bias + e.to;
    call.finish.bias = call.bias;
    struct winograd_planes input = {
        NULL, (int)padded(shape->input_channels, block) / block, (int)shape->input_height, (int)shape->input_width};
    struct winograd_planes output = {
        NULL, (int)padded(shape->output_channels, block) / block, (int)shape->output_height, (int)shape->output_width};
    call.is_turned = pass == ballast_convolution_input_gradient_pass;
    call.from = call.is_turned ? output : input;
    call.to = call.is_turned ? input : output;
    return call;
}

/// Brings the filters of one channel read into [9, from, to], zeros where the channels are padded. The gradient of the
/// input is the same convolution, with the filters turned by half a turn and the channels exchanged.
static void gather_taps(struct call *call, int64_t channel) {
    int64_t inputs = call->shape->input_channels, outputs = call->shape->output_channels;
    int64_t from = call->extents.from, to = call->extents.to;
    for (int tap = 0; tap < TAPS; tap++) {
        float *row = call->taps + (tap * from + channel) * to;
        memset(row, 0, (size_t)to * sizeof(float));
        if (channel >= (call->is_turned ? outputs : inputs)) continue;
        if (call->is_turned) {
            const float *filter = call->filters + channel * inputs * TAPS + (TAPS - 1 - tap);
            for (int64_t i = 0; i < inputs; i++) row[i] = filter[i * TAPS];
        } else {
            const float *filter = call->filters + channel * TAPS + tap;
            for (int64_t i = 0; i < outputs; i++) row[i] = filter[i * inputs * TAPS];
        }
    }
}

static void transform_weight(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t to = call->extents.to, plane = call->extents.from * to, start, end;
    ballast_share(call->extents.from, 1, part, parts, &start, &end);
    for (int64_t channel = start; channel < end; channel++) {
        gather_taps(call, channel);
        for (int64_t filter = 0; filter < to; filter += call->kernels->width) {
            int64_t offset = channel * to + filter;
            call->kernels->winograd_filters(call->taps + offset, plane, call->weight + offset, plane);
        }
    }
}

static void convolve(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t start, end;
    ballast_share(call->extents.tiles, WINOGRAD_TILES, part, parts, &start, &end);
    call->kernels->winograd_tiles(
        &call->from, &call->to, (int)call->extents.padding, call->weight, &call->finish, start, end,
        call->parts + part * call->extents.part_floats);
}

static int64_t element_count(const ballast_convolution_shape *shape, const struct extents *e) {
    return shape->images * shape->output_height * shape->output_width * (e->from + e->to);
}

static void run(const ballast_context *context, struct call *call) {
    const struct extents *e = &call->extents;
    ballast_parallel(context, FREQUENCIES * e->from * e->to, transform_weight, call);
    ballast_parallel(context, element_count(call->shape, e), convolve, call);
}

void winograd_forward(
    const ballast_context *context, const ballast_convolution_shape *shape, const float *input, const float *weight,
    const float *bias, const float *residual, float *output, void *scratch) {
    struct call call = begin(context, shape, ballast_convolution_forward_pass, scratch);
    call.finish.residual = residual;
    call.finish.relu = shape->rectifies;
    memset(call.bias, 0, (size_t)call.extents.to * sizeof(float));
    if (bias) memcpy(call.bias, bias, (size_t)shape->output_channels * sizeof(float));
    call.filters = weight;
    call.from.values = (float *)input;
    call.to.values = output;
    run(context, &call);
}

void winograd_input_gradient(
    const ballast_context *context, const ballast_convolution_shape *shape, const float *upstream, const float *weight,
    float *gradient, void *scratch) {
    struct call call = begin(context, shape, ballast_convolution_input_gradient_pass, scratch);
    memset(call.bias, 0, (size_t)call.extents.to * sizeof(float));
    call.filters = weight;
    call.from.values = (float *)upstream;
    call.to.values = gradient;
    run(context, &call);
}

static void sum_weights(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t start, end, sums = SMALL_FREQUENCIES * call->extents.from * call->extents.to;
    float *memory = call->parts + part * call->extents.part_floats;
    if (part == 0) call->parts_used = parts;
    memset(memory, 0, (size_t)sums * sizeof(float));
    ballast_share(call->extents.tiles, WINOGRAD_SMALL_TILES, part, parts, &start, &end);
    call->kernels->winograd_weight_sums(
        &call->from, &call->to, (int)call->extents.padding, start, end, memory, memory + sums);
}

void winograd_weight_gradient(
    const ballast_context *context, const ballast_convolution_shape *shape, const float *input, const float *upstream,
    float *weight_gradient, void *scratch) {
    struct call call = begin(context, shape, ballast_convolution_weight_gradient_pass, scratch);
    int64_t from = call.extents.from, to = call.extents.to;
    call.from.values = (float *)input;
    call.to.values = (float *)upstream;
    ballast_parallel(context, element_count(shape, &call.extents), sum_weights, &call);
    for (int part = 1; part < call.parts_used; part++) {
        const float *sums = call.parts + part * call.extents.part_floats;
        for (int64_t i = 0; i < SMALL_FREQUENCIES * from * to; i++) call.parts[i] += sums[i];
    }
    for (int64_t offset = 0; offset < from * to; offset += call.kernels->width) {
        call.kernels->winograd_taps(call.parts + offset, from * to, call.taps + offset, from * to);
    }
    for (int64_t filter = 0; filter < shape->output_channels; filter++) {
        for (int64_t channel = 0; channel < shape->input_channels; channel++) {
            for (int tap = 0; tap < TAPS; tap++) *weight_gradient++ = call.taps[(tap * from + channel) * to + filter];
        }
    }
}
