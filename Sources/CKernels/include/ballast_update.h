#pragma once

#include "ballast_context.h"

#pragma clang assume_nonnull begin

/// g ← g + λp; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; p ← keep_value·p − step_size·m / (√v·scale + ε).
typedef struct ballast_adam_rule {
    float keep_first, take_first, keep_second, take_second;
    float step_size, scale, epsilon;
    float coupled_decay, keep_value;
} ballast_adam_rule;

/// g ← g + λp; b ← keep·b + take·g; p ← p − rate·(g + nesterov·b) if `is_nesterov`, else p − rate·b, without b p − rate·g.
typedef struct ballast_sgd_rule {
    float rate, weight_decay, keep, take, nesterov;
    int32_t is_nesterov;
} ballast_sgd_rule;

/// g ← g + λp; s ← s + g²; p ← p − rate·g / (√s + ε).
typedef struct ballast_adagrad_rule {
    float rate, weight_decay, epsilon;
} ballast_adagrad_rule;

/// One step of an optimizer on a parameter, in place: the same bits on any number of threads and in any instruction set.
/// `maximum` is v's running maximum and takes its place in the step, or NULL; `momentum` may be NULL.
void ballast_adam(
    const ballast_context *context, const ballast_adam_rule *rule, float *value, const float *gradient, float *mean,
    float *square, float *_Nullable maximum, int64_t count);
void ballast_sgd(
    const ballast_context *context, const ballast_sgd_rule *rule, float *value, const float *gradient,
    float *_Nullable momentum, int64_t count);
void ballast_adagrad(
    const ballast_context *context, const ballast_adagrad_rule *rule, float *value, const float *gradient, float *sum,
    int64_t count);

#pragma clang assume_nonnull end
