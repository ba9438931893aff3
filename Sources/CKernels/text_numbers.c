#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ballast_text.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "digits are taken from words, the first digit lowest");

/// The powers of ten that a double comes closest to.
static const double powers[] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31, 1e32, 1e33, 1e34, 1e35,
    1e36, 1e37, 1e38, 1e39, 1e40, 1e41, 1e42, 1e43, 1e44, 1e45, 1e46, 1e47, 1e48, 1e49, 1e50,
};
enum { LARGEST_POWER = sizeof powers / sizeof powers[0] - 1 };

static const uint64_t integer_powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

/// Digits that always fit 64 bits.
enum { LARGEST_DIGITS = 19 };

/// Reads digits from `place` on, eight at a time, as continuation of *value.
///
/// - Returns: where they end. The value is only right if there are LARGEST_DIGITS or fewer, leading zeros included.
static inline __attribute__((always_inline)) const uint8_t *read_digits(
    const uint8_t *place, const uint8_t *end, uint64_t *value) {
    for (;;) {
        uint64_t word;
        memcpy(&word, place, sizeof word);
        word ^= 0x3030303030303030;
        // The high bit of every byte that is no digit, correct up to the first one.
        const uint64_t others = ((word + 0x7676767676767676) | word) & 0x8080808080808080;
        int64_t count = others ? __builtin_ctzll(others) / 8 : 8;
        if (count > end - place) count = end - place;
        if (count == 0) return place;
        // Zeros in front of the digits, so that the last one comes last; then neighbours are joined three times.
        word <<= 64 - 8 * count;
        word = word * 10 + (word >> 8);
        word = ((word & 0x000000ff000000ff) * 0x000f424000000064
                + ((word >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32;
        *value = *value * integer_powers[count] + (uint32_t)word;
        place += count;
        if (count < 8) return place;
    }
}

/// The C library's conversion, of text that is known to be a number.
static float convert_slowly(const uint8_t *start, const uint8_t *end) {
    char buffer[256];
    const size_t count = (size_t)(end - start);
    char *copy = count < sizeof buffer ? buffer : malloc(count + 1);
    if (!copy) return NAN;
    memcpy(copy, start, count);
    copy[count] = 0;
    const float value = strtof(copy, NULL);
    if (copy != buffer) free(copy);
    return value;
}

/// Reads the exponent that fills the text, limited to ±100,000; 0 if it is none.
static int read_exponent(const uint8_t *place, const uint8_t *end, int64_t *exponent) {
    int is_negative = 0;
    if (place < end && (*place == '-' || *place == '+')) is_negative = *place++ == '-';
    if (place == end) return 0;
    int64_t power = 0;
    for (; place < end; place++) {
        if ((uint8_t)(*place - '0') > 9) return 0;
        power = power * 10 + (*place - '0');
        if (power > 100000) power = 100000;
    }
    *exponent += is_negative ? -power : power;
    return 1;
}

static inline __attribute__((always_inline)) int32_t parse_float(
    const uint8_t *start, const uint8_t *end, float *value) {
    const uint8_t *place = start;
    int is_negative = 0;
    if (place < end && (*place == '-' || *place == '+')) is_negative = *place++ == '-';
    uint64_t digits = 0;
    int64_t exponent = 0;
    const uint8_t *first = place;
    place = read_digits(place, end, &digits);
    int64_t count = place - first;
    if (place < end && *place == '.') {
        const uint8_t *fraction = ++place;
        // Zeros before the first digit that counts are none of the digits that must fit.
        if (digits == 0) {
            while (place < end && *place == '0') place++;
            count += count == 0 && place > fraction;
        }
        const uint8_t *significant = place;
        place = read_digits(place, end, &digits);
        count += place - significant;
        exponent = fraction - place;
    }
    if (count == 0) return 0;
    if (place < end && ((*place | 32) != 'e' || !read_exponent(place + 1, end, &exponent))) return 0;

    float magnitude;
    if (count <= LARGEST_DIGITS && digits == 0) {
        magnitude = 0;
    } else if (count <= LARGEST_DIGITS && exponent == 0) {
        magnitude = (float)digits;
    } else if (count <= LARGEST_DIGITS && exponent >= -LARGEST_POWER && exponent <= LARGEST_POWER) {
        const double power = powers[exponent < 0 ? -exponent : exponent];
        const double close = exponent < 0 ? (double)digits / power : (double)digits * power;
        // The digits, the power and the result are each off by 2⁻⁵³ of themselves at most: the number lies between these.
        const float lower = (float)(close * (1 - 0x1p-50)), upper = (float)(close * (1 + 0x1p-50));
        magnitude = lower == upper ? lower : fabsf(convert_slowly(start, end));
    } else {
        magnitude = fabsf(convert_slowly(start, end));
    }
    if (!isfinite(magnitude)) return 0;
    *value = is_negative ? -magnitude : magnitude;
    return 1;
}

int32_t ballast_parse_float(const uint8_t *start, const uint8_t *end, float *value) {
    return parse_float(start, end, value);
}

int64_t ballast_parse_numbers(
    const uint8_t *text, const ballast_text_field *fields, int64_t record_count, int64_t field_count,
    const ballast_number_column *columns, int64_t column_count, float *output, int64_t width, int64_t first) {
    if (column_count == 0) return 0;
    int64_t column = first % column_count;
    for (int64_t record = first / column_count; record < record_count; record++) {
        for (; column < column_count; column++) {
            const ballast_text_field field = fields[record * field_count + columns[column].field];
            float *value = &output[record * width + columns[column].place];
            if (!parse_float(text + field.start, text + field.end, value)) return record * column_count + column;
        }
        column = 0;
    }
    return record_count * column_count;
}
