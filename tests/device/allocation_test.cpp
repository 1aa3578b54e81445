// SPDX-License-Identifier: Apache-2.0
//
// Pulses and waits take no memory from the heap: characterisations are tens of millions of them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <string>

#include "core/error.h"
#include "device/device_parameters.h"
#include "device/device_registry.h"

namespace {

std::size_t allocations = 0;

}  // namespace

// Not inlined, lest the compiler see malloc's memory given to delete.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc{};
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace softbound {
namespace {

class AllocationsOf : public testing::TestWithParam<const char*> {};

TEST_P(AllocationsOf, PulsesAreNone) {
  const DeviceParameters parameters{GetParam()};
  if (parameters.kind->needs() != nullptr) {
    EXPECT_THROW(parameters.check(), InputError);
    return;
  }
  const auto device = parameters.kind->make(parameters.window());
  DrawSequence random{43, RandomStream::write_noise, 0};
  const auto play = [&] {
    for (int n = 0; n < 50; ++n) {
      for (const auto direction : {WriteKind::ltp, WriteKind::ltd}) {
        const auto nominal = parameters.kind->nominal_pulse(direction);
        if (!nominal) continue;
        auto [pulse, port] = *nominal;
        device->apply(pulse, port, random);
        pulse.amplitude_v *= 1 - 0.01 * n;  // ever smaller, as a memory of turning points likes
        device->apply(pulse, port, random);
        device->relax(1e-3, random);
      }
    }
  };
  const std::size_t before = allocations;
  play();
  EXPECT_EQ(allocations, before);
}

TEST(Allocations, AreCounted) {
  const std::size_t before = allocations;
  EXPECT_EQ(std::string(100, 'x').size(), 100u);
  EXPECT_GT(allocations, before);
}

INSTANTIATE_TEST_SUITE_P(Registry, AllocationsOf, testing::ValuesIn(device_names()),
                         [](const auto& device) { return std::string{device.param}; });

}  // namespace
}  // namespace softbound
