#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ballast_text.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "digits are taken from words, the first digit lowest");

enum { LARGEST_POWER = 50 };

/// The doubles closest to the powers of ten from −LARGEST_POWER on.
static const double powers[2 * LARGEST_POWER + 1] = {
    1e-50, 1e-49, 1e-48, 1e-47, 1e-46, 1e-45, 1e-44, 1e-43, 1e-42, 1e-41, 1e-40, 1e-39, 1e-38, 1e-37, 1e-36, 1e-35,
    1e-34, 1e-33, 1e-32, 1e-31, 1e-30, 1e-29, 1e-28, 1e-27, 1e-26, 1e-25, 1e-24, 1e-23, 1e-22, 1e-21, 1e-20, 1e-19,
    1e-18, 1e-17, 1e-16, 1e-15, 1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2,
    1e-1, 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31, 1e32, 1e33, 1e34, 1e35, 1e36,
    1e37, 1e38, 1e39, 1e40, 1e41, 1e42, 1e43, 1e44, 1e45, 1e46, 1e47, 1e48, 1e49, 1e50,
};

static const uint64_t integer_powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

/// Digits that always fit 64 bits.
enum { LARGEST_DIGITS = 19 };

/// Bytes from `place` on, of which digits have become their values.
static inline __attribute__((always_inline)) uint64_t digit_values(const uint8_t *place) {
    uint64_t word;
    memcpy(&word, place, sizeof word);
    return word ^ 0x3030303030303030;
}

/// The high bit of every byte that is no digit; of the first one and, if that is ASCII, of the second.
static inline __attribute__((always_inline)) uint64_t other_bytes(uint64_t values) {
    return ((values + 0x7676767676767676) | values) & 0x8080808080808080;
}

/// The number of the first `count` digits, 1 to 8.
static inline __attribute__((always_inline)) uint64_t joined(uint64_t values, int64_t count) {
    // Zeros in front of the digits, so that the last one comes last; then neighbours are joined three times.
    values <<= 64 - 8 * count;
    values = values * 10 + (values >> 8);
    return ((values & 0x000000ff000000ff) * 0x000f424000000064
            + ((values >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32 & 0xffffffff;
}

/// Reads digits from `place` on, eight at a time, as continuation of *value.
///
/// - Returns: where they end. The value is only right if there are LARGEST_DIGITS or fewer, leading zeros included.
static inline __attribute__((always_inline)) const uint8_t *read_digits(
    const uint8_t *place, const uint8_t *end, uint64_t *value) {
    for (;;) {
        const uint64_t values = digit_values(place);
        const uint64_t others = other_bytes(values);
        int64_t count = others ? __builtin_ctzll(others) / 8 : 8;
        if (count > end - place) count = end - place;
        if (count == 0) return place;
        *value = *value * integer_powers[count] + joined(values, count);
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

/// The parts of a decimal number: digits · 10^exponent.
struct decimal {
    uint64_t digits;
    int64_t exponent;
    /// Digits that are there, of which those that count fit 64 bits if they are LARGEST_DIGITS or fewer.
    int64_t count;
};

/// Reads up to eight bytes, most numbers of tables: digits with a point among them; 0 if they are anything else.
static inline __attribute__((always_inline)) int read_short(
    const uint8_t *place, int64_t length, struct decimal *decimal) {
    if (length < 2 || length > 8) return 0;
    const uint64_t values = digit_values(place);
    const uint64_t others = other_bytes(values) << (64 - 8 * length);
    if (others == 0 || (others & (others - 1)) != 0) return 0;
    const int64_t point = __builtin_ctzll(others) / 8 - (8 - length);
    if (place[point] != '.') return 0;
    const uint64_t before = ((uint64_t)1 << (8 * point)) - 1;
    *decimal = (struct decimal){
        .digits = joined((values & before) | (values >> 8 & ~before), length - 1),
        .exponent = point + 1 - length,
        .count = length - 1,
    };
    return 1;
}

/// Reads a number without its sign; 0 if it is none.
static inline __attribute__((always_inline)) int read_decimal(
    const uint8_t *place, const uint8_t *end, struct decimal *decimal) {
    if (read_short(place, end - place, decimal)) return 1;
    const uint8_t *first = place;
    *decimal = (struct decimal){0};
    place = read_digits(place, end, &decimal->digits);
    decimal->count = place - first;
    if (place < end && *place == '.') {
        const uint8_t *fraction = ++place;
        place = read_digits(place, end, &decimal->digits);
        decimal->exponent = fraction - place;
        decimal->count += place - fraction;
    }
    if (decimal->count == 0) return 0;
    return place == end || ((*place | 32) == 'e' && read_exponent(place + 1, end, &decimal->exponent));
}

static inline __attribute__((always_inline)) int32_t parse_float(
    const uint8_t *start, const uint8_t *end, float *value) {
    // Without a branch on the sign, which is as good as random.
    const uint8_t sign = start < end ? *start : 0;
    struct decimal decimal;
    if (!read_decimal(start + (sign == '-' || sign == '+'), end, &decimal)) return 0;
    float magnitude;
    if (decimal.count <= LARGEST_DIGITS && decimal.exponent == 0) {
        magnitude = (float)decimal.digits;
    } else if (
        decimal.count <= LARGEST_DIGITS && decimal.exponent >= -LARGEST_POWER && decimal.exponent <= LARGEST_POWER) {
        // The digits, the power and the product are each off by 2⁻⁵³ of themselves at most: the number lies between these.
        const double close = (double)decimal.digits * powers[decimal.exponent + LARGEST_POWER];
        const float lower = (float)(close * (1 - 0x1p-50)), upper = (float)(close * (1 + 0x1p-50));
        magnitude = lower == upper ? lower : fabsf(convert_slowly(start, end));
    } else {
        magnitude = fabsf(convert_slowly(start, end));
    }
    if (!isfinite(magnitude)) return 0;
    uint32_t bits;
    memcpy(&bits, &magnitude, sizeof bits);
    bits |= (uint32_t)(sign == '-') << 31;
    memcpy(value, &bits, sizeof bits);
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
