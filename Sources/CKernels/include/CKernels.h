/// The C side of the accelerated backend: vectorised loops chosen at run time, and oneDNN's heavy primitives.
///
/// Everything runs on one `ballast_context`, from one thread at a time. Arrays hold float32, or, where they are
/// void, what the call's `ballast_element` says, and must not overlap unless a function says so. Results are the same bits for the same number of threads.
#pragma once

#include "ballast_bytes.h"
#include "ballast_context.h"
#include "ballast_convolution.h"
#include "ballast_distances.h"
#include "ballast_elementwise.h"
#include "ballast_matrix.h"
#include "ballast_network.h"
#include "ballast_reduction.h"
#include "ballast_search.h"
#include "ballast_text.h"
#include "ballast_update.h"
