#include <string.h>

#include "ballast_text.h"

typedef uint8_t bytes64 __attribute__((vector_size(64), aligned(1), may_alias));
typedef _Bool bits64 __attribute__((ext_vector_type(64)));

// The same loop for each instruction set: one bit for each byte, whether it is one of three.
#define MARK_LOOP(name, attributes)                                                                                 \
    attributes static void name(                                                                                    \
        const uint8_t *text, int64_t words, uint8_t a, uint8_t b, uint8_t c, uint64_t *marks) {                     \
        for (int64_t word = 0; word < words; word++) {                                                              \
            const bytes64 bytes = *(const bytes64 *)(text + 64 * word);                                             \
            const bits64 bits =                                                                                     \
                __builtin_convertvector((bytes64)((bytes == a) | (bytes == b) | (bytes == c)), bits64);             \
            memcpy(&marks[word], &bits, sizeof bits);                                                               \
        }                                                                                                           \
    }

MARK_LOOP(mark_baseline, )
#if defined(__x86_64__)
MARK_LOOP(mark_avx2, __attribute__((target("avx2"))))
MARK_LOOP(mark_avx512, __attribute__((target("avx512f,avx512bw,avx512vl"))))
#endif

/// Sets a bit for every byte that is one of three; past the end of the text the bits mean nothing.
static void find_marks(const uint8_t *text, int64_t count, uint8_t a, uint8_t b, uint8_t c, uint64_t *marks) {
    const int64_t words = (count + 63) / 64;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
        mark_avx512(text, words, a, b, c, marks);
        return;
    }
    if (__builtin_cpu_supports("avx2")) {
        mark_avx2(text, words, a, b, c, marks);
        return;
    }
#endif
    mark_baseline(text, words, a, b, c, marks);
}

int64_t ballast_count_byte(const uint8_t *text, int64_t count, uint8_t byte) {
    int64_t total = 0;
    for (int64_t start = 0; start < count; start += 128) {
        const int64_t end = start + 128 < count ? start + 128 : count;
        // Narrow sums of short stretches, so that many bytes fit a vector.
        uint8_t sum = 0;
        for (int64_t index = start; index < end; index++) sum += text[index] == byte;
        total += sum;
    }
    return total;
}

/// A walk over a text from mark to mark, a mark being a delimiter or a line end.
struct walk {
    const ballast_text_format *format;
    uint8_t *text;
    int64_t count;
    const uint64_t *marks;
    /// The word of marks at hand, without the marks that lie behind, and its number.
    uint64_t word;
    int64_t word_number;
};

/// The first mark at or after the place that was sought last, or the end of the text.
static inline __attribute__((always_inline)) int64_t next_mark(struct walk *walk) {
    const int64_t words = (walk->count + 63) / 64;
    while (walk->word == 0) {
        if (++walk->word_number >= words) {
            walk->word_number = words;
            return walk->count;
        }
        walk->word = walk->marks[walk->word_number];
    }
    const int64_t place = 64 * walk->word_number + __builtin_ctzll(walk->word);
    return place < walk->count ? place : walk->count;
}

static inline __attribute__((always_inline)) void pass_mark(struct walk *walk) { walk->word &= walk->word - 1; }

/// Makes the next mark the first at or after a place.
static void seek(struct walk *walk, int64_t place) {
    walk->word_number = place / 64;
    walk->word = place < walk->count ? walk->marks[walk->word_number] & (~(uint64_t)0 << (place % 64)) : 0;
}

static inline int is_delimiter(const ballast_text_format *format, uint8_t byte) {
    return byte == format->delimiter || byte == format->other_delimiter;
}

static inline int is_blank(const ballast_text_format *format, uint8_t byte) {
    if (byte != ' ' && byte != '\t' && byte != '\r') return 0;
    return format->joins_delimiters || byte != format->delimiter;
}

enum quoted_status { QUOTED_CLOSED, QUOTED_AT_END, QUOTED_OPEN, QUOTED_FOLLOWED_BY_TEXT };

/// Says of a field, until its record is complete, that it holds doubled quotes. Texts are shorter than 2 GiB.
static const uint32_t doubled_flag = (uint32_t)1 << 31;

/// Reads a field behind its opening quote at `place`, and moves `place` to the delimiter or line end behind it.
static enum quoted_status read_quoted(struct walk *walk, int64_t *place, ballast_text_field *field, uint32_t *lines) {
    const ballast_text_format *format = walk->format;
    const uint8_t *text = walk->text;
    const int64_t count = walk->count, start = *place + 1;
    int64_t close = start;
    uint32_t flag = 0;
    for (;;) {
        const uint8_t *quote = close < count ? memchr(text + close, '"', (size_t)(count - close)) : NULL;
        if (!quote) return QUOTED_OPEN;
        close = quote - text;
        if (close + 1 == count || text[close + 1] != '"') break;
        flag = doubled_flag;
        close += 2;
    }
    int64_t after = close + 1;
    if (!format->joins_delimiters) {
        while (after < count && is_blank(format, text[after])) after++;
    } else if (after < count && text[after] == '\r') {
        after++;
    }
    *lines += (uint32_t)ballast_count_byte(text + start, close - start, '\n');
    *field = (ballast_text_field){(uint32_t)start | flag, (uint32_t)close};
    *place = after;
    if (after == count) return QUOTED_AT_END;
    return text[after] == '\n' || is_delimiter(format, text[after]) ? QUOTED_CLOSED : QUOTED_FOLLOWED_BY_TEXT;
}

