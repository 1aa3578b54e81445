// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "core/random.h"

namespace softbound {

/// A voltage trapezoid between the terminals, top minus bottom; width from 50 % to 50 %.
struct Pulse {
  double amplitude_v = 0;
  double width_s = 0;
  double rise_s = 0;
  double fall_s = 0;
  /// Largest current the source gives, either sign; kinds whose law has no current ignore it.
  double limit_a = std::numeric_limits<double>::infinity();
};

/// Where a stimulus acts; devices of two terminals have the main port alone.
enum class Port { main, gate, write_line };

/// The random numbers of one device instance, in the order of its own draws.
class DrawSequence {
 public:
  DrawSequence(std::uint64_t seed, RandomStream stream, std::uint64_t entity,
               std::uint64_t first_draw = 0)
      : random_{seed, stream}, entity_{entity}, draw_{first_draw} {}
  double normal() { return random_.normal(entity_, draw_++); }
  /// In the open interval (0, 1).
  double uniform() { return random_.uniform(entity_, draw_++); }
  /// Draws so far; a sequence that starts there goes on from here.
  std::uint64_t position() const { return draw_; }

 private:
  CounterRandom random_;
  std::uint64_t entity_;
  std::uint64_t draw_ = 0;
};

struct ConductanceBounds {
  double low_s;
  double high_s;
};

/// What happened to a device so far.
struct DeviceFlags {
  bool overstress = false;    ///< a pulse above the largest voltage was refused
  bool unformed = false;      ///< a pulse met a device without a filament and changed nothing
  bool undetermined = false;  ///< nothing chose the state that a pulse leads to: chance did
};

/// Flags of both.
DeviceFlags& operator|=(DeviceFlags& flags, const DeviceFlags& others);

/// Walks the state of a device: every number that the future depends on, once, in a fixed order.
/// Saving and restoring are visitors.
class StateVisitor {
 public:
  virtual ~StateVisitor() = default;
  virtual void real(double& value) = 0;

  void flag(bool& value);
  /// @param value below 2^53
  void whole(std::uint64_t& value);
  /// A list of any length.
  void list(std::vector<double>& values);
};

/// One device instance (ledger 2.2). Kinds derive from it; what holds for all of them - which
/// pulses are legal, which are refused, which do nothing - is here.
///
/// weight() is the conductance within bounds(), normalised: G = G_min + w (G_max - G_min). Reading
/// changes nothing: conductance() and current() are const.
class Device {
 public:
  virtual ~Device() = default;

  /// A stimulus; time advances by the pulse's length. A pulse of zero width is a legal no-op. One
  /// above the port's largest voltage sets flags().overstress and is not applied.
  /// @throws std::domain_error if amplitude or a time is not finite, a time is negative, the
  /// current
  ///         limit is not above 0 or the device has no such port
  void apply(const Pulse& pulse, Port port, DrawSequence& random);
  /// Nothing applied for a while: drift, decay, relaxation.
  /// @throws std::domain_error if the time is negative or not finite
  void relax(double time_s, DrawSequence& random);

  /// Small-signal, by the read path.
  virtual double conductance() const = 0;
  /// What one read sees: conductance() with the noise of reading, if the device has any.
  virtual double read_conductance(DrawSequence& /*random*/) const { return conductance(); }
  /// Through the read path at this voltage, positive from top to bottom.
  virtual double current(double voltage_v) const { return conductance() * voltage_v; }
  virtual double weight() const;
  /// The nearest state that the device can be written to.
  /// @throws InputError if the weight is outside [0, 1]
  void set_weight(double weight);
  virtual ConductanceBounds bounds() const = 0;

  const DeviceFlags& flags() const { return flags_; }
  void clear_flags() { flags_ = {}; }

  virtual bool has_port(Port port) const { return port == Port::main; }
  /// Pulses above it are refused.
  virtual double largest_voltage_v(Port) const { return std::numeric_limits<double>::infinity(); }

  virtual std::unique_ptr<Device> clone() const = 0;
  virtual void visit_state(StateVisitor& visitor) = 0;
  /// Appends the state to `state`.
  void save(std::vector<double>& state) const;
  /// @param state where save() began to write; of a device of the same kind
  /// @param end of the numbers there are
  /// @return where the next device's state begins
  /// @throws InputError if there are too few numbers or one is not finite
  const double* restore(const double* state, const double* end);

 protected:
  Device() = default;
  Device(const Device&) = default;
  Device& operator=(const Device&) = default;

  /// @param pulse legal, of nonzero width, within the port's largest voltage
  virtual void stimulate(const Pulse& pulse, Port port, DrawSequence& random) = 0;
  virtual void rest(double /*time_s*/, DrawSequence& /*random*/) {}
  /// @param weight in [0, 1]
  virtual void settle(double weight) = 0;

  DeviceFlags flags_;
};

}  // namespace softbound
