#include "ballast_elementwise.h"

#include <string.h>

#include "context.h"
#include "elements.h"

// Parts start at multiples of a cache line, so that no two threads write to one.
enum { line = 16 };

struct call {
    const struct vector_kernels *kernels;
    int32_t operation, left_step, right_step;
    float first, second;
    const float *a, *b, *c;
    float *output;
    int64_t count;
    int status;
};

static void apply_part(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t start, end;
    ballast_share(call->count, line, part, parts, &start, &end);
    int status = call->kernels->apply(
        call->operation, call->first, call->second, call->a + start, call->output + start, end - start);
    if (part == 0) call->status = status;
}

int ballast_apply(
    const ballast_context *context, int32_t operation, float first, float second, const float *input, float *output,
    int64_t count) {
    struct call call = {
        .kernels = context->kernels, .operation = operation, .first = first, .second = second, .a = input,
        .output = output, .count = count,
    };
    ballast_parallel(context, count, apply_part, &call);
    return call.status;
}

static void apply_gradient_part(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t start, end;
    ballast_share(call->count, line, part, parts, &start, &end);
    int status = call->kernels->apply_gradient(
        call->operation, call->first, call->second, call->a + start, call->b + start, call->output + start,
        end - start);
    if (part == 0) call->status = status;
}

int ballast_apply_gradient(
    const ballast_context *context, int32_t operation, float first, float second, const float *saved,
    const float *upstream, float *output, int64_t count) {
    struct call call = {
        .kernels = context->kernels, .operation = operation, .first = first, .second = second, .a = saved,
        .b = upstream, .output = output, .count = count,
    };
    ballast_parallel(context, count, apply_gradient_part, &call);
    return call.status;
}

static void combine_part(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t start, end;
    ballast_share(call->count, line, part, parts, &start, &end);
    int status = call->kernels->combine(
        call->operation, call->a + start * call->left_step, call->left_step, call->b + start * call->right_step,
        call->right_step, call->output + start, end - start);
    if (part == 0) call->status = status;
}

int ballast_combine(
    const ballast_context *context, int32_t operation, const float *left, int32_t left_step, const float *right,
    int32_t right_step, float *output, int64_t count) {
    if (count == 0) return 0;
    struct call call = {
        .kernels = context->kernels, .operation = operation, .left_step = left_step, .right_step = right_step,
        .a = left, .b = right, .output = output, .count = count,
    };
    ballast_parallel(context, count, combine_part, &call);
    return call.status;
}

struct network_call {
    const struct vector_kernels *kernels;
    ballast_element element;
    const void *a, *b;
    void *output;
    int64_t count;
};

static void add_part(void *argument, int part, int parts) {
    struct network_call *call = argument;
    int64_t start, end;
    ballast_share(call->count, line, part, parts, &start, &end);
    call->kernels->network[call->element].add(
        element_address(call->a, start, call->element), element_target(call->output, start, call->element),
        end - start);
}

void ballast_add_into(
    const ballast_context *context, ballast_element element, const void *contribution, void *target, int64_t count) {
    struct network_call call = {context->kernels, element, contribution, NULL, target, count};
    ballast_parallel(context, count, add_part, &call);
}

static void add_relu_part(void *argument, int part, int parts) {
    struct network_call *call = argument;
    int64_t start, end;
    ballast_share(call->count, line, part, parts, &start, &end);
    call->kernels->network[call->element].add_relu(
        element_address(call->a, start, call->element), element_address(call->b, start, call->element),
        element_target(call->output, start, call->element), end - start);
}

void ballast_add_relu(
    const ballast_context *context, ballast_element element, const void *left, const void *right, void *output,
    int64_t count) {
    struct network_call call = {context->kernels, element, left, right, output, count};
    ballast_parallel(context, count, add_relu_part, &call);
}

static void widen_part(void *argument, int part, int parts) {
    struct network_call *call = argument;
    int64_t start, end;
    ballast_share(call->count, line, part, parts, &start, &end);
    call->kernels->widen((const uint16_t *)call->a + start, (float *)call->output + start, end - start);
}

void ballast_widen(const ballast_context *context, const void *input, float *output, int64_t count) {
    struct network_call call = {context->kernels, ballast_bfloat16, input, NULL, output, count};
    ballast_parallel(context, count, widen_part, &call);
}

static void narrow_part(void *argument, int part, int parts) {
    struct network_call *call = argument;
    int64_t start, end;
    ballast_share(call->count, line, part, parts, &start, &end);
    call->kernels->narrow((const float *)call->a + start, (uint16_t *)call->output + start, end - start);
}

void ballast_narrow(const ballast_context *context, const float *input, void *output, int64_t count) {
    struct network_call call = {context->kernels, ballast_bfloat16, input, NULL, output, count};
    ballast_parallel(context, count, narrow_part, &call);
}

static void select_part(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t start, end;
    ballast_share(call->count, line, part, parts, &start, &end);
    call->kernels->select(call->c + start, call->a + start, call->b + start, call->output + start, end - start);
}

void ballast_select(
    const ballast_context *context, const float *condition, const float *left, const float *right, float *output,
    int64_t count) {
    struct call call = {
        .kernels = context->kernels, .a = left, .b = right, .c = condition, .output = output, .count = count,
    };
    ballast_parallel(context, count, select_part, &call);
}

static void fill_part(void *argument, int part, int parts) {
    struct call *call = argument;
    int64_t start, end;
    ballast_share(call->count, line, part, parts, &start, &end);
    for (int64_t position = start; position < end; position++) call->output[position] = call->first;
}

void ballast_fill(const ballast_context *context, float value, float *output, int64_t count) {
    struct call call = {.kernels = context->kernels, .first = value, .output = output, .count = count};
    ballast_parallel(context, count, fill_part, &call);
}

struct dropout_call {
    const float *input;
    float *output;
    int64_t count;
    uint64_t key;
    uint32_t threshold;
    float factor;
};

static void dropout_part(void *argument, int part, int parts) {
    struct dropout_call *call = argument;
    int64_t start, end;
    ballast_share(call->count, line, part, parts, &start, &end);
    for (int64_t position = start; position < end; position++) {
        uint64_t bits = call->key + ((uint64_t)position + 1) * UINT64_C(0x9e3779b97f4a7c15);
        bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
        uint32_t draw = (uint32_t)((bits ^ (bits >> 31)) >> 32);
        call->output[position] = draw >= call->threshold ? call->input[position] * call->factor : 0;
    }
}

void ballast_dropout(
    const ballast_context *context, const float *input, uint64_t key, uint32_t threshold, float factor, float *output,
    int64_t count) {
    struct dropout_call call = {input, output, count, key, threshold, factor};
    ballast_parallel(context, count, dropout_part, &call);
}
