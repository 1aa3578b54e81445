// SPDX-License-Identifier: Apache-2.0
#include "device/bounded_step.h"

#include "core/vector_clones.h"

namespace softbound {

namespace {

SOFTBOUND_VECTOR_CLONES
void potentiate_all(const BoundedStep& step, std::size_t n, double strength,
                    const double* __restrict w, const double* __restrict noise,
                    double* __restrict after) {
  const BoundedStep s = step;  // no store below can change this one
  for (std::size_t k = 0; k < n; ++k) after[k] = s.potentiated(w[k], strength, noise[k]);
}

SOFTBOUND_VECTOR_CLONES
void depress_all(const BoundedStep& step, std::size_t n, double strength,
                 const double* __restrict w, const double* __restrict noise,
                 double* __restrict after) {
  const BoundedStep s = step;
  for (std::size_t k = 0; k < n; ++k) after[k] = s.depressed(w[k], strength, noise[k]);
}

}  // namespace

void BoundedStep::potentiate(std::size_t n, double strength, const double* w, const double* noise,
                             double* after) const {
  potentiate_all(*this, n, strength, w, noise, after);
}

void BoundedStep::depress(std::size_t n, double strength, const double* w, const double* noise,
                          double* after) const {
  depress_all(*this, n, strength, w, noise, after);
}

}  // namespace softbound
