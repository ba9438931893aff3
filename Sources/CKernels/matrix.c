#include "ballast_matrix.h"

#include <string.h>

#include "ballast_elementwise.h"
#include "context.h"

/// Multiplications up to which one thread's plain kernel beats waking oneDNN's.
static const int64_t small_product = 1 << 19;

/// Elements of the right matrix, or of the result, up to which that stays in the first cache, and the plain kernel keeps
/// up with oneDNN's however many rows, or terms, there are: layers of a table's network and the gradients of their
/// weights.
static const int64_t small_matrix = 1 << 12;

/// Multiplications, about 0.1 ms of one thread's, up to which it is not worth another thread's while: it would spin for
/// some time after, on a processor that may have batches to prepare.
static const int64_t one_thread_product = 1 << 22;

static int64_t multiplications(const ballast_product *p) { return p->rows * p->inner * p->columns; }

static int is_small(const ballast_product *p) {
    return multiplications(p) <= small_product || p->inner * p->columns <= small_matrix
        || p->rows * p->columns <= small_matrix;
}

struct rows {
    const struct vector_kernels *kernels;
    const ballast_product *product;
    const float *left, *right, *bias;
    int64_t left_row, left_inner, stride;
    int flags;
    float *output;
};

static void multiply_part(void *argument, int part, int parts) {
    const struct rows *r = argument;
    const ballast_product *p = r->product;
    int64_t start, end;
    ballast_share(p->rows, 8, part, parts, &start, &end);
    r->kernels->multiply(
        r->left + start * r->left_row, r->left_row, r->left_inner, r->right, r->stride, r->bias, r->flags, end - start,
        p->inner, p->columns, r->output + start * p->columns);
}

/// The stride of the right matrix as the kernel reads it: whole vectors.
static int64_t packed_stride(const ballast_context *context, const ballast_product *p) {
    int64_t width = context->kernels->width;
    return (p->columns + width - 1) / width * width;
}

static int needs_packing(const ballast_context *context, const ballast_product *p) {
    if (p->right_is_transposed) return 1;
    return p->columns % context->kernels->width != 0 && !context->kernels->reads_part_of_vectors;
}

size_t ballast_multiply_scratch(const ballast_context *context, const ballast_product *p) {
    if (!is_small(p) || !needs_packing(context, p)) return 0;
    return (size_t)(p->inner * packed_stride(context, p)) * sizeof(float);
}

/// The right matrix as [inner, stride], padded with zeros.
static void pack(const ballast_product *p, const float *right, int64_t stride, float *packed) {
    for (int64_t k = 0; k < p->inner; k++) {
        float *row = packed + k * stride;
        if (p->right_is_transposed) {
            for (int64_t column = 0; column < p->columns; column++) row[column] = right[column * p->inner + k];
        } else {
            memcpy(row, right + k * p->columns, (size_t)p->columns * sizeof(float));
        }
        memset(row + p->columns, 0, (size_t)(stride - p->columns) * sizeof(float));
    }
}

int ballast_multiply(
    const ballast_context *context, const ballast_product *p, const float *left, const float *right,
    const float *bias, float *output, void *scratch) {
    if (p->rows == 0 || p->columns == 0) return 0;
    if (is_small(p)) {
        int64_t stride = p->columns;
        if (needs_packing(context, p)) {
            stride = packed_stride(context, p);
            pack(p, right, stride, scratch);
            right = scratch;
        }
        int flags = (p->accumulates ? multiply_accumulates : 0) | (p->rectifies ? multiply_rectifies : 0);
        int64_t left_row = p->left_is_transposed ? 1 : p->inner;
        int64_t left_inner = p->left_is_transposed ? p->rows : 1;
        struct rows rows = {
            .kernels = context->kernels, .product = p, .left = left, .right = right, .bias = bias,
            .left_row = left_row, .left_inner = left_inner, .stride = stride, .flags = flags, .output = output,
        };
        if (multiplications(p) <= one_thread_product) multiply_part(&rows, 0, 1);
        else ballast_parallel(context, multiplications(p), multiply_part, &rows);
        return 0;
    }
    float beta = p->accumulates ? 1 : 0;
    if (bias) {
        // The product is added to rows of the bias; `accumulates` and a bias do not meet.
        for (int64_t row = 0; row < p->rows; row++) {
            memcpy(output + row * p->columns, bias, (size_t)p->columns * sizeof(float));
        }
        beta = 1;
    }
    ballast_enter(context, multiplications(p) <= one_thread_product ? 1 : context->threads);
    dnnl_status_t status = dnnl_sgemm(
        p->left_is_transposed ? 'T' : 'N', p->right_is_transposed ? 'T' : 'N', p->rows, p->columns, p->inner, 1, left,
        p->left_is_transposed ? p->rows : p->inner, right, p->right_is_transposed ? p->inner : p->columns, beta,
        output, p->columns);
    if (status == dnnl_success && p->rectifies) {
        ballast_apply(context, ballast_unary_relu, 0, 0, output, output, p->rows * p->columns);
    }
    return status != dnnl_success;
}
