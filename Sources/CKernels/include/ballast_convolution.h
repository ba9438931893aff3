#pragma once

#include "ballast_context.h"

#pragma clang assume_nonnull begin

/// Extents of a convolution; what its primitives are cached by.
typedef struct ballast_convolution_shape {
    int64_t images;
    int64_t input_channels, input_height, input_width;
    int64_t output_channels, output_height, output_width;
    int64_t kernel_height, kernel_width;
    int64_t stride, padding;
    /// Whether the input of forward and backward-weights is row-major rather than blocked.
    int32_t plain_input;
    int32_t has_bias;
    /// Of the forward pass, for inference: whether a residual is added to the result, and whether that is then rectified.
    int32_t adds_residual, rectifies;
    /// Of the activations; a plain input is float32.
    ballast_element element;
} ballast_convolution_shape;

/// The three primitives of one convolution, created when first run and kept.
typedef struct ballast_convolution ballast_convolution;

typedef enum ballast_convolution_pass {
    ballast_convolution_forward_pass = 0,
    ballast_convolution_input_gradient_pass = 1,
    ballast_convolution_weight_gradient_pass = 2,
} ballast_convolution_pass;

ballast_convolution *_Nullable ballast_convolution_create(
    ballast_context *context, const ballast_convolution_shape *shape);
void ballast_convolution_destroy(ballast_convolution *convolution);

/// Prepares a pass and says in `bytes` how much scratch memory, aligned to 64 bytes, it needs; 0 on success.
int ballast_convolution_prepare(ballast_convolution *convolution, ballast_convolution_pass pass, size_t *bytes);

/// Runs a prepared pass; 0 on success. `weight` is row-major [O, I, kernel height, kernel width]; `bias` is NULL where the
/// shape has none, and so is `residual`, which lies as the output does. Activations of float32 are blocked but for a plain input; those of bfloat16 have their channels last,
/// padded to a multiple of 16.
int ballast_convolution_forward(
    ballast_convolution *convolution, const void *input, const float *weight, const float *_Nullable bias,
    const void *_Nullable residual, void *output, void *scratch);
int ballast_convolution_input_gradient(
    ballast_convolution *convolution, const void *upstream, const float *weight, void *gradient, void *scratch);
int ballast_convolution_weight_gradient(
    ballast_convolution *convolution, const void *input, const void *upstream, float *weight_gradient,
    float *_Nullable bias_gradient, void *scratch);

/// The name of the implementation oneDNN chose for a prepared pass, such as "jit:avx2".
const char *ballast_convolution_implementation(
    const ballast_convolution *convolution, ballast_convolution_pass pass);

#pragma clang assume_nonnull end
