#include "ballast_convolution.h"

#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "winograd.h"

// Channels are counted with their padding up to whole blocks: the activations hold zeros there, and the weights are
// padded with zeros, so that the padding of the output comes out as zero. oneDNN's fast implementations insist on whole
// blocks in several places; a true row-major input is the one exception. Activations of bfloat16 lie with the channels
// last, which is what its fastest implementations of that format take; weights and their gradients stay float32.

/// One direction of a convolution.
struct pass {
    /// Whether it is done by winograd.c, with nothing but scratch memory.
    int is_winograd;
    dnnl_primitive_t primitive;
    /// Between the row-major weight and the one the primitive works on; NULL if they are the same.
    dnnl_primitive_t reorder;
    dnnl_memory_t input, output, residual, bias, packed_weight, plain_weight, scratchpad;
    /// Where things lie in the scratch memory: the scratchpad, then the packed weight, the padded weight and bias.
    size_t packed_offset, padded_offset, bias_offset, bytes;
    const char *implementation;
};

struct ballast_convolution {
    ballast_context *context;
    ballast_convolution_shape shape;
    int64_t padded_input_channels, padded_output_channels;
    struct convolution_descriptors descriptors;
    owned_descriptor plain_input, blocked_input, output, any_weight, any_gradient, plain_weight, bias;
    dnnl_primitive_desc_t forward, forward_blocked;
    struct pass passes[3];
};

static int64_t rounded_up(int64_t count, int64_t unit) { return (count + unit - 1) / unit * unit; }
static size_t aligned(size_t bytes) { return (bytes + 63) / 64 * 64; }

static dnnl_primitive_attr_t scratchpad_attributes(void) {
    dnnl_primitive_attr_t attributes = NULL;
    if (dnnl_primitive_attr_create(&attributes) != dnnl_success) return NULL;
    dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    return attributes;
}

ballast_convolution *ballast_convolution_create(ballast_context *context, const ballast_convolution_shape *shape) {
    ballast_convolution *c = calloc(1, sizeof *c);
    if (!c) return NULL;
    int is_float32 = shape->element == ballast_float32;
    int64_t block = is_float32 ? context->channel_block : 16;
    c->context = context;
    c->shape = *shape;
    c->padded_input_channels = shape->plain_input ? shape->input_channels : rounded_up(shape->input_channels, block);
    c->padded_output_channels = rounded_up(shape->output_channels, block);

    dnnl_dims_t input = {shape->images, c->padded_input_channels, shape->input_height, shape->input_width};
    dnnl_dims_t output = {shape->images, c->padded_output_channels, shape->output_height, shape->output_width};
    dnnl_dims_t weight = {
        c->padded_output_channels, c->padded_input_channels, shape->kernel_height, shape->kernel_width};
    dnnl_dims_t bias = {c->padded_output_channels};
    dnnl_format_tag_t blocked = !is_float32 ? dnnl_nhwc : block == 16 ? dnnl_nChw16c : dnnl_nChw8c;
    dnnl_data_type_t type = is_float32 ? dnnl_f32 : dnnl_bf16;
    if (descriptor_create(&c->plain_input, 4, input, type, dnnl_nchw) != dnnl_success
        || descriptor_create(&c->blocked_input, 4, input, type, blocked) != dnnl_success
        || descriptor_create(&c->output, 4, output, type, blocked) != dnnl_success
        || descriptor_create(&c->any_weight, 4, weight, type, dnnl_format_tag_any) != dnnl_success
        || descriptor_create(&c->any_gradient, 4, weight, dnnl_f32, dnnl_format_tag_any) != dnnl_success
        || descriptor_create(&c->plain_weight, 4, weight, dnnl_f32, dnnl_oihw) != dnnl_success
        || descriptor_create(&c->bias, 1, bias, dnnl_f32, dnnl_a) != dnnl_success) {
        ballast_convolution_destroy(c);
        return NULL;
    }
    struct convolution_descriptors *d = &c->descriptors;
    d->output = DESCRIPTOR(c->output);
    int64_t input_extents[2] = {shape->input_height, shape->input_width};
    int64_t output_extents[2] = {shape->output_height, shape->output_width};
    int64_t kernel_extents[2] = {shape->kernel_height, shape->kernel_width};
    for (int axis = 0; axis < 2; axis++) {
        d->strides[axis] = shape->stride;
        d->dilations[axis] = 0;
        d->padding_before[axis] = shape->padding;
        // Not `padding` where the stride leaves a remainder: the last rows then go unused.
        d->padding_after[axis] = (output_extents[axis] - 1) * shape->stride + kernel_extents[axis]
            - input_extents[axis] - shape->padding;
    }
    return c;
}

