#include "ballast_bytes.h"

#include <math.h>
#include <string.h>

typedef uint8_t bytes16 __attribute__((vector_size(16), aligned(1), may_alias));

/// Puts sixteen elements of four bytes where the bytes belong, and returns how many elements that were.
static int64_t shuffle_groups_of_four(const uint8_t *input, int64_t count, uint8_t *output) {
    int64_t index = 0;
    for (; index + 16 <= count; index += 16) {
        const bytes16 *in = (const bytes16 *)(input + 4 * index);
        bytes16 a = in[0], b = in[1], c = in[2], d = in[3];
        // Each step takes the even and the odd bytes apart, of which every fourth one is left in the end.
#define EVEN(x, y) __builtin_shufflevector(x, y, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODD(x, y) __builtin_shufflevector(x, y, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
        const bytes16 even_low = EVEN(a, b), even_high = EVEN(c, d), odd_low = ODD(a, b), odd_high = ODD(c, d);
        *(bytes16 *)(output + index) = EVEN(even_low, even_high);
        *(bytes16 *)(output + count + index) = EVEN(odd_low, odd_high);
        *(bytes16 *)(output + 2 * count + index) = ODD(even_low, even_high);
        *(bytes16 *)(output + 3 * count + index) = ODD(odd_low, odd_high);
#undef EVEN
#undef ODD
    }
    return index;
}

void ballast_shuffle_bytes(const uint8_t *input, int64_t count, int64_t size, uint8_t *output) {
    switch (size) {
    // Sizes that are written out, for the compiler to take several elements at once.
    case 4:
        for (int64_t index = shuffle_groups_of_four(input, count, output); index < count; index++) {
            for (int64_t byte = 0; byte < 4; byte++) output[byte * count + index] = input[4 * index + byte];
        }
        return;
    case 8:
        for (int64_t index = 0; index < count; index++) {
            for (int64_t byte = 0; byte < 8; byte++) output[byte * count + index] = input[8 * index + byte];
        }
        return;
    default:
        for (int64_t byte = 0; byte < size; byte++) {
            for (int64_t index = 0; index < count; index++) output[byte * count + index] = input[size * index + byte];
        }
    }
}

/// The entropy of single bytes, in bits.
static double byte_entropy(const uint8_t *bytes, int64_t count) {
    // Four counters, so that a run of equal bytes need not wait for the count before it.
    uint32_t counts[4][256] = {0};
    int64_t index = 0;
    for (; index + 4 <= count; index += 4) {
        for (int lane = 0; lane < 4; lane++) counts[lane][bytes[index + lane]]++;
    }
    for (; index < count; index++) counts[0][bytes[index]]++;
    double sum = 0;
    for (int value = 0; value < 256; value++) {
        const uint32_t total = counts[0][value] + counts[1][value] + counts[2][value] + counts[3][value];
        if (total > 0) sum += total * log2f((float)total);
    }
    return log2((double)count) - sum / (double)count;
}

ballast_bytes_kind ballast_classify_bytes(const uint8_t *bytes, int64_t count) {
    enum { TABLE_BITS = 12, STRETCH = 256 };
    // Below these shares Huffman codes cost about as much as they save, and matches are found by chance.
    const double largest_entropy = 7.8;
    const int64_t repeats_needed = count / 32;
    if (count < 64) return BALLAST_BYTES_REPETITIVE;
    uint64_t last[1 << TABLE_BITS] = {0};
    int64_t repeats = 0;
    for (int64_t start = 0; start + 8 <= count; start += STRETCH) {
        const int64_t end = start + STRETCH < count - 7 ? start + STRETCH : count - 7;
        for (int64_t index = start; index < end; index++) {
            uint64_t word;
            memcpy(&word, bytes + index, sizeof word);
            uint64_t *seen = &last[(word * 0x9e3779b97f4a7c15) >> (64 - TABLE_BITS)];
            repeats += *seen == word;
            *seen = word;
        }
        // Most bytes that repeat do so from the start.
        if (repeats > repeats_needed) return BALLAST_BYTES_REPETITIVE;
    }
    return byte_entropy(bytes, count) > largest_entropy ? BALLAST_BYTES_RANDOM : BALLAST_BYTES_SKEWED;
}
