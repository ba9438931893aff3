#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

/// Puts the first bytes of all elements first, then the second ones and so on: HDF5's shuffle filter.
void ballast_shuffle_bytes(const uint8_t *input, int64_t count, int64_t size, uint8_t *output);

/// What compression can gain on bytes.
typedef enum {
    /// Nothing: all values are about as frequent, and nothing repeats.
    BALLAST_BYTES_RANDOM,
    /// Some values are more frequent than others, but sequences do not repeat.
    BALLAST_BYTES_SKEWED,
    /// Sequences repeat.
    BALLAST_BYTES_REPETITIVE,
} ballast_bytes_kind;

/// Finds out what compression can gain: by the entropy of single bytes, and by the share of places whose eight bytes came
/// before among the last few thousand.
ballast_bytes_kind ballast_classify_bytes(const uint8_t *bytes, int64_t count);

#pragma clang assume_nonnull end