static void pass_destroy(struct pass *pass) {
    if (pass->primitive) dnnl_primitive_destroy(pass->primitive);
    if (pass->reorder) dnnl_primitive_destroy(pass->reorder);
    dnnl_memory_t memories[] = {
        pass->input, pass->output, pass->residual, pass->bias, pass->packed_weight, pass->plain_weight, pass->scratchpad};
    for (size_t i = 0; i < sizeof memories / sizeof *memories; i++) {
        if (memories[i]) dnnl_memory_destroy(memories[i]);
    }
    memset(pass, 0, sizeof *pass);
}

void ballast_convolution_destroy(ballast_convolution *c) {
    for (int i = 0; i < 3; i++) pass_destroy(&c->passes[i]);
    if (c->forward) dnnl_primitive_desc_destroy(c->forward);
    if (c->forward_blocked) dnnl_primitive_desc_destroy(c->forward_blocked);
    descriptor_destroy(&c->plain_input);
    descriptor_destroy(&c->blocked_input);
    descriptor_destroy(&c->output);
    descriptor_destroy(&c->any_weight);
    descriptor_destroy(&c->any_gradient);
    descriptor_destroy(&c->plain_weight);
    descriptor_destroy(&c->bias);
    free(c);
}

/// The attributes of a forward pass: what is done to its result.
static dnnl_primitive_attr_t finishing_attributes(const ballast_convolution *c) {
    dnnl_primitive_attr_t attributes = scratchpad_attributes();
    dnnl_post_ops_t operations = NULL;
    if (!attributes || !(c->shape.adds_residual || c->shape.rectifies)) return attributes;
    if (dnnl_post_ops_create(&operations) != dnnl_success) return attributes;
    if (c->shape.adds_residual) dnnl_post_ops_append_binary(operations, dnnl_binary_add, DESCRIPTOR(c->output));
    if (c->shape.rectifies) post_operations_append_relu(operations);
    dnnl_primitive_attr_set_post_ops(attributes, operations);
    dnnl_post_ops_destroy(operations);
    return attributes;
}

/// Whether the passes ask the library for Winograd's algorithm (Lavin and Gray 2016, F(4x4, 3x3)) before the direct one.
/// Its products are a quarter as many, but it moves its operands once more and rounds more coarsely, so that narrow layers
/// are better served by the direct one. The choice depends on the shape alone: a run repeats it every time.
static int prefers_winograd(const ballast_convolution *c) {
    const ballast_convolution_shape *shape = &c->shape;
    return shape->element == ballast_float32 && !shape->plain_input && shape->kernel_height == 3 && shape->kernel_width == 3 && shape->stride == 1
        && c->padded_input_channels >= 32 && c->padded_output_channels >= 32;
}

