// What differs between oneDNN's C interfaces 2 and 3, under one set of names.
#pragma once

#include <oneapi/dnnl/dnnl.h>

#if DNNL_VERSION_MAJOR >= 3
/// A descriptor that somebody else owns.
typedef const_dnnl_memory_desc_t borrowed_descriptor;
/// A descriptor of ours.
typedef dnnl_memory_desc_t owned_descriptor;
#define DESCRIPTOR(owned) (owned)
#else
typedef const dnnl_memory_desc_t *borrowed_descriptor;
typedef dnnl_memory_desc_t owned_descriptor;
#define DESCRIPTOR(owned) (&(owned))
#endif

static inline dnnl_status_t descriptor_create(
    owned_descriptor *descriptor, int rank, const dnnl_dims_t extents, dnnl_data_type_t type, dnnl_format_tag_t tag) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_memory_desc_create_with_tag(descriptor, rank, extents, type, tag);
#else
    return dnnl_memory_desc_init_by_tag(descriptor, rank, extents, type, tag);
#endif
}

/// max(x, 0) behind a primitive.
static inline void post_operations_append_relu(dnnl_post_ops_t operations) {
#if DNNL_VERSION_MAJOR >= 3
    dnnl_post_ops_append_eltwise(operations, dnnl_eltwise_relu, 0, 0);
#else
    dnnl_post_ops_append_eltwise(operations, 1, dnnl_eltwise_relu, 0, 0);
#endif
}

static inline void descriptor_destroy(owned_descriptor *descriptor) {
#if DNNL_VERSION_MAJOR >= 3
    if (*descriptor) dnnl_memory_desc_destroy(*descriptor);
    *descriptor = NULL;
#else
    (void)descriptor;
#endif
}

/// What a convolution's primitive descriptors are made of; the bias is NULL where there is none.
struct convolution_descriptors {
    dnnl_alg_kind_t algorithm;
    borrowed_descriptor input, weight, bias, output;
    dnnl_dims_t strides, dilations, padding_before, padding_after;
};

static inline dnnl_status_t convolution_forward_create(
    dnnl_primitive_desc_t *primitive, const struct convolution_descriptors *d, const_dnnl_primitive_attr_t attributes,
    dnnl_engine_t engine) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_convolution_forward_primitive_desc_create(
        primitive, engine, dnnl_forward_training, d->algorithm, d->input, d->weight, d->bias, d->output,
        d->strides, d->dilations, d->padding_before, d->padding_after, attributes);
#else
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_convolution_forward_desc_init(
        &operation, dnnl_forward_training, d->algorithm, d->input, d->weight, d->bias, d->output,
        d->strides, d->padding_before, d->padding_after);
    return status != dnnl_success ? status
                                  : dnnl_primitive_desc_create(primitive, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t convolution_input_gradient_create(
    dnnl_primitive_desc_t *primitive, const struct convolution_descriptors *d, const_dnnl_primitive_attr_t attributes,
    dnnl_engine_t engine, const_dnnl_primitive_desc_t forward) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_convolution_backward_data_primitive_desc_create(
        primitive, engine, d->algorithm, d->input, d->weight, d->output, d->strides, d->dilations,
        d->padding_before, d->padding_after, forward, attributes);
#else
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_convolution_backward_data_desc_init(
        &operation, d->algorithm, d->input, d->weight, d->output, d->strides, d->padding_before,
        d->padding_after);
    return status != dnnl_success ? status
                                  : dnnl_primitive_desc_create(primitive, &operation, attributes, engine, forward);
#endif
}

static inline dnnl_status_t convolution_weight_gradient_create(
    dnnl_primitive_desc_t *primitive, const struct convolution_descriptors *d, const_dnnl_primitive_attr_t attributes,
    dnnl_engine_t engine, const_dnnl_primitive_desc_t forward) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_convolution_backward_weights_primitive_desc_create(
        primitive, engine, d->algorithm, d->input, d->weight, d->bias, d->output, d->strides,
        d->dilations, d->padding_before, d->padding_after, forward, attributes);
#else
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_convolution_backward_weights_desc_init(
        &operation, d->algorithm, d->input, d->weight, d->bias, d->output, d->strides, d->padding_before,
        d->padding_after);
    return status != dnnl_success ? status
                                  : dnnl_primitive_desc_create(primitive, &operation, attributes, engine, forward);
#endif
}
