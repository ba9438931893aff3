#include "vector_kernels.h"

#include <math.h>

#include "ballast_elementwise.h"
#include "ballast_search.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// The same source, compiled once for each instruction set. The attribute stands here rather than in a compiler flag so
// that a package that depends on this one builds it without special settings.

#define KERNELS vector_kernels_baseline
#define INSTRUCTIONS "baseline"
#define WIDTH 4
#define MASKED 0
#define NAMED(name) name##_baseline
#include "vector_kernels.inc"
#undef KERNELS
#undef INSTRUCTIONS
#undef WIDTH
#undef MASKED
#undef NAMED

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define KERNELS vector_kernels_avx2
#define INSTRUCTIONS "AVX2"
#define WIDTH 8
#define MASKED 0
#define NAMED(name) name##_avx2
#include "vector_kernels.inc"
#undef KERNELS
#undef INSTRUCTIONS
#undef WIDTH
#undef MASKED
#undef NAMED
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define KERNELS vector_kernels_avx512
#define INSTRUCTIONS "AVX-512"
#define WIDTH 16
#define MASKED 1
#define NAMED(name) name##_avx512
#include "vector_kernels.inc"
#undef KERNELS
#undef INSTRUCTIONS
#undef WIDTH
#undef MASKED
#undef NAMED
#pragma clang attribute pop
#endif

const struct vector_kernels *vector_kernels_of_this_machine(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl")) {
        return &vector_kernels_avx512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &vector_kernels_avx2;
#endif
    return &vector_kernels_baseline;
}
