#pragma once

/// The primitives of one training step of CIFAR ResNet-32 (16/32/64 channels, five blocks a stage, images 3x32x32), each
/// in the layout the library prefers on this processor, with nothing between them.
typedef struct bare_resnet bare_resnet;

/// Seconds of one pass over the primitives.
typedef struct {
    double convolutions_forward;
    double convolutions_backward_data;
    double convolutions_backward_weights;
    double normalizations_forward;
    double normalizations_backward;
} bare_times;

/// Makes every primitive and its memory, with activations and weights of float32 or of bfloat16; NULL if the library cannot.
bare_resnet *bare_resnet_create(int batch, int threads, int is_bfloat16);
/// Executes every primitive of a training step once.
bare_times bare_resnet_step(bare_resnet *net);
void bare_resnet_destroy(bare_resnet *net);
