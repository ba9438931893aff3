#include "CPrimitives.h"

#include <oneapi/dnnl/dnnl.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

// oneDNN's threads are OpenMP's.
extern void omp_set_num_threads(int);

#define MAXIMUM_OPERATIONS 256

// Version 3 made memory descriptions opaque.
#if DNNL_VERSION_MAJOR >= 3
typedef const_dnnl_memory_desc_t layout_view;
#else
typedef const dnnl_memory_desc_t *layout_view;
#endif

enum kind { CONVOLUTION_FORWARD, CONVOLUTION_DATA, CONVOLUTION_WEIGHTS, NORMALIZATION_FORWARD, NORMALIZATION_BACKWARD };

struct operation {
    enum kind kind;
    dnnl_primitive_t primitive;
    int argument_count;
    dnnl_exec_arg_t arguments[10];
};

struct bare_resnet {
    dnnl_engine_t engine;
    dnnl_stream_t stream;
    /// Of activations and weights; gradients of weights are float32.
    dnnl_data_type_t type;
    int count;
    struct operation operations[MAXIMUM_OPERATIONS];
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static dnnl_memory_t memory_for(bare_resnet *net, const_dnnl_primitive_desc_t descriptor, dnnl_query_t query, int index) {
    layout_view layout = dnnl_primitive_desc_query_md(descriptor, query, index);
    dnnl_memory_t memory = NULL;
    size_t size = dnnl_memory_desc_get_size(layout);
    if (size == 0) return NULL;
    // Numbers of middling size in either format: as bfloat16, each half of a float is one.
    uint16_t *data = aligned_alloc(64, (size + 63) / 64 * 64);
    for (size_t i = 0; i < size / sizeof *data; i++) {
        uint32_t number = (uint32_t)i * 2654435761u;
        data[i] = (uint16_t)((number >> 16 & 0x80ff) | 0x3e00);
    }
    dnnl_memory_create(&memory, layout, net->engine, data);
    return memory;
}

static void add(
    bare_resnet *net, enum kind kind, dnnl_primitive_desc_t descriptor, const int *names, const dnnl_query_t *queries,
    const int *indices, int count
) {
    struct operation *operation = &net->operations[net->count++];
    operation->kind = kind;
    operation->argument_count = 0;
    dnnl_primitive_create(&operation->primitive, descriptor);
    for (int i = 0; i < count; i++) {
        dnnl_memory_t memory = memory_for(net, descriptor, queries[i], indices[i]);
        if (!memory) continue;
        operation->arguments[operation->argument_count].arg = names[i];
        operation->arguments[operation->argument_count++].memory = memory;
    }
}

struct shapes {
    dnnl_dims_t source, weights, destination, strides, dilation, padding_left, padding_right;
};

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t layout;
static layout any_layout(const dnnl_dims_t dims, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    dnnl_memory_desc_t result;
    dnnl_memory_desc_create_with_tag(&result, 4, dims, type, tag);
    return result;
}
#else
typedef dnnl_memory_desc_t layout;
static layout any_layout(const dnnl_dims_t dims, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    dnnl_memory_desc_t result;
    dnnl_memory_desc_init_by_tag(&result, 4, dims, type, tag);
    return result;
}
#endif

static dnnl_primitive_desc_t convolution(bare_resnet *net, enum kind kind, struct shapes *s, dnnl_format_tag_t source_tag, dnnl_primitive_desc_t hint, dnnl_alg_kind_t algorithm) {
    dnnl_primitive_desc_t descriptor = NULL;
    layout source = any_layout(s->source, net->type, source_tag),
           weights = any_layout(s->weights, kind == CONVOLUTION_WEIGHTS ? dnnl_f32 : net->type, dnnl_format_tag_any),
           destination = any_layout(s->destination, net->type, dnnl_format_tag_any);
#if DNNL_VERSION_MAJOR >= 3
    if (kind == CONVOLUTION_FORWARD)
        dnnl_convolution_forward_primitive_desc_create(&descriptor, net->engine, dnnl_forward_training, algorithm, source, weights, NULL, destination, s->strides, s->dilation, s->padding_left, s->padding_right, NULL);
    else if (kind == CONVOLUTION_DATA)
        dnnl_convolution_backward_data_primitive_desc_create(&descriptor, net->engine, algorithm, source, weights, destination, s->strides, s->dilation, s->padding_left, s->padding_right, hint, NULL);
    else
        dnnl_convolution_backward_weights_primitive_desc_create(&descriptor, net->engine, algorithm, source, weights, NULL, destination, s->strides, s->dilation, s->padding_left, s->padding_right, hint, NULL);
#else
    dnnl_convolution_desc_t operation;
    if (kind == CONVOLUTION_FORWARD)
        dnnl_convolution_forward_desc_init(&operation, dnnl_forward_training, algorithm, &source, &weights, NULL, &destination, s->strides, s->padding_left, s->padding_right);
    else if (kind == CONVOLUTION_DATA)
        dnnl_convolution_backward_data_desc_init(&operation, algorithm, &source, &weights, &destination, s->strides, s->padding_left, s->padding_right);
    else
        dnnl_convolution_backward_weights_desc_init(&operation, algorithm, &source, &weights, NULL, &destination, s->strides, s->padding_left, s->padding_right);
    dnnl_primitive_desc_create(&descriptor, &operation, NULL, net->engine, hint);
#endif
    return descriptor;
}

static double seconds_of(bare_resnet *net, struct operation *operation) {
    double start = now();
    dnnl_primitive_execute(operation->primitive, net->stream, operation->argument_count, operation->arguments);
    dnnl_stream_wait(net->stream);
    return now() - start;
}

static void operation_destroy(struct operation *operation) {
    dnnl_primitive_destroy(operation->primitive);
    for (int i = 0; i < operation->argument_count; i++) {
        void *data = NULL;
        dnnl_memory_get_data_handle(operation->arguments[i].memory, &data);
        dnnl_memory_destroy(operation->arguments[i].memory);
        free(data);
    }
}

/// Adds a pass of a convolution with the faster of the library's algorithms, so that the sum is the least it can do.
static int add_faster(
    bare_resnet *net, enum kind kind, struct shapes *s, dnnl_format_tag_t tag, dnnl_primitive_desc_t hint,
    const int *names, const dnnl_query_t *queries, dnnl_primitive_desc_t *chosen
) {
    dnnl_alg_kind_t algorithms[] = {dnnl_convolution_direct, dnnl_convolution_winograd};
    double best = 0;
    int found = 0;
    for (int i = 0; i < 2; i++) {
        dnnl_primitive_desc_t descriptor = convolution(net, kind, s, tag, hint, algorithms[i]);
        if (!descriptor) continue;
        add(net, kind, descriptor, names, queries, (int[]){0, 0, 0}, 3);
        struct operation *candidate = &net->operations[net->count - 1];
        double least = seconds_of(net, candidate);
        for (int repeat = 0; repeat < 4; repeat++) {
            double seconds = seconds_of(net, candidate);
            if (seconds < least) least = seconds;
        }
        int is_faster = !found || least < best;
        if (found) {
            operation_destroy(is_faster ? candidate - 1 : candidate);
            if (is_faster) candidate[-1] = candidate[0];
            net->count -= 1;
        }
        if (is_faster) best = least;
        if (chosen && is_faster) {
            if (*chosen) dnnl_primitive_desc_destroy(*chosen);
            *chosen = descriptor;
        } else {
            dnnl_primitive_desc_destroy(descriptor);
        }
        found = 1;
    }
    return found;
}

static int add_convolution(bare_resnet *net, int batch, int inputs, int size, int outputs, int stride) {
    int result = (size - 1) / stride + 1;
    struct shapes s = {
        .source = {batch, inputs, size, size}, .weights = {outputs, inputs, 3, 3},
        .destination = {batch, outputs, result, result}, .strides = {stride, stride}, .dilation = {0, 0},
        .padding_left = {1, 1}, .padding_right = {(result - 1) * stride + 2 - size, (result - 1) * stride + 2 - size}};
    // An image of float32 comes as it is; everything else is in the library's own layout.
    dnnl_format_tag_t tag = inputs == 3 && net->type == dnnl_f32 ? dnnl_nchw : dnnl_format_tag_any;
    dnnl_primitive_desc_t forward = NULL;
    int whole = add_faster(
        net, CONVOLUTION_FORWARD, &s, tag, NULL, (int[]){DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST},
        (dnnl_query_t[]){dnnl_query_src_md, dnnl_query_weights_md, dnnl_query_dst_md}, &forward);
    whole = whole && add_faster(
        net, CONVOLUTION_WEIGHTS, &s, tag, forward, (int[]){DNNL_ARG_SRC, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_DST},
        (dnnl_query_t[]){dnnl_query_src_md, dnnl_query_diff_weights_md, dnnl_query_diff_dst_md}, NULL);
    if (inputs != 3) whole = whole && add_faster(
        net, CONVOLUTION_DATA, &s, tag, forward, (int[]){DNNL_ARG_DIFF_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_DST},
        (dnnl_query_t[]){dnnl_query_diff_src_md, dnnl_query_weights_md, dnnl_query_diff_dst_md}, NULL);
    if (!whole) return 0;
    // The normalisation behind it, in the layout the convolution writes.
    layout_view written = dnnl_primitive_desc_query_md(forward, dnnl_query_dst_md, 0);
    dnnl_primitive_desc_t normalization = NULL, backward = NULL;
#if DNNL_VERSION_MAJOR >= 3
    unsigned flags = dnnl_use_scale | dnnl_use_shift | dnnl_fuse_norm_relu;
    dnnl_batch_normalization_forward_primitive_desc_create(&normalization, net->engine, dnnl_forward_training, written, written, 1e-5f, flags, NULL);
    if (!normalization) return 0;
    dnnl_batch_normalization_backward_primitive_desc_create(&backward, net->engine, dnnl_backward, written, written, written, 1e-5f, flags, normalization, NULL);
#else
    unsigned flags = dnnl_use_scale | dnnl_use_shift | dnnl_fuse_norm_relu;
    dnnl_batch_normalization_desc_t description;
    dnnl_batch_normalization_forward_desc_init(&description, dnnl_forward_training, written, 1e-5f, flags);
    dnnl_primitive_desc_create(&normalization, &description, NULL, net->engine, NULL);
    if (!normalization) return 0;
    dnnl_batch_normalization_backward_desc_init(&description, dnnl_backward, written, written, 1e-5f, flags);
    dnnl_primitive_desc_create(&backward, &description, NULL, net->engine, normalization);
#endif
    if (!backward) return 0;
    // Scale and shift are queried as weights 0 and 1; mean, variance and the mask of the ReLU as destinations and workspace.
    dnnl_dims_t channels = {outputs};
    add(net, NORMALIZATION_FORWARD, normalization, (int[]){DNNL_ARG_SRC, DNNL_ARG_DST, DNNL_ARG_WORKSPACE},
        (dnnl_query_t[]){dnnl_query_src_md, dnnl_query_dst_md, dnnl_query_workspace_md}, (int[]){0, 0, 0}, 3);
    add(net, NORMALIZATION_BACKWARD, backward, (int[]){DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC},
        (dnnl_query_t[]){dnnl_query_src_md, dnnl_query_diff_dst_md, dnnl_query_diff_src_md}, (int[]){0, 0, 0}, 3);
    struct operation *last = &net->operations[net->count - 1], *before = &net->operations[net->count - 2];
    for (int i = 0; i < before->argument_count; i++)
        if (before->arguments[i].arg == DNNL_ARG_WORKSPACE) last->arguments[last->argument_count++] = before->arguments[i];
    int names[] = {DNNL_ARG_SCALE, DNNL_ARG_SHIFT, DNNL_ARG_MEAN, DNNL_ARG_VARIANCE, DNNL_ARG_DIFF_SCALE, DNNL_ARG_DIFF_SHIFT};
    for (int i = 0; i < 6; i++) {
        dnnl_memory_t memory;
        float *data = aligned_alloc(64, ((size_t)outputs * sizeof(float) + 63) / 64 * 64);
        for (int k = 0; k < outputs; k++) data[k] = 1;
#if DNNL_VERSION_MAJOR >= 3
        dnnl_memory_desc_t vector;
        dnnl_memory_desc_create_with_tag(&vector, 1, channels, dnnl_f32, dnnl_a);
        dnnl_memory_create(&memory, vector, net->engine, data);
        dnnl_memory_desc_destroy(vector);
#else
        dnnl_memory_desc_t vector;
        dnnl_memory_desc_init_by_tag(&vector, 1, channels, dnnl_f32, dnnl_a);
        dnnl_memory_create(&memory, &vector, net->engine, data);
#endif
        if (i < 4) before->arguments[before->argument_count++] = (dnnl_exec_arg_t){names[i], memory};
        last->arguments[last->argument_count++] = (dnnl_exec_arg_t){names[i], memory};
    }
    dnnl_primitive_desc_destroy(normalization);
    dnnl_primitive_desc_destroy(backward);
    dnnl_primitive_desc_destroy(forward);
    return 1;
}

bare_resnet *bare_resnet_create(int batch, int threads, int is_bfloat16) {
    omp_set_num_threads(threads);
    bare_resnet *net = calloc(1, sizeof *net);
    net->type = is_bfloat16 ? dnnl_bf16 : dnnl_f32;
    dnnl_engine_create(&net->engine, dnnl_cpu, 0);
    dnnl_stream_create(&net->stream, net->engine, dnnl_stream_default_flags);
    int sizes[] = {32, 16, 8}, widths[] = {16, 32, 64}, inputs = 16;
    int whole = add_convolution(net, batch, 3, 32, 16, 1);
    for (int stage = 0; stage < 3; stage++)
        for (int block = 0; block < 5; block++) {
            int stride = stage > 0 && block == 0 ? 2 : 1;
            whole = whole && add_convolution(net, batch, inputs, sizes[stage] * stride, widths[stage], stride);
            whole = whole && add_convolution(net, batch, widths[stage], sizes[stage], widths[stage], 1);
            inputs = widths[stage];
        }
    if (!whole) {
        bare_resnet_destroy(net);
        return NULL;
    }
    return net;
}

bare_times bare_resnet_step(bare_resnet *net) {
    double seconds[5] = {0};
    for (int i = 0; i < net->count; i++) {
        struct operation *operation = &net->operations[i];
        seconds[operation->kind] += seconds_of(net, operation);
    }
    return (bare_times){seconds[0], seconds[1], seconds[2], seconds[3], seconds[4]};
}

void bare_resnet_destroy(bare_resnet *net) {
    for (int i = 0; i < net->count; i++) dnnl_primitive_destroy(net->operations[i].primitive);
    dnnl_stream_destroy(net->stream);
    dnnl_engine_destroy(net->engine);
    free(net);
}
