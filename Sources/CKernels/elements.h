// Arrays whose number format is known at run time.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "ballast_context.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline, unused))

/// Numbers that go through a buffer together where vectors of channels are summed.
enum { ELEMENT_RUN = 16 };

ALWAYS_INLINE size_t element_bytes(ballast_element element) { return element == ballast_bfloat16 ? 2 : 4; }

/// Where an element lies; NULL stays NULL.
ALWAYS_INLINE const void *element_address(const void *values, int64_t offset, ballast_element element) {
    return values ? (const char *)values + offset * (int64_t)element_bytes(element) : NULL;
}

ALWAYS_INLINE void *element_target(void *values, int64_t offset, ballast_element element) {
    return values ? (char *)values + offset * (int64_t)element_bytes(element) : NULL;
}

/// The upper half of a float, rounded to the nearest, ties to even; NaN stays NaN.
ALWAYS_INLINE uint16_t brain_from_float(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint32_t rounded = bits + 0x7fff + ((bits >> 16) & 1);
    return (uint16_t)((value == value ? rounded : bits | 0x400000) >> 16);
}

ALWAYS_INLINE float float_from_brain(uint16_t half) {
    uint32_t bits = (uint32_t)half << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/// One element. `element` is a constant wherever these are inlined, so that a loop is compiled for each format.
ALWAYS_INLINE float element_at(const void *values, int64_t index, ballast_element element) {
    return element == ballast_bfloat16 ? float_from_brain(((const uint16_t *)values)[index])
                                       : ((const float *)values)[index];
}

ALWAYS_INLINE void element_set(void *values, int64_t index, ballast_element element, float value) {
    if (element == ballast_bfloat16) {
        ((uint16_t *)values)[index] = brain_from_float(value);
    } else {
        ((float *)values)[index] = value;
    }
}

/// Calls `function(…, element)` with a constant.
#define FOR_ELEMENT(element, function, ...) \
    do { \
        if ((element) == ballast_bfloat16) { \
            function(__VA_ARGS__, ballast_bfloat16); \
        } else { \
            function(__VA_ARGS__, ballast_float32); \
        } \
    } while (0)
