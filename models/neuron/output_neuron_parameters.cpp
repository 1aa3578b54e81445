// SPDX-License-Identifier: Apache-2.0
#include "neuron/output_neuron_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/error.h"
#include "core/time.h"

namespace softbound {

namespace {

const std::vector<std::string> kPresets{"brivio2019", "brivio2019_silicon", "brader2007",
                                        "competitive", "answer_driven"};

void require_preset(const std::string& name) {
  if (std::find(kPresets.begin(), kPresets.end(), name) != kPresets.end()) return;
  throw InputError{
      fmt::format("neuron.preset = \"{}\": expected one of \"{}\"; the nearest is \"{}\"", name,
                  fmt::join(kPresets, "\", \""), nearest_word(name, kPresets))};
}

OutputNeuronParameters brivio2019_silicon() {
  OutputNeuronParameters p;
  p.preset = "brivio2019_silicon";
  p.jump = 0.046;
  p.tau_s_s = 5e-3;
  p.leak = Leak::exponential;
  p.tau_mem_s = 15e-3;
  p.theta_mem = 0.45;
  p.t_refractory_s = 1e-3;
  p.tau_ca_s = 0.2;
  p.ltp_low = 20.0;
  p.ltp_high = 100.0;
  p.ltd_low = 1.3;
  p.ltd_high = 10.0;
  return p;
}

OutputNeuronParameters brader2007() {
  OutputNeuronParameters p;
  p.preset = "brader2007";
  // [C] the jump of the ledger's Poisson test: 500 Hz give 61.6 output spikes a second
  p.jump = 0.15;
  p.tau_s_s = 26.6e-3;  // [D] C U_T / (kappa I_tau)
  p.leak_per_s = 10.0;
  p.theta_mem = 0.8;
  p.t_refractory_s = 1e-3;
  p.tau_ca_s = 60e-3;
  p.ltp_low = 3.0;
  p.ltp_high = 13.0;
  p.ltd_low = 3.0;
  p.ltd_high = 4.0;
  return p;
}

/// [C] for inputs of constant total rate and a reference column: charges of either sign.
OutputNeuronParameters answer_driven() {
  OutputNeuronParameters p;
  p.preset = "answer_driven";
  p.jump = 1.6;
  p.tau_s_s = 9.3382e-3;
  p.leak_per_s = 7.0;
  p.theta_mem = 0.15;
  p.t_refractory_s = 1e-3;
  p.tau_ca_s = 0.1;
  p.ltp_low = 5.0;
  p.ltp_high = 1000.0;
  p.ltd_low = 0.03;
  p.ltd_high = 1000.0;
  return p;
}

OutputNeuronParameters competitive() {
  OutputNeuronParameters p = answer_driven();
  p.preset = "competitive";
  return p;
}

}  // namespace

OutputNeuronParameters OutputNeuronParameters::from_preset(const std::string& name) {
  require_preset(name);
  if (name == "brivio2019_silicon") return brivio2019_silicon();
  if (name == "brader2007") return brader2007();
  if (name == "competitive") return competitive();
  if (name == "answer_driven") return answer_driven();
  return {};
}

void OutputNeuronParameters::describe(ParameterVisitor& v) {
  // Below a picosecond, the resolution of time, a time constant means nothing.
  const Bounds time_constant = at_least(1e-12);
  v.text({"preset", "", "where values not named come from", "[A]"}, preset);
  v.real({"jump", "", "charge of a read at weight 1: rise of I_mem without leak", "[C]"}, jump,
         at_least(0.0));
  v.real({"tau_s_s", "s", "time constant of the DPI", "[B] tens of ms; [C] value"}, tau_s_s,
         time_constant);
  v.choice({"leak", "", "of the membrane", "[B] constant; [A] exponential"}, leak,
           {"constant", "exponential"});
  v.real({"leak_per_s", "1/s", "constant leak, lambda", "[C]; brader2007: [M:brader07]"},
         leak_per_s, at_least(0.0));
  v.real({"tau_mem_s", "s", "time constant of the exponential leak", "[C]"}, tau_mem_s,
         time_constant);
  v.real({"theta_fire", "", "I_mem at which the neuron fires", "[A]"}, theta_fire, above(0.0));
  v.real({"theta_mem", "", "I_mem that parts UP from DN", "[C]; brader2007: [M:brader07]"},
         theta_mem, above(0.0));
  v.real({"reset", "", "I_mem after a spike", "[A]"}, reset, at_least(0.0));
  v.real({"t_refractory_s", "s", "I_mem held at reset after a spike", "[A]"}, t_refractory_s,
         from_to(0.0, kLongestTimeS));
  v.real({"tau_ca_s", "s", "time constant of the calcium", "[C]; brader2007: [M:brader07]"},
         tau_ca_s, time_constant);
  v.real({"jump_ca", "", "calcium of one output spike, J_C", "[L:tac3d]"}, jump_ca, at_least(0.0));
  v.choice({"calcium_decay", "", "linear is eq. 3 as printed", "[B]; [A] exponential"},
           calcium_decay, {"exponential", "linear"});
  v.real({"ltp_low", "", "calcium window of UP", "[C]; brader2007: [M:brader07]"}, ltp_low,
         at_least(0.0));
  v.real({"ltp_high", "", "calcium window of UP", "[C]; brader2007: [M:brader07]"}, ltp_high,
         at_least(0.0));
  v.real({"ltd_low", "", "calcium window of DN", "[C]; brader2007: [L:tac3d]"}, ltd_low,
         at_least(0.0));
  v.real({"ltd_high", "", "calcium window of DN", "[C]; brader2007: [L:tac3d]"}, ltd_high,
         at_least(0.0));
}

void OutputNeuronParameters::check() const {
  require_preset(preset);
  check_bounds(*this, "neuron");
  const auto require_order = [](const char* low_name, double low, const char* relation,
                                const char* high_name, double high, bool holds) {
    if (holds) return;
    throw InputError{fmt::format("neuron.{} = {}: expected {} neuron.{} = {}", low_name, low,
                                 relation, high_name, high)};
  };
  require_order("theta_mem", theta_mem, "less than", "theta_fire", theta_fire,
                theta_mem < theta_fire);
  require_order("reset", reset, "less than", "theta_fire", theta_fire, reset < theta_fire);
  require_order("ltp_low", ltp_low, "at most", "ltp_high", ltp_high, ltp_low <= ltp_high);
  require_order("ltd_low", ltd_low, "at most", "ltd_high", ltd_high, ltd_low <= ltd_high);
}

}  // namespace softbound