static dnnl_status_t primitive_descriptor_create(
    ballast_convolution *c, dnnl_primitive_desc_t *descriptor, ballast_convolution_pass kind,
    const_dnnl_primitive_desc_t forward) {
    struct convolution_descriptors *d = &c->descriptors;
    dnnl_engine_t engine = c->context->engine;
    d->weight = kind == ballast_convolution_weight_gradient_pass ? DESCRIPTOR(c->any_gradient)
                                                                 : DESCRIPTOR(c->any_weight);
    dnnl_alg_kind_t algorithms[] = {dnnl_convolution_winograd, dnnl_convolution_direct};
    dnnl_primitive_attr_t attributes =
        kind == ballast_convolution_forward_pass ? finishing_attributes(c) : scratchpad_attributes();
    dnnl_status_t status = dnnl_unimplemented;
    for (int i = prefers_winograd(c) ? 0 : 1; i < 2 && status != dnnl_success; i++) {
        d->algorithm = algorithms[i];
        switch (kind) {
        case ballast_convolution_forward_pass:
            status = convolution_forward_create(descriptor, d, attributes, engine);
            break;
        case ballast_convolution_input_gradient_pass:
            status = convolution_input_gradient_create(descriptor, d, attributes, engine, forward);
            break;
        default:
            status = convolution_weight_gradient_create(descriptor, d, attributes, engine, forward);
            break;
        }
    }
    dnnl_primitive_attr_destroy(attributes);
    return status;
}

/// The forward primitive's descriptor for the given input; backward ones take it as a hint.
static const_dnnl_primitive_desc_t forward_descriptor(ballast_convolution *c, int plain_input) {
    dnnl_primitive_desc_t *slot = plain_input ? &c->forward : &c->forward_blocked;
    if (*slot) return *slot;
    c->descriptors.input = plain_input ? DESCRIPTOR(c->plain_input) : DESCRIPTOR(c->blocked_input);
    c->descriptors.bias = c->shape.has_bias ? DESCRIPTOR(c->bias) : NULL;
    primitive_descriptor_create(c, slot, ballast_convolution_forward_pass, NULL);
    return *slot;
}

static int memory_create(ballast_convolution *c, dnnl_memory_t *memory, borrowed_descriptor descriptor) {
    return dnnl_memory_create(memory, descriptor, c->context->engine, DNNL_MEMORY_NONE) != dnnl_success;
}

/// Creates the primitive that packs weights before a pass, or unpacks their gradient after it, if one is needed.
static int reorder_create(
    ballast_convolution *c, struct pass *pass, borrowed_descriptor packed, int unpacks, size_t *scratchpad_bytes) {
    borrowed_descriptor plain = DESCRIPTOR(c->plain_weight);
    if (dnnl_memory_desc_equal(packed, plain)) return 0;
    dnnl_engine_t engine = c->context->engine;
    dnnl_primitive_attr_t attributes = scratchpad_attributes();
    dnnl_primitive_desc_t descriptor = NULL;
    dnnl_status_t status = dnnl_reorder_primitive_desc_create(
        &descriptor, unpacks ? packed : plain, engine, unpacks ? plain : packed, engine, attributes);
    dnnl_primitive_attr_destroy(attributes);
    if (status != dnnl_success) return 1;
    size_t bytes = dnnl_memory_desc_get_size(dnnl_primitive_desc_query_md(descriptor, dnnl_query_scratchpad_md, 0));
    if (bytes > *scratchpad_bytes) *scratchpad_bytes = bytes;
    status = dnnl_primitive_create(&pass->reorder, descriptor);
    dnnl_primitive_desc_destroy(descriptor);
    c->context->counts.primitives += 1;
    return status != dnnl_success;
}

