#include "ballast_bytes.h"

#include <math.h>
#include <string.h>

void ballast_shuffle_bytes(const uint8_t *input, int64_t count, int64_t size, uint8_t *output) {
    switch (size) {
    // Sizes that are written out, for the compiler to take several elements at once.
    case 4:
        for (int64_t index = 0; index < count; index++) {
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
    enum { TABLE_BITS = 12 };
    // Below these shares Huffman codes cost about as much as they save, and matches are found by chance.
    const double largest_entropy = 7.8;
    const int64_t repeats_needed = count / 32;
    if (count < 64) return BALLAST_BYTES_REPETITIVE;
    uint64_t last[1 << TABLE_BITS] = {0};
    int64_t repeats = 0;
    for (int64_t index = 0; index + 8 <= count; index++) {
        uint64_t word;
        memcpy(&word, bytes + index, sizeof word);
        uint64_t *seen = &last[(word * 0x9e3779b97f4a7c15) >> (64 - TABLE_BITS)];
        repeats += *seen == word;
        *seen = word;
    }
    if (repeats > repeats_needed) return BALLAST_BYTES_REPETITIVE;
    return byte_entropy(bytes, count) > largest_entropy ? BALLAST_BYTES_RANDOM : BALLAST_BYTES_SKEWED;
}
