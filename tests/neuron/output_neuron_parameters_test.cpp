// SPDX-License-Identifier: Apache-2.0
#include "neuron/output_neuron_parameters.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "core/error.h"
#include "core/toml_parameters.h"
#include "neuron/neuron_model.h"

namespace softbound {
namespace {

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(OutputNeuronParameters, EveryPresetIsPossibleAndKnowsItsName) {
  for (const char* name : {"brivio2019", "brivio2019_silicon", "brader2007"}) {
    const auto parameters = OutputNeuronParameters::from_preset(name);
    EXPECT_EQ(parameters.preset, name);
    EXPECT_NO_THROW(parameters.check());
  }
  EXPECT_EQ(OutputNeuronParameters{}.preset, "brivio2019");
}

TEST(OutputNeuronParameters, AnUnknownPresetIsAnsweredWithTheNearest) {
  const auto message = message_of([] { OutputNeuronParameters::from_preset("brader2017"); });
  EXPECT_NE(message.find("neuron.preset = \"brader2017\""), std::string::npos) << message;
  EXPECT_NE(message.find("the nearest is \"brader2007\""), std::string::npos) << message;
}

TEST(OutputNeuronParameters, ReadBackFromTomlToTheSameValues) {
  const auto silicon = OutputNeuronParameters::from_preset("brivio2019_silicon");
  TomlWriter writer;
  writer.write(silicon, "neuron", "");
  TomlSource source;
  source.add_text(writer.text(), "neuron.toml");
  OutputNeuronParameters parameters;
  source.read(parameters, "neuron");
  source.finish();
  TomlWriter again;
  again.write(parameters, "neuron", "");
  EXPECT_EQ(again.text(), writer.text());
  EXPECT_EQ(parameters.leak, Leak::exponential);
}

TEST(OutputNeuronParameters, ImpossibleValuesNameTheKey) {
  using Change = std::function<void(OutputNeuronParameters&)>;
  const std::pair<const char*, Change> cases[] = {
      {"neuron.preset", [](auto& p) { p.preset = "mine"; }},
      {"neuron.jump", [](auto& p) { p.jump = -0.1; }},
      {"neuron.tau_s_s", [](auto& p) { p.tau_s_s = 0.0; }},
      {"neuron.tau_s_s", [](auto& p) { p.tau_s_s = INFINITY; }},
      {"neuron.leak_per_s", [](auto& p) { p.leak_per_s = -1.0; }},
      {"neuron.tau_mem_s", [](auto& p) { p.tau_mem_s = -1e-3; }},
      {"neuron.theta_fire", [](auto& p) { p.theta_fire = 0.0; }},
      {"neuron.theta_mem", [](auto& p) { p.theta_mem = p.theta_fire; }},
      {"neuron.theta_mem", [](auto& p) { p.theta_mem = 0.0; }},
      {"neuron.reset", [](auto& p) { p.reset = p.theta_fire; }},
      {"neuron.reset", [](auto& p) { p.reset = -0.1; }},
      {"neuron.t_refractory_s", [](auto& p) { p.t_refractory_s = -1e-3; }},
      {"neuron.t_refractory_s", [](auto& p) { p.t_refractory_s = 1e7; }},
      {"neuron.tau_ca_s", [](auto& p) { p.tau_ca_s = 0.0; }},
      {"neuron.tau_ca_s", [](auto& p) { p.tau_ca_s = NAN; }},
      {"neuron.jump_ca", [](auto& p) { p.jump_ca = -1.0; }},
      {"neuron.ltp_low", [](auto& p) { p.ltp_low = p.ltp_high + 1.0; }},
      {"neuron.ltd_low", [](auto& p) { p.ltd_low = p.ltd_high + 1.0; }},
  };
  for (const auto& [key, change] : cases) {
    OutputNeuronParameters parameters;
    change(parameters);
    const auto message = message_of([&] { parameters.check(); });
    EXPECT_EQ(message.rfind(key, 0), 0u) << "about " << key << ": " << message;
    EXPECT_THROW(NeuronModel{parameters}, InputError) << key;
  }
}

TEST(OutputNeuronParameters, RefractoryPeriodIsRoundedToTheNearestPicosecond) {
  OutputNeuronParameters parameters;
  parameters.t_refractory_s = 1.4e-12;
  EXPECT_EQ(NeuronModel{parameters}.t_refractory_ps(), 1);
  parameters.t_refractory_s = 1.6e-12;
  EXPECT_EQ(NeuronModel{parameters}.t_refractory_ps(), 2);
}

}  // namespace
}  // namespace softbound