static int pass_create(ballast_convolution *c, ballast_convolution_pass kind) {
    struct pass *pass = &c->passes[kind];
    if (winograd_serves(c->context, &c->shape, kind)) {
        pass->is_winograd = 1;
        pass->implementation = "Winograd";
        pass->bytes = winograd_scratch(c->context, &c->shape, kind);
        return 0;
    }
    // The gradient of the input is blocked even where the input is not.
    int plain_input = c->shape.plain_input && kind != ballast_convolution_input_gradient_pass;
    const_dnnl_primitive_desc_t forward = forward_descriptor(c, plain_input);
    if (!forward) return 1;
    struct convolution_descriptors *d = &c->descriptors;
    d->input = plain_input ? DESCRIPTOR(c->plain_input) : DESCRIPTOR(c->blocked_input);
    d->bias = c->shape.has_bias ? DESCRIPTOR(c->bias) : NULL;
    dnnl_primitive_desc_t descriptor = NULL;
    dnnl_status_t status = kind == ballast_convolution_forward_pass
        ? dnnl_primitive_desc_clone(&descriptor, forward)
        : primitive_descriptor_create(c, &descriptor, kind, forward);
    if (status != dnnl_success) return 1;

    int is_weight_gradient = kind == ballast_convolution_weight_gradient_pass;
    borrowed_descriptor packed = dnnl_primitive_desc_query_md(
        descriptor, is_weight_gradient ? dnnl_query_diff_weights_md : dnnl_query_weights_md, 0);
    borrowed_descriptor scratchpad = dnnl_primitive_desc_query_md(descriptor, dnnl_query_scratchpad_md, 0);
    size_t scratchpad_bytes = dnnl_memory_desc_get_size(scratchpad);
    size_t packed_bytes = dnnl_memory_desc_get_size(packed);
    const char *implementation = "";
    dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, &implementation);
    pass->implementation = implementation;

    int failed = dnnl_primitive_create(&pass->primitive, descriptor) != dnnl_success;
    c->context->counts.primitives += 1;
    failed = failed || reorder_create(c, pass, packed, is_weight_gradient, &scratchpad_bytes);
    failed = failed || memory_create(c, &pass->input, d->input) || memory_create(c, &pass->output, d->output)
        || memory_create(c, &pass->residual, d->output)
        || memory_create(c, &pass->bias, DESCRIPTOR(c->bias)) || memory_create(c, &pass->packed_weight, packed)
        || memory_create(c, &pass->plain_weight, DESCRIPTOR(c->plain_weight))
        || memory_create(c, &pass->scratchpad, scratchpad);
    dnnl_primitive_desc_destroy(descriptor);
    if (failed) return 1;

    pass->packed_offset = aligned(scratchpad_bytes);
    pass->padded_offset = pass->packed_offset + aligned(packed_bytes);
    pass->bias_offset = pass->padded_offset + aligned(dnnl_memory_desc_get_size(DESCRIPTOR(c->plain_weight)));
    pass->bytes = pass->bias_offset + aligned(dnnl_memory_desc_get_size(DESCRIPTOR(c->bias)));
    return 0;
}

int ballast_convolution_prepare(ballast_convolution *c, ballast_convolution_pass kind, size_t *bytes) {
    struct pass *pass = &c->passes[kind];
    ballast_enter(c->context, c->context->threads);
    if (!pass->bytes && pass_create(c, kind)) {
        pass_destroy(pass);
        return 1;
    }
    *bytes = pass->bytes;
    return 0;
}

const char *ballast_convolution_implementation(const ballast_convolution *c, ballast_convolution_pass pass) {
    return c->passes[pass].implementation ? c->passes[pass].implementation : "";
}

static int is_padded(const ballast_convolution *c) {
    return c->padded_input_channels != c->shape.input_channels
        || c->padded_output_channels != c->shape.output_channels;
}

/// Copies the taps of the true channels from one [O, I, taps] array to another of other extents.
static void copy_channels(
    const ballast_convolution *c, const float *from, int64_t from_inputs, float *to, int64_t to_inputs) {
    int64_t taps = c->shape.kernel_height * c->shape.kernel_width;
    for (int64_t filter = 0; filter < c->shape.output_channels; filter++) {
        memcpy(
            to + filter * to_inputs * taps, from + filter * from_inputs * taps,
            (size_t)(c->shape.input_channels * taps) * sizeof(float));
    }
}

