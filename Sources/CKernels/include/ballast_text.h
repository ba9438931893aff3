#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

/// Bytes that may be read, whatever they hold, behind every text given to these functions.
enum { BALLAST_TEXT_PADDING = 64 };

/// How text is divided into records and fields.
typedef struct {
    /// The bytes that end a field; twice the same if there is one only.
    uint8_t delimiter, other_delimiter;
    /// Whether any run of delimiters is one.
    uint8_t joins_delimiters;
    /// Lines that start with one of these are skipped.
    uint8_t comment_mark_count;
    uint8_t comment_marks[4];
} ballast_text_format;

/// A field: the bytes of the text from start up to end.
typedef struct {
    uint32_t start, end;
} ballast_text_field;

/// Why splitting stopped.
typedef enum {
    /// All records of the text were found.
    BALLAST_SPLIT_DONE = 0,
    /// A quote was opened and never closed, at failure_line.
    BALLAST_SPLIT_OPEN_QUOTE,
    /// A closing quote was followed by failure_byte, at failure_line.
    BALLAST_SPLIT_TEXT_AFTER_QUOTE,
} ballast_split_status;

/// What was found in a text. Lines are counted from 0.
typedef struct {
    int64_t record_count;
    /// Bytes of the records, blank and comment lines; what follows is the beginning of a record that goes on later.
    int64_t consumed;
    /// Line ends in those bytes.
    int64_t lines;
    ballast_split_status status;
    uint32_t failure_line;
    uint8_t failure_byte;
} ballast_split_result;

/// Finds records and fields of a text, which starts with a record.
///
/// A field may stand in double quotes, in which `""` is a quote and delimiters and line ends are text. Blanks around
/// fields are not part of them; records of no fields are left out. Where a quoted field holds a quote, the text is changed
/// in place to what it stands for.
///
/// - marks: memory for one word per 64 bytes of text, rounded up, and one more.
/// - is_last: nothing follows, so that the last record may lack its line end.
/// - fields, record_ends, record_lines: memory for count + 2 elements each. The fields of record r are those from
///   record_ends[r − 1], or 0, up to record_ends[r]; record_lines[r] is the line on which it starts.
ballast_split_result ballast_split_records(
    const ballast_text_format *format, uint8_t *text, int64_t count, int32_t is_last, uint64_t *marks,
    ballast_text_field *fields, uint32_t *record_ends, uint32_t *record_lines);

/// The number of bytes that equal `byte`.
int64_t ballast_count_byte(const uint8_t *text, int64_t count, uint8_t byte);

/// Reads the decimal number that fills the text from start up to end, rounded to the nearest float32, ties to even.
///
/// - Returns: 1, or 0 if it is no number of the form `[sign] digits [. digits] [e [sign] digits]` or is too large.
int32_t ballast_parse_float(const uint8_t *start, const uint8_t *end, float *value);

/// Which fields of a record are numbers, and where they go.
typedef struct {
    /// The number of the field in its record.
    int32_t field;
    /// The place of the value in its row of the output.
    int32_t place;
} ballast_number_column;

/// Reads numbers of records that have field_count fields each into rows of output, of width values.
///
/// - first: how many numbers are skipped, counted row after row, column after column.
/// - Returns: the count of the first number that cannot be read, or record_count · column_count.
int64_t ballast_parse_numbers(
    const uint8_t *text, const ballast_text_field *fields, int64_t record_count, int64_t field_count,
    const ballast_number_column *columns, int64_t column_count, float *output, int64_t width, int64_t first);

#pragma clang assume_nonnull end
