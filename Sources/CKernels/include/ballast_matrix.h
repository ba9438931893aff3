#pragma once

#include "ballast_context.h"

#pragma clang assume_nonnull begin

/// A product of two row-major matrices: [rows, inner] · [inner, columns], each stored transposed if asked.
typedef struct ballast_product {
    int64_t rows, inner, columns;
    int32_t left_is_transposed, right_is_transposed;
    /// Whether the product is added to the output instead of replacing it.
    int32_t accumulates;
    /// Whether negative elements of the result become 0.
    int32_t rectifies;
} ballast_product;

/// Bytes of scratch memory, aligned to 64, that `ballast_multiply` needs.
size_t ballast_multiply_scratch(const ballast_context *context, const ballast_product *product);

/// output = left · right, plus `bias` ([columns], or NULL) in every row; 0 on success. Small products take neither threads
/// nor primitives.
int ballast_multiply(
    const ballast_context *context, const ballast_product *product, const float *left, const float *right,
    const float *_Nullable bias, float *output, void *scratch);

#pragma clang assume_nonnull end