static int64_t padded_weight_count(const ballast_convolution *c) {
    return c->padded_output_channels * c->padded_input_channels * c->shape.kernel_height * c->shape.kernel_width;
}

/// Brings row-major weights into the layout of a pass; NULL on failure.
static void *packed_weight(ballast_convolution *c, struct pass *pass, const float *weight, char *scratch) {
    const float *plain = weight;
    if (is_padded(c)) {
        float *padded = (float *)(scratch + pass->padded_offset);
        memset(padded, 0, (size_t)padded_weight_count(c) * sizeof(float));
        copy_channels(c, weight, c->shape.input_channels, padded, c->padded_input_channels);
        plain = padded;
    }
    if (!pass->reorder) return (void *)plain;
    void *packed = scratch + pass->packed_offset;
    dnnl_memory_set_data_handle(pass->plain_weight, (void *)plain);
    dnnl_memory_set_data_handle(pass->packed_weight, packed);
    dnnl_memory_set_data_handle(pass->scratchpad, scratch);
    dnnl_exec_arg_t arguments[] = {
        {DNNL_ARG_FROM, pass->plain_weight},
        {DNNL_ARG_TO, pass->packed_weight},
        {DNNL_ARG_SCRATCHPAD, pass->scratchpad},
    };
    c->context->counts.weight_reorders += 1;
    return dnnl_primitive_execute(pass->reorder, c->context->stream, 3, arguments) == dnnl_success ? packed : NULL;
}

/// The bias with its padding.
static void *padded_bias(ballast_convolution *c, struct pass *pass, const float *bias, char *scratch) {
    if (c->padded_output_channels == c->shape.output_channels) return (void *)bias;
    float *padded = (float *)(scratch + pass->bias_offset);
    memset(padded, 0, (size_t)c->padded_output_channels * sizeof(float));
    memcpy(padded, bias, (size_t)c->shape.output_channels * sizeof(float));
    return padded;
}

int ballast_convolution_forward(
    ballast_convolution *c, const void *input, const float *weight, const float *bias, const void *residual, void *output,
    void *scratch) {
    struct pass *pass = &c->passes[ballast_convolution_forward_pass];
    ballast_enter(c->context, c->context->threads);
    if (pass->is_winograd) {
        c->context->counts.weight_reorders += 1;
        winograd_forward(c->context, &c->shape, input, weight, bias, residual, output, scratch);
        return 0;
    }
    void *packed = packed_weight(c, pass, weight, scratch);
    if (!packed) return 1;
    dnnl_memory_set_data_handle(pass->input, (void *)input);
    dnnl_memory_set_data_handle(pass->packed_weight, packed);
    dnnl_memory_set_data_handle(pass->output, output);
    dnnl_memory_set_data_handle(pass->scratchpad, scratch);
    dnnl_exec_arg_t arguments[6] = {
        {DNNL_ARG_SRC, pass->input},
        {DNNL_ARG_WEIGHTS, pass->packed_weight},
        {DNNL_ARG_DST, pass->output},
        {DNNL_ARG_SCRATCHPAD, pass->scratchpad},
    };
    int count = 4;
    if (bias) {
        dnnl_memory_set_data_handle(pass->bias, padded_bias(c, pass, bias, scratch));
        arguments[count++] = (dnnl_exec_arg_t){DNNL_ARG_BIAS, pass->bias};
    }
    if (residual) {
        dnnl_memory_set_data_handle(pass->residual, (void *)residual);
        arguments[count++] =
            (dnnl_exec_arg_t){DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1, pass->residual};
    }
    return dnnl_primitive_execute(pass->primitive, c->context->stream, count, arguments) != dnnl_success;
}

