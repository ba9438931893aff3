#pragma once

#include "ballast_context.h"

#pragma clang assume_nonnull begin

/// The functions of one element, in the order of Swift's `UnaryOperation`.
typedef enum ballast_unary {
    ballast_unary_negate,
    ballast_unary_exponential,
    ballast_unary_logarithm,
    ballast_unary_logarithm_of_one_plus,
    ballast_unary_exponential_minus_one,
    ballast_unary_softplus,
    ballast_unary_sigmoid,
    ballast_unary_log_sigmoid,
    ballast_unary_tanh,
    ballast_unary_square_root,
    ballast_unary_reciprocal_square_root,
    ballast_unary_square,
    ballast_unary_reciprocal,
    ballast_unary_absolute,
    ballast_unary_sign,
    ballast_unary_relu,
    ballast_unary_leaky_relu,
    ballast_unary_gelu,
    ballast_unary_power,
    ballast_unary_clip,
    ballast_unary_sine,
    ballast_unary_cosine,
    ballast_unary_focal_cross_entropy,
} ballast_unary;

/// The functions of two elements, in the order of Swift's `BinaryOperation`.
typedef enum ballast_binary {
    ballast_binary_add,
    ballast_binary_subtract,
    ballast_binary_multiply,
    ballast_binary_divide,
    ballast_binary_maximum,
    ballast_binary_minimum,
    ballast_binary_power,
    ballast_binary_greater,
    ballast_binary_greater_or_equal,
    ballast_binary_less,
    ballast_binary_less_or_equal,
    ballast_binary_equal,
    ballast_binary_product_or_zero,
    ballast_binary_quotient_or_zero,
} ballast_binary;

/// output = operation(input); 0 if done, 1 if there is no vectorised loop for the operation.
int ballast_apply(
    const ballast_context *context, int32_t operation, float first, float second, const float *input, float *output,
    int64_t count);

/// output = upstream · operation′(saved), 0 wherever upstream is 0; 0 if done, 1 if there is no vectorised loop.
int ballast_apply_gradient(
    const ballast_context *context, int32_t operation, float first, float second, const float *saved,
    const float *upstream, float *output, int64_t count);

/// output = operation(left, right); an operand of step 0 is one number. 0 if done, 1 if there is no vectorised loop.
int ballast_combine(
    const ballast_context *context, int32_t operation, const float *left, int32_t left_step, const float *right,
    int32_t right_step, float *output, int64_t count);

/// target += contribution.
void ballast_add_into(
    const ballast_context *context, ballast_element element, const void *contribution, void *target, int64_t count);

/// output = max(left + right, 0).
void ballast_add_relu(
    const ballast_context *context, ballast_element element, const void *left, const void *right, void *output,
    int64_t count);

/// bfloat16 to float32; and back, rounded to the nearest, ties to even.
void ballast_widen(const ballast_context *context, const void *input, float *output, int64_t count);
void ballast_narrow(const ballast_context *context, const float *input, void *output, int64_t count);

/// output = condition ≠ 0 ? left : right.
void ballast_select(
    const ballast_context *context, const float *condition, const float *left, const float *right, float *output,
    int64_t count);

/// Every element = value.
void ballast_fill(const ballast_context *context, float value, float *output, int64_t count);

/// output = input · factor where the SplitMix64 draw of (key, position) is at least `threshold`, else 0.
void ballast_dropout(
    const ballast_context *context, const float *input, uint64_t key, uint32_t threshold, float factor, float *output,
    int64_t count);

#pragma clang assume_nonnull end
