#include "ballast_reduction.h"

#include "context.h"

struct call {
    const struct vector_kernels *kernels;
    const float *input, *upstream, *output;
    float *target;
    int64_t rows, length;
    double factor;
    int is_logarithmic;
};

static void sum_rows_part(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t start, end;
    ballast_share(call->rows, 1, part, parts, &start, &end);
    for (int64_t row = start; row < end; row++) {
        call->target[row] = (float)(call->factor * call->kernels->sum(call->input + row * call->length, call->length));
    }
}

void ballast_sum_rows(
    const ballast_context *context, const float *input, int64_t rows, int64_t length, double factor, float *output) {
    struct call call = {
        .kernels = context->kernels, .input = input, .target = output, .rows = rows, .length = length,
        .factor = factor,
    };
    ballast_parallel(context, rows * length, sum_rows_part, &call);
}

static void sum_columns_part(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t start, end;
    ballast_share(call->length, 32, part, parts, &start, &end);
    call->kernels->sum_columns(
        call->input + start, call->rows, call->length, call->factor, call->target + start, end - start);
}

void ballast_sum_columns(
    const ballast_context *context, const float *input, int64_t rows, int64_t length, double factor, float *output) {
    struct call call = {
        .kernels = context->kernels, .input = input, .target = output, .rows = rows, .length = length,
        .factor = factor,
    };
    ballast_parallel(context, rows * length, sum_columns_part, &call);
}

static void softmax_part(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t start, end;
    ballast_share(call->rows, 1, part, parts, &start, &end);
    for (int64_t row = start; row < end; row++) {
        int64_t offset = row * call->length;
        call->kernels->softmax(call->input + offset, call->length, call->is_logarithmic, call->target + offset);
    }
}

void ballast_softmax_rows(
    const ballast_context *context, const float *input, int64_t rows, int64_t length, int32_t is_logarithmic,
    float *output) {
    struct call call = {
        .kernels = context->kernels, .input = input, .target = output, .rows = rows, .length = length,
        .is_logarithmic = is_logarithmic,
    };
    ballast_parallel(context, rows * length, softmax_part, &call);
}

static void softmax_gradient_part(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t start, end;
    ballast_share(call->rows, 1, part, parts, &start, &end);
    for (int64_t row = start; row < end; row++) {
        int64_t offset = row * call->length;
        call->kernels->softmax_gradient(
            call->output + offset, call->upstream + offset, call->length, call->is_logarithmic,
            call->target + offset);
    }
}

void ballast_softmax_rows_gradient(
    const ballast_context *context, const float *output, const float *upstream, int64_t rows, int64_t length,
    int32_t is_logarithmic, float *gradient) {
    struct call call = {
        .kernels = context->kernels, .output = output, .upstream = upstream, .target = gradient, .rows = rows,
        .length = length, .is_logarithmic = is_logarithmic,
    };
    ballast_parallel(context, rows * length, softmax_gradient_part, &call);
}

static void log_sum_exp_part(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t start, end;
    ballast_share(call->rows, 1, part, parts, &start, &end);
    for (int64_t row = start; row < end; row++) {
        call->target[row] = call->kernels->log_sum_exp(call->input + row * call->length, call->length);
    }
}

void ballast_log_sum_exp_rows(
    const ballast_context *context, const float *input, int64_t rows, int64_t length, float *output) {
    struct call call = {
        .kernels = context->kernels, .input = input, .target = output, .rows = rows, .length = length,
    };
    ballast_parallel(context, rows * length, log_sum_exp_part, &call);
}

static void log_sum_exp_gradient_part(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t start, end;
    ballast_share(call->rows, 1, part, parts, &start, &end);
    for (int64_t row = start; row < end; row++) {
        int64_t offset = row * call->length;
        call->kernels->log_sum_exp_gradient(
            call->input + offset, call->output[row], call->upstream[row], call->length, call->target + offset);
    }
}

void ballast_log_sum_exp_rows_gradient(
    const ballast_context *context, const float *input, const float *output, const float *upstream, int64_t rows,
    int64_t length, float *gradient) {
    struct call call = {
        .kernels = context->kernels, .input = input, .output = output, .upstream = upstream, .target = gradient,
        .rows = rows, .length = length,
    };
    ballast_parallel(context, rows * length, log_sum_exp_gradient_part, &call);
}

struct log_odds_call {
    const struct vector_kernels *kernels;
    const float *scores, *upstream;
    const int32_t *labels;
    float *target, *statistics;
    int64_t rows, length;
};

static void log_odds_part(void *argument, int part, int parts) {
    const struct log_odds_call *call = argument;
    int64_t start, end;
    ballast_share(call->rows, 1, part, parts, &start, &end);
    for (int64_t row = start; row < end; row++) {
        call->target[row] = call->kernels->log_odds(
            call->scores + row * call->length, call->length, call->labels[row], call->statistics + 2 * row);
    }
}

void ballast_log_odds_rows(
    const ballast_context *context, const float *scores, const int32_t *labels, int64_t rows, int64_t length,
    float *output, float *statistics) {
    struct log_odds_call call = {
        .kernels = context->kernels, .scores = scores, .labels = labels, .target = output, .statistics = statistics,
        .rows = rows, .length = length,
    };
    ballast_parallel(context, rows * length, log_odds_part, &call);
}

static void log_odds_gradient_part(void *argument, int part, int parts) {
    const struct log_odds_call *call = argument;
    int64_t start, end;
    ballast_share(call->rows, 1, part, parts, &start, &end);
    for (int64_t row = start; row < end; row++) {
        int64_t offset = row * call->length;
        call->kernels->log_odds_gradient(
            call->scores + offset, call->length, call->labels[row], call->statistics + 2 * row, call->upstream[row],
            call->target + offset);
    }
}

void ballast_log_odds_rows_gradient(
    const ballast_context *context, const float *scores, const int32_t *labels, const float *statistics,
    const float *upstream, int64_t rows, int64_t length, float *gradient) {
    struct log_odds_call call = {
        .kernels = context->kernels, .scores = scores, .upstream = upstream, .labels = labels, .target = gradient,
        .statistics = (float *)statistics, .rows = rows, .length = length,
    };
    ballast_parallel(context, rows * length, log_odds_gradient_part, &call);
}
