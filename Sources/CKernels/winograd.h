// Winograd's algorithm for 3×3 convolutions with stride 1; see vector_winograd.inc.
#pragma once

#include "ballast_convolution.h"
#include "context.h"

/// Whether a pass of this convolution is done here rather than by the library.
int winograd_serves(
    const ballast_context *context, const ballast_convolution_shape *shape, ballast_convolution_pass pass);

/// Bytes of scratch memory, aligned to 64, that a pass needs.
size_t winograd_scratch(
    const ballast_context *context, const ballast_convolution_shape *shape, ballast_convolution_pass pass);

/// The passes, as the functions of ballast_convolution.h.
void winograd_forward(
    const ballast_context *context, const ballast_convolution_shape *shape, const float *input, const float *weight,
    const float *bias, const float *residual, float *output, void *scratch);
void winograd_input_gradient(
    const ballast_context *context, const ballast_convolution_shape *shape, const float *upstream, const float *weight,
    float *gradient, void *scratch);
void winograd_weight_gradient(
    const ballast_context *context, const ballast_convolution_shape *shape, const float *input, const float *upstream,
    float *weight_gradient, void *scratch);
