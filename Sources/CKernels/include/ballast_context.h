#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// The engine, its threads and its counts; owned by one backend.
typedef struct ballast_context ballast_context;

/// The number format of activations: float32, or bfloat16, which is its upper half.
typedef enum ballast_element {
    ballast_float32 = 0,
    ballast_bfloat16 = 1,
} ballast_element;

/// What a context has done so far.
typedef struct ballast_counts {
    /// oneDNN primitives created.
    int64_t primitives;
    /// Weights copied between the parameter's layout and a primitive's.
    int64_t weight_reorders;
} ballast_counts;

/// A context with `threads` threads, or as many as the machine offers if 0; NULL if oneDNN has no CPU engine.
ballast_context *_Nullable ballast_context_create(int threads);
void ballast_context_destroy(ballast_context *context);

int ballast_context_threads(const ballast_context *context);
ballast_counts ballast_context_counts(const ballast_context *context);

/// Channels in a block of the activation layout: 16 where oneDNN's convolutions run on AVX-512, else 8.
int ballast_context_channel_block(const ballast_context *context);

/// Whether the processor multiplies bfloat16, so that oneDNN's convolutions of it are worth while.
int ballast_context_has_bfloat16(const ballast_context *context);

/// The instruction set of the vectorised loops, such as "AVX2".
const char *ballast_context_instructions(const ballast_context *context);

/// oneDNN's version, such as "2.6.3".
const char *ballast_context_library(const ballast_context *context);

#pragma clang assume_nonnull end
