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

/// output[r] = u_y − ln Σ_{k≠y} e^u_k for the scores u and the label y of every row. `statistics`, [rows, 2], takes what the
/// gradient needs: the maximum m of the others and ln Σ_{k≠y} e^(u_k − m).
void ballast_log_odds_rows(
    const ballast_context *context, const float *scores, const int32_t *labels, int64_t rows, int64_t length,
    float *output, float *statistics);

/// gradient(r, k) = upstream[r] · (1[k = y] − 1[k ≠ y]·e^u_k / Σ_{j≠y} e^u_j).
void ballast_log_odds_rows_gradient(
    const ballast_context *context, const float *scores, const int32_t *labels, const float *statistics,
    const float *upstream, int64_t rows, int64_t length, float *gradient);

#pragma clang assume_nonnull end
