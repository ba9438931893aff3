#pragma once

#include "ballast_context.h"

#pragma clang assume_nonnull begin

/// output[r] = factor · Σ of row r; rows are dense. Sums run in double precision.
void ballast_sum_rows(
    const ballast_context *context, const float *input, int64_t rows, int64_t length, double factor, float *output);

/// output[c] = factor · Σ over rows of column c.
void ballast_sum_columns(
    const ballast_context *context, const float *input, int64_t rows, int64_t length, double factor, float *output);

/// Softmax of every row, or its logarithm.
void ballast_softmax_rows(
    const ballast_context *context, const float *input, int64_t rows, int64_t length, int32_t is_logarithmic,
    float *output);

/// The gradient of `ballast_softmax_rows` from its output.
void ballast_softmax_rows_gradient(
    const ballast_context *context, const float *output, const float *upstream, int64_t rows, int64_t length,
    int32_t is_logarithmic, float *gradient);

/// ln Σeˣ of every row.
void ballast_log_sum_exp_rows(
    const ballast_context *context, const float *input, int64_t rows, int64_t length, float *output);

/// gradient = upstream[r] · e^(input − output[r]), 0 where input is −∞.
void ballast_log_sum_exp_rows_gradient(
    const ballast_context *context, const float *input, const float *output, const float *upstream, int64_t rows,
    int64_t length, float *gradient);

#pragma clang assume_nonnull end