int ballast_convolution_input_gradient(
    ballast_convolution *c, const void *upstream, const float *weight, void *gradient, void *scratch) {
    struct pass *pass = &c->passes[ballast_convolution_input_gradient_pass];
    ballast_enter(c->context, c->context->threads);
    if (pass->is_winograd) {
        c->context->counts.weight_reorders += 1;
        winograd_input_gradient(c->context, &c->shape, upstream, weight, gradient, scratch);
        return 0;
    }
    void *packed = packed_weight(c, pass, weight, scratch);
    if (!packed) return 1;
    dnnl_memory_set_data_handle(pass->input, gradient);
    dnnl_memory_set_data_handle(pass->packed_weight, packed);
    dnnl_memory_set_data_handle(pass->output, (void *)upstream);
    dnnl_memory_set_data_handle(pass->scratchpad, scratch);
    dnnl_exec_arg_t arguments[] = {
        {DNNL_ARG_DIFF_SRC, pass->input},
        {DNNL_ARG_WEIGHTS, pass->packed_weight},
        {DNNL_ARG_DIFF_DST, pass->output},
        {DNNL_ARG_SCRATCHPAD, pass->scratchpad},
    };
    return dnnl_primitive_execute(pass->primitive, c->context->stream, 4, arguments) != dnnl_success;
}

int ballast_convolution_weight_gradient(
    ballast_convolution *c, const void *input, const void *upstream, float *weight_gradient, float *bias_gradient,
    void *scratch) {
    struct pass *pass = &c->passes[ballast_convolution_weight_gradient_pass];
    char *memory = scratch;
    ballast_enter(c->context, c->context->threads);
    if (pass->is_winograd) {
        c->context->counts.weight_reorders += 1;
        winograd_weight_gradient(c->context, &c->shape, input, upstream, weight_gradient, scratch);
        return 0;
    }
    float *plain = is_padded(c) ? (float *)(memory + pass->padded_offset) : weight_gradient;
    void *packed = pass->reorder ? memory + pass->packed_offset : (void *)plain;
    dnnl_memory_set_data_handle(pass->input, (void *)input);
    dnnl_memory_set_data_handle(pass->packed_weight, packed);
    dnnl_memory_set_data_handle(pass->output, (void *)upstream);
    dnnl_memory_set_data_handle(pass->scratchpad, scratch);
    dnnl_exec_arg_t arguments[5] = {
        {DNNL_ARG_SRC, pass->input},
        {DNNL_ARG_DIFF_WEIGHTS, pass->packed_weight},
        {DNNL_ARG_DIFF_DST, pass->output},
        {DNNL_ARG_SCRATCHPAD, pass->scratchpad},
    };
    int count = 4;
    float *bias = NULL;
    if (c->shape.has_bias) {
        // Where nobody asks for the bias's gradient, and where it is padded, it goes to the scratch memory.
        int is_direct = bias_gradient && c->padded_output_channels == c->shape.output_channels;
        bias = is_direct ? bias_gradient : (float *)(memory + pass->bias_offset);
        dnnl_memory_set_data_handle(pass->bias, bias);
        arguments[count++] = (dnnl_exec_arg_t){DNNL_ARG_DIFF_BIAS, pass->bias};
    }
    if (dnnl_primitive_execute(pass->primitive, c->context->stream, count, arguments) != dnnl_success) return 1;
    if (bias && bias_gradient && bias != bias_gradient) {
        memcpy(bias_gradient, bias, (size_t)c->shape.output_channels * sizeof(float));
    }
    if (pass->reorder) {
        dnnl_memory_set_data_handle(pass->plain_weight, plain);
        dnnl_exec_arg_t unpack[] = {
            {DNNL_ARG_FROM, pass->packed_weight},
            {DNNL_ARG_TO, pass->plain_weight},
            {DNNL_ARG_SCRATCHPAD, pass->scratchpad},
        };
        c->context->counts.weight_reorders += 1;
        if (dnnl_primitive_execute(pass->reorder, c->context->stream, 3, unpack) != dnnl_success) return 1;
    }
    if (is_padded(c)) copy_channels(c, plain, c->padded_input_channels, weight_gradient, c->shape.input_channels);
    return 0;
}
