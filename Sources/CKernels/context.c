#include "context.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

static struct openmp_runtime find_openmp(void) {
    struct openmp_runtime runtime;
    *(void **)&runtime.parallel = dlsym(RTLD_DEFAULT, "GOMP_parallel");
    *(void **)&runtime.thread_number = dlsym(RTLD_DEFAULT, "omp_get_thread_num");
    *(void **)&runtime.thread_count = dlsym(RTLD_DEFAULT, "omp_get_num_threads");
    *(void **)&runtime.processor_count = dlsym(RTLD_DEFAULT, "omp_get_num_procs");
    *(void **)&runtime.set_threads = dlsym(RTLD_DEFAULT, "omp_set_num_threads");
    if (!runtime.thread_number || !runtime.thread_count) runtime.parallel = NULL;
    return runtime;
}

/// Elements below which one thread is faster than several.
static const int64_t parallel_threshold = 1 << 16;

ballast_context *ballast_context_create(int threads) {
    ballast_context *context = calloc(1, sizeof *context);
    if (!context) return NULL;
    if (dnnl_engine_create(&context->engine, dnnl_cpu, 0) != dnnl_success
        || dnnl_stream_create(&context->stream, context->engine, dnnl_stream_default_flags) != dnnl_success) {
        ballast_context_destroy(context);
        return NULL;
    }
    context->openmp = find_openmp();
    context->threads = threads > 0 ? threads : context->openmp.processor_count ? context->openmp.processor_count() : 1;
    int isa = dnnl_get_effective_cpu_isa();
    context->channel_block = (isa & dnnl_cpu_isa_avx512_core) == dnnl_cpu_isa_avx512_core ? 16 : 8;
    context->has_bfloat16 = (isa & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
    context->kernels = vector_kernels_of_this_machine();
    const dnnl_version_t *version = dnnl_version();
    snprintf(context->library, sizeof context->library, "%d.%d.%d", version->major, version->minor, version->patch);
    return context;
}

void ballast_context_destroy(ballast_context *context) {
    if (context->stream) dnnl_stream_destroy(context->stream);
    if (context->engine) dnnl_engine_destroy(context->engine);
    free(context);
}

int ballast_context_threads(const ballast_context *context) { return context->threads; }
ballast_counts ballast_context_counts(const ballast_context *context) { return context->counts; }
int ballast_context_channel_block(const ballast_context *context) { return context->channel_block; }
int ballast_context_has_bfloat16(const ballast_context *context) { return context->has_bfloat16; }
const char *ballast_context_instructions(const ballast_context *context) { return context->kernels->name; }
const char *ballast_context_library(const ballast_context *context) { return context->library; }

void ballast_enter(const ballast_context *context, int threads) {
    // The setting belongs to the calling thread, which need not be the one that made the context.
    if (context->openmp.set_threads) context->openmp.set_threads(threads);
}

struct parallel_call {
    const struct openmp_runtime *openmp;
    void (*body)(void *argument, int part, int parts);
    void *argument;
    int parts;
};

static void run_parts(void *data) {
    const struct parallel_call *call = data;
    // The runtime may grant fewer threads than asked for; the parts stay the same, so the results do too.
    int granted = call->openmp->thread_count();
    for (int part = call->openmp->thread_number(); part < call->parts; part += granted) {
        call->body(call->argument, part, call->parts);
    }
}

void ballast_parallel(
    const ballast_context *context, int64_t work, void (*body)(void *argument, int part, int parts), void *argument) {
    if (context->threads > 1 && work >= parallel_threshold && context->openmp.parallel) {
        struct parallel_call call = {&context->openmp, body, argument, context->threads};
        context->openmp.parallel(run_parts, &call, (unsigned)context->threads, 0);
    } else {
        body(argument, 0, 1);
    }
}
