// Internals shared by the files of this target.
#pragma once

#include "ballast_context.h"
#include "onednn.h"
#include "vector_kernels.h"

/// Entry points of the OpenMP runtime that oneDNN brought along; NULL where there is none.
///
/// Looking them up in what is already loaded shares that runtime's one pool of threads, whichever runtime it is (LLVM's
/// offers GNU's entry points too), and needs no OpenMP headers.
struct openmp_runtime {
    void (*parallel)(void (*body)(void *), void *data, unsigned threads, unsigned flags);
    int (*thread_number)(void);
    int (*thread_count)(void);
    int (*processor_count)(void);
    void (*set_threads)(int threads);
};

struct ballast_context {
    int threads;
    struct openmp_runtime openmp;
    int channel_block, has_bfloat16;
    const struct vector_kernels *kernels;
    dnnl_engine_t engine;
    dnnl_stream_t stream;
    ballast_counts counts;
    char library[32];
};

/// Runs `body(argument, part, parts)` for every part at once, on the threads oneDNN uses.
///
/// `work` is a rough count of elements touched: little work runs as one part on the calling thread, because waking
/// others takes longer.
void ballast_parallel(
    const ballast_context *context, int64_t work, void (*body)(void *argument, int part, int parts), void *argument);

/// Makes the calling thread's oneDNN primitives run on so many threads.
void ballast_enter(const ballast_context *context, int threads);

/// The half-open share of `count` items, in units of `unit`, that falls to one part.
static inline void ballast_share(
    int64_t count, int64_t unit, int part, int parts, int64_t *start, int64_t *end) {
    int64_t units = (count + unit - 1) / unit;
    int64_t first = units * part / parts * unit;
    int64_t last = units * (part + 1) / parts * unit;
    *start = first < count ? first : count;
    *end = last < count ? last : count;
}
