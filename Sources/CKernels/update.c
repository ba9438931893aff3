#include "ballast_update.h"

#include "context.h"

// Parts start at multiples of a cache line, so that no two threads write to one.
enum { line = 16 };

struct call {
    const struct vector_kernels *kernels;
    const void *rule;
    float *value;
    const float *gradient;
    float *first, *second, *third;
    int64_t count;
};

static float *at(float *values, int64_t start) { return values ? values + start : values; }

static void adam_part(void *argument, int part, int parts) {
    const struct call *c = argument;
    int64_t start, end;
    ballast_share(c->count, line, part, parts, &start, &end);
    c->kernels->adam(
        c->rule, c->value + start, c->gradient + start, c->first + start, c->second + start, at(c->third, start),
        end - start);
}

void ballast_adam(
    const ballast_context *context, const ballast_adam_rule *rule, float *value, const float *gradient, float *mean,
    float *square, float *maximum, int64_t count) {
    struct call call = {context->kernels, rule, value, gradient, mean, square, maximum, count};
    ballast_parallel(context, count, adam_part, &call);
}

static void sgd_part(void *argument, int part, int parts) {
    const struct call *c = argument;
    int64_t start, end;
    ballast_share(c->count, line, part, parts, &start, &end);
    c->kernels->sgd(c->rule, c->value + start, c->gradient + start, at(c->first, start), end - start);
}

void ballast_sgd(
    const ballast_context *context, const ballast_sgd_rule *rule, float *value, const float *gradient, float *momentum,
    int64_t count) {
    struct call call = {context->kernels, rule, value, gradient, momentum, NULL, NULL, count};
    ballast_parallel(context, count, sgd_part, &call);
}

static void adagrad_part(void *argument, int part, int parts) {
    const struct call *c = argument;
    int64_t start, end;
    ballast_share(c->count, line, part, parts, &start, &end);
    c->kernels->adagrad(c->rule, c->value + start, c->gradient + start, c->first + start, end - start);
}

void ballast_adagrad(
    const ballast_context *context, const ballast_adagrad_rule *rule, float *value, const float *gradient, float *sum,
    int64_t count) {
    struct call call = {context->kernels, rule, value, gradient, sum, NULL, NULL, count};
    ballast_parallel(context, count, adagrad_part, &call);
}