/// Puts what a field with doubled quotes stands for where it was.
static void join_doubled_quotes(uint8_t *text, ballast_text_field *field) {
    const uint32_t start = field->start & ~doubled_flag;
    uint32_t end = start;
    for (uint32_t from = start; from < field->end; from++) {
        text[end++] = text[from];
        if (text[from] == '"') from++;
    }
    *field = (ballast_text_field){start, end};
}

ballast_split_result ballast_split_records(
    const ballast_text_format *format, uint8_t *text, int64_t count, int32_t is_last, uint64_t *marks,
    ballast_text_field *fields, uint32_t *record_ends, uint32_t *record_lines) {
    find_marks(text, count, format->delimiter, format->other_delimiter, '\n', marks);
    struct walk walk = {.format = format, .text = text, .count = count, .marks = marks};
    seek(&walk, 0);
    ballast_split_result result = {0};
    int64_t place = 0, field_count = 0;
    uint32_t line = 0;
    while (place < count) {
        const int64_t first_field = field_count;
        const uint32_t first_line = line;
        int is_complete = 0, is_doubled = 0;
        if (memchr(format->comment_marks, text[place], format->comment_mark_count)) {
            const uint8_t *end = memchr(text + place, '\n', (size_t)(count - place));
            if (!end && !is_last) return result;
            place = end ? end - text + 1 : count;
            line += end != NULL;
            seek(&walk, place);
            is_complete = 1;
        }
        while (!is_complete) {
            int64_t mark = next_mark(&walk);
            // Most fields begin and end with what is neither blank nor quote: characters above the quote.
            if (mark > place && mark < count && text[place] > '"' && text[mark - 1] > ' ') {
                fields[field_count++] = (ballast_text_field){(uint32_t)place, (uint32_t)mark};
            } else {
                int64_t start = place;
                while (start < count && is_blank(format, text[start])) start++;
                if (start > mark) {
                    seek(&walk, start);
                    mark = next_mark(&walk);
                }
                if (start == count || text[start] == '\n') {
                    // Nothing more: a record that ends right behind a delimiter has one more, empty, field.
                    if (start == count && !is_last) return result;
                    if (field_count > first_field && !format->joins_delimiters) {
                        fields[field_count++] = (ballast_text_field){(uint32_t)start, (uint32_t)start};
                    }
                } else if (text[start] == '"') {
                    int64_t after = start;
                    const enum quoted_status status = read_quoted(&walk, &after, &fields[field_count], &line);
                    // Behind a closing quote at the end of the text another one may follow.
                    if ((status == QUOTED_OPEN || status == QUOTED_AT_END) && !is_last) return result;
                    if (status == QUOTED_OPEN || status == QUOTED_FOLLOWED_BY_TEXT) {
                        result.status =
                            status == QUOTED_OPEN ? BALLAST_SPLIT_OPEN_QUOTE : BALLAST_SPLIT_TEXT_AFTER_QUOTE;
                        result.failure_line = line;
                        result.failure_byte = status == QUOTED_OPEN ? '"' : text[after];
                        return result;
                    }
                    is_doubled |= (fields[field_count++].start & doubled_flag) != 0;
                    seek(&walk, after);
                    mark = next_mark(&walk);
                } else {
                    if (mark == count && !is_last) return result;
                    int64_t end = mark;
                    while (end > start && is_blank(format, text[end - 1])) end--;
                    fields[field_count++] = (ballast_text_field){(uint32_t)start, (uint32_t)end};
                }
            }
            if (mark == count) {
                place = count;
                is_complete = 1;
            } else {
                pass_mark(&walk);
                place = mark + 1;
                if (text[mark] == '\n') {
                    line++;
                    is_complete = 1;
                } else if (place == count) {
                    // The text ends right behind a delimiter.
                    if (!is_last) return result;
                    if (!format->joins_delimiters) {
                        fields[field_count++] = (ballast_text_field){(uint32_t)place, (uint32_t)place};
                    }
                    is_complete = 1;
                }
            }
        }
        // Not before: the text of a record that goes on later is read again.
        for (int64_t field = first_field; is_doubled && field < field_count; field++) {
            if (fields[field].start & doubled_flag) join_doubled_quotes(text, &fields[field]);
        }
        if (field_count > first_field) {
            record_ends[result.record_count] = (uint32_t)field_count;
            record_lines[result.record_count++] = first_line;
        }
        result.consumed = place;
        result.lines = line;
    }
    return result;
}
