// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Put before a function whose loops the compiler turns into vectors: it is compiled for several
/// generations of processors, and the program takes the widest that its machine has. Without fused
/// operations (-ffp-contract=off) all of them give the same bits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define SOFTBOUND_VECTOR_CLONES \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SOFTBOUND_VECTOR_CLONES
#endif
