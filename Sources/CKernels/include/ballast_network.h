#pragma once

#include "ballast_context.h"

#pragma clang assume_nonnull begin

/// A tensor seen channel by channel: [images, blocks, pixels, block].
///
/// That is the blocked layout of [N, C, H, W], with padding channels of 0; the channels-last one, as one block of all
/// channels; and also a row-major [N, C], as one image of N pixels with one block of C.
typedef struct ballast_channels {
    int64_t images, channels, blocks, block, pixels;
    ballast_element element;
} ballast_channels;

/// What a normalisation applies, [channels] each.
typedef struct ballast_normalization {
    const float *mean, *variance, *scale, *shift;
    double epsilon;
} ballast_normalization;

/// Bytes of scratch memory, aligned to 64, that the functions on channels need.
size_t ballast_channels_scratch(const ballast_channels *shape);

/// Mean and biased variance of every channel.
void ballast_channel_moments(
    const ballast_context *context, const ballast_channels *shape, const void *input, float *mean, float *variance,
    void *scratch);

/// output = scale · (input − mean) / √(variance + ε) + shift, plus `residual`, rectified if asked.
void ballast_normalize_channels(
    const ballast_context *context, const ballast_channels *shape, const ballast_normalization *normalization,
    const void *input, const void *_Nullable residual, int32_t relu, void *output, void *scratch);

/// The gradient of `ballast_normalize_channels`; `activated` is the output if it was rectified.
void ballast_normalize_channels_gradient(
    const ballast_context *context, const ballast_channels *shape, const ballast_normalization *normalization,
    const void *input, const void *_Nullable activated, const void *upstream, int32_t uses_batch_moments,
    void *input_gradient, float *scale_gradient, float *shift_gradient, void *_Nullable residual_gradient,
    void *scratch);

/// Windows over planes: [planes, height, width, block] → [planes, output_height, output_width, block].
typedef struct ballast_pooling {
    int64_t planes, block, height, width, output_height, output_width;
    int64_t size, stride, padding;
    int32_t counts_padding;
    ballast_element element;
} ballast_pooling;

void ballast_maximum_pooling(
    const ballast_context *context, const ballast_pooling *pooling, const void *input, void *output,
    int32_t *positions);
void ballast_maximum_pooling_gradient(
    const ballast_context *context, const ballast_pooling *pooling, const void *upstream, const int32_t *positions,
    void *gradient);
void ballast_average_pooling(
    const ballast_context *context, const ballast_pooling *pooling, const void *input, void *output);
void ballast_average_pooling_gradient(
    const ballast_context *context, const ballast_pooling *pooling, const void *upstream, void *gradient);

/// The mean of every plane, to row-major [images, channels]; and back.
void ballast_global_average(
    const ballast_context *context, const ballast_channels *shape, const void *input, float *output);
void ballast_global_average_gradient(
    const ballast_context *context, const ballast_channels *shape, const float *upstream, void *gradient);

/// The parameter-free shortcut of a residual network between blocked tensors.
typedef struct ballast_shortcut {
    int64_t images, height, width;
    int64_t input_channels, input_block;
    int64_t output_channels, output_block;
    /// Means of 2×2 windows instead of every second row and column.
    int32_t averages;
    ballast_element element;
} ballast_shortcut;

void ballast_shortcut_forward(
    const ballast_context *context, const ballast_shortcut *shortcut, const void *input, void *output);
void ballast_shortcut_gradient(
    const ballast_context *context, const ballast_shortcut *shortcut, const void *upstream, void *gradient);

/// Row-major float32 [images, channels, pixels] to the layout and number format of `shape`, with zeros in the padding; and
/// back.
void ballast_to_blocked(
    const ballast_context *context, const ballast_channels *shape, const float *input, void *output);
void ballast_from_blocked(
    const ballast_context *context, const ballast_channels *shape, const void *input, float *output);

#pragma clang assume_nonnull end
