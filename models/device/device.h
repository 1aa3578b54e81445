// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

#include "core/random.h"
#include "device/device_parameters.h"

namespace softbound {

/// A voltage trapezoid between the terminals, top minus bottom; width from 50 % to 50 %.
struct Pulse {
  double amplitude_v = 0;
  double width_s = 0;
  double rise_s = 0;
  double fall_s = 0;
};

/// Where a stimulus acts; devices of two terminals have the main port alone.
enum class Port { main, gate, write_line };

/// The random numbers of one device instance, in the order of its own draws.
class DrawSequence {
 public:
  DrawSequence(std::uint64_t seed, RandomStream stream, std::uint64_t entity)
      : random_{seed, stream}, entity_{entity} {}
  double normal() { return random_.normal(entity_, draw_++); }

 private:
  CounterRandom random_;
  std::uint64_t entity_;
  std::uint64_t draw_ = 0;
};

struct ConductanceBounds {
  double low_s;
  double high_s;
};

struct DeviceFlags {
  bool overstress = false;  ///< a pulse above the largest voltage was refused
};

/// One two-terminal memristor whose state is its weight: a law, a window, a weight. For tests and
/// reports; arrays are a DeviceArray.
class Memristor {
 public:
  /// @throws InputError if the parameters are impossible or the weight is outside [0, 1]
  explicit Memristor(const DeviceParameters& parameters, double weight = 0.5);

  /// Sign and dead zone of the voltage decide what the pulse does.
  /// @throws std::domain_error if amplitude or width is not finite, the width is negative or the
  ///         port is not the main one
  void apply(const Pulse& pulse, Port port, DrawSequence& random);
  /// Nothing applied for a while: the weight is non-volatile.
  /// @throws std::domain_error if the time is negative or not finite
  void relax(double time_s, DrawSequence& random);

  double conductance() const { return parameters_.conductance_s(weight_); }
  double current(double voltage_v) const { return conductance() * voltage_v; }
  double weight() const { return weight_; }
  /// @throws InputError if the weight is outside [0, 1]
  void set_weight(double weight);
  ConductanceBounds bounds() const { return {parameters_.g_min_s, parameters_.g_max_s}; }
  DeviceFlags flags() const { return flags_; }

 private:
  DeviceParameters parameters_;
  double weight_ = 0;
  DeviceFlags flags_;
};

/// The concept of a device (ledger 2.2): any type with these members can stand in a cell.
template <class D, class = void>
struct IsDevice : std::false_type {};
template <class D>
struct IsDevice<
    D, std::void_t<
           decltype(std::declval<D&>().apply(Pulse{}, Port::main, std::declval<DrawSequence&>())),
           decltype(std::declval<D&>().relax(1.0, std::declval<DrawSequence&>())),
           decltype(std::declval<D&>().set_weight(0.5)),
           std::enable_if_t<
               std::is_convertible_v<decltype(std::declval<const D&>().conductance()), double>>,
           std::enable_if_t<
               std::is_convertible_v<decltype(std::declval<const D&>().current(0.1)), double>>,
           std::enable_if_t<
               std::is_convertible_v<decltype(std::declval<const D&>().weight()), double>>,
           decltype(std::declval<const D&>().bounds()), decltype(std::declval<const D&>().flags())>>
    : std::true_type {};

static_assert(IsDevice<Memristor>::value);

}  // namespace softbound
