// The loops that exist once for each instruction set.
#pragma once

#include <stdint.h>

#include "ballast_update.h"

/// Activations as the channels lie in memory: [images, blocks, height, width, vector].
struct winograd_planes {
    float *values;
    int blocks, height, width;
};

/// What is done to the results of a convolution before they are stored: + bias, one for each padded channel, then
/// + residual, as the results lie in memory, or NULL, then max(·, 0) if asked.
struct winograd_finish {
    const float *bias, *residual;
    int relu;
};

/// Tiles that go through the transforms together: 4×4 pixels of a result, and 2×2 of an upstream gradient.
enum { WINOGRAD_TILES = 8, WINOGRAD_SMALL_TILES = 16 };

/// Loops over activations, whose elements have one number format.
struct network_kernels {
    /// target += contribution.
    void (*add)(const void *contribution, void *target, int64_t count);
    /// output = max(left + right, 0).
    void (*add_relu)(const void *left, const void *right, void *output, int64_t count);
    /// Sums of (x − centre) and (x − centre)² of every channel of one [pixels, block].
    void (*channel_sums)(
        const void *input, int64_t pixels, int64_t block, const float *centre, float *sums, float *squares);
    /// y = (x − mean) · factor + shift (+ residual) (rectified).
    void (*normalize)(
        const void *input, const void *residual, int64_t pixels, int64_t block, const float *mean,
        const float *factor, const float *shift, int relu, void *output);
    /// With g upstream, 0 where `activated` is not positive: sums of g and g · (x − mean); g to `masked` if given.
    void (*normalize_sums)(
        const void *input, const void *activated, const void *upstream, int64_t pixels, int64_t block,
        const float *mean, float *sums, float *products, void *masked);
    /// y = (g − mean_slope − (x − mean) · tilt) · factor, g as above.
    void (*normalize_gradient)(
        const void *input, const void *activated, const void *upstream, int64_t pixels, int64_t block,
        const float *mean, const float *factor, const float *mean_slope, const float *tilt, void *gradient);
};

/// What becomes of a product: it is added to the output, and its negative elements are made 0.
enum multiply_flags { multiply_accumulates = 1, multiply_rectifies = 2 };

/// Single-threaded loops over contiguous stretches; the public functions share the work out and call them.
struct vector_kernels {
    const char *name;
    /// Elements of one vector.
    int width;

    int (*apply)(int operation, float first, float second, const float *input, float *output, int64_t count);
    int (*apply_gradient)(
        int operation, float first, float second, const float *saved, const float *upstream, float *output,
        int64_t count);
    int (*combine)(
        int operation, const float *left, int left_step, const float *right, int right_step, float *output,
        int64_t count);
    void (*select)(
        const float *condition, const float *left, const float *right, float *output, int64_t count);

    double (*sum)(const float *input, int64_t count);
    void (*sum_columns)(const float *input, int64_t rows, int64_t length, double factor, float *output, int64_t count);
    void (*softmax)(const float *input, int64_t length, int is_logarithmic, float *output);
    void (*softmax_gradient)(
        const float *output, const float *upstream, int64_t length, int is_logarithmic, float *gradient);
    float (*log_sum_exp)(const float *input, int64_t length);
    void (*log_sum_exp_gradient)(
        const float *input, float output, float upstream, int64_t length, float *gradient);

    /// The log-odds of the element at `label`; statistics: the maximum m of the others, and ln Σ e^(x − m) of the others.
    float (*log_odds)(const float *scores, int64_t length, int64_t label, float *statistics);
    void (*log_odds_gradient)(
        const float *scores, int64_t length, int64_t label, const float *statistics, float upstream, float *gradient);

    /// Squared distances, times `factor`, of `rows` points [rows, inner] to anchors [inner, stride], of which `columns`
    /// count.
    void (*distances)(
        const float *points, const float *anchors, int64_t stride, int64_t rows, int64_t inner, int64_t columns,
        float factor, float *output);
    /// Of `rows` points to `count` others [count, stride]: factor · Σ_j upstream[row · row_step + j · other_step] ·
    /// (point − other). The first sums in float, the second in double, each over stretches of others, whose sums are then joined in float.
    void (*distances_gradient[2])(
        const float *points, const float *others, int64_t stride, int64_t rows, int64_t count, int64_t width,
        const float *upstream, int64_t row_step, int64_t other_step, int64_t stretch, float factor,
        float *gradient);

    /// See ballast_update.h.
    void (*adam)(
        const struct ballast_adam_rule *rule, float *value, const float *gradient, float *mean, float *square,
        float *maximum, int64_t count);
    void (*sgd)(
        const struct ballast_sgd_rule *rule, float *value, const float *gradient, float *momentum, int64_t count);
    void (*adagrad)(
        const struct ballast_adagrad_rule *rule, float *value, const float *gradient, float *sum, int64_t count);

    /// See ballast_search.h.
    void (*mask_below)(const float *values, int64_t words, float limit, uint64_t *below);
    void (*lane_minima)(const float *values, int64_t count, float *minima);
    void (*search_products)(
        const float *queries, const float *references, int64_t inner, const float *limits, float *products,
        int64_t stride, uint64_t *below);

    /// A stretch of `rows` rows of output = left · right + bias, as `multiply_flags` say; see matrix.c.
    void (*multiply)(
        const float *left, int64_t left_row, int64_t left_inner, const float *right, int64_t right_stride,
        const float *bias, int flags, int64_t rows, int64_t inner, int64_t columns, float *output);
    /// Whether `multiply` reads a right matrix whose rows are no whole vectors.
    int reads_part_of_vectors;

    void (*widen)(const uint16_t *input, float *output, int64_t count);
    void (*narrow)(const float *input, uint16_t *output, int64_t count);
    /// By `ballast_element`.
    struct network_kernels network[2];

    /// One vector of output channels of filters: taps [9] and frequencies [36], each `stride` apart.
    void (*winograd_filters)(const float *taps, int64_t stride, float *weight, int64_t frequency_stride);
    /// Results of the tiles from `start` to `end`, counted over all images; scratch [36, tiles, channels of both].
    void (*winograd_tiles)(
        const struct winograd_planes *input, const struct winograd_planes *output, int padding, const float *weight,
        const struct winograd_finish *finish, int64_t start, int64_t end, float *scratch);
    /// Adds the tiles from `start` to `end` to sums [16, inputs, outputs]; scratch [16, tiles, channels of both].
    void (*winograd_weight_sums)(
        const struct winograd_planes *input, const struct winograd_planes *upstream, int padding, int64_t start,
        int64_t end, float *sums, float *scratch);
    /// One vector of output channels of a weight's gradient: sums [16] and taps [9], each `stride` apart.
    void (*winograd_taps)(const float *sums, int64_t frequency_stride, float *taps, int64_t stride);
};

const struct vector_kernels *vector_kernels_of_this_machine(void);

extern const struct vector_kernels vector_kernels_baseline;
#if defined(__x86_64__)
extern const struct vector_kernels vector_kernels_avx2;
extern const struct vector_kernels vector_kernels_avx512;
#endif
