// SPDX-License-Identifier: Apache-2.0
//
// A second opinion: the same sources, stimuli and delays under Icarus Verilog give the edges that
// they give under Verilator, to the picosecond.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "Vleaf_cells.h"
#include "Vrow_cells.h"
#include "rtl_context.h"
#include "self_timed/timed_model.h"
#include "verilated_port.h"

namespace softbound {
namespace {

using Edges = std::map<TimePs, std::uint64_t>;  // when the outputs changed, and to what

struct Stimuli {
  std::array<TimePs, 5> delays_ps;
  std::vector<std::pair<TimePs, std::uint32_t>> changes;
};

/// Random changes of one input at a time. Delays are whole nanoseconds and changes fall on
/// different picoseconds of theirs, so that no order within an instant is asked for.
Stimuli random_stimuli(std::mt19937& random, std::array<TimePs, 5> delays_ps, unsigned inputs,
                       std::uint32_t start) {
  constexpr int kChanges = 999;
  const auto below = [&](unsigned n) {
    return std::uniform_int_distribution<unsigned>{0, n - 1}(random);
  };
  Stimuli stimuli{delays_ps, {{1, start}}};
  std::uint32_t in = start;
  TimePs whole_ps = 0;
  for (int k = 2; k < kChanges; ++k) {
    whole_ps += kPsPerNs * (1 + (below(3) == 0 ? below(40) : below(4)));
    in ^= 1u << below(inputs);
    stimuli.changes.emplace_back(whole_ps + k, in);
  }
  return stimuli;
}

template <class Model>
Edges verilated_edges(const Stimuli& stimuli) {
  RtlContext context;
  TimedModel<Model> model{context, "cells"};
  Edges edges;
  std::uint64_t before = 0;
  const auto eval = [&](TimePs now_ps) {
    model.eval(now_ps);
    if (model.pins().out_o != before) edges[now_ps] = before = model.pins().out_o;
  };
  const auto run_to = [&](TimePs time_ps) {
    while (model.next_ps() < time_ps) eval(model.next_ps());
  };
  for (std::size_t k = 0; k < 10; ++k) {
    model.pins().delays_i[k] = static_cast<EData>(stimuli.delays_ps[k / 2] >> 32 * (k % 2));
  }
  eval(0);
  for (const auto& [time_ps, in] : stimuli.changes) {
    run_to(time_ps);
    model.pins().in_i = in;
    eval(time_ps);
  }
  run_to(kNever);
  return edges;
}

/// Runs a command and gives what it prints. @throws std::runtime_error if it fails
std::string output_of(const std::string& command) {
  std::FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error{"cannot run " + command};
  std::string output;
  char part[4096];
  for (std::size_t n; (n = std::fread(part, 1, sizeof part, pipe)) > 0;) output.append(part, n);
  if (pclose(pipe) != 0) throw std::runtime_error{command + ": " + output};
  return output;
}

class Scratch {
 public:
  Scratch() {
    std::string name =
        (std::filesystem::temp_directory_path() / "softbound_icarus_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no scratch directory"};
    path_ = name;
  }
  ~Scratch() { std::filesystem::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::string operator/(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

class IcarusSimulation {
 public:
  explicit IcarusSimulation(const std::string& cells) {
    const std::string sources = SOFTBOUND_SOURCE_DIR;
    output_of("iverilog -g2012 -DCELLS=" + cells + " -y " + sources + "/rtl/self_timed -Y .sv -s " +
              "icarus_bench -o " + scratch_ / "cells.vvp" + " " + sources +
              "/tests/rtl/self_timed/icarus_bench.sv " + sources + "/tests/rtl/self_timed/" +
              cells + ".sv");
  }

  Edges edges(const Stimuli& stimuli) const {
    {
      std::ofstream file{scratch_ / "stimuli"};
      for (const TimePs delay_ps : stimuli.delays_ps) file << delay_ps << ' ';
      file << '\n';
      for (const auto& [time_ps, in] : stimuli.changes) {
        file << std::dec << time_ps << ' ' << std::hex << in << '\n';
      }
    }
    std::istringstream lines{
        output_of("vvp " + scratch_ / "cells.vvp" + " +stimuli=" + scratch_ / "stimuli")};
    // Zero delays take several steps at an instant: the last is what it comes to.
    Edges settled;
    std::string word, value;
    for (TimePs time_ps; lines >> word;) {
      if (word != "edge" || !(lines >> time_ps >> value)) continue;
      std::size_t digits = 0;
      settled[time_ps] = time_ps == 0 ? 0 : std::stoull(value, &digits, 16);
      EXPECT_TRUE(time_ps == 0 || digits == value.size()) << time_ps << " ps: unknown: " << value;
    }
    Edges edges;
    std::uint64_t before = 0;
    for (const auto& [time_ps, out] : settled) {
      if (out != before) edges[time_ps] = before = out;
    }
    return edges;
  }

 private:
  Scratch scratch_;
};

std::string edge_text(const Edges::value_type& edge) {
  std::ostringstream text;
  text << edge.first << " ps: " << std::hex << edge.second;
  return text.str();
}

bool icarus_is_here() { return std::system("iverilog -V > /dev/null 2>&1") == 0; }

template <class Model>
void expect_same_edges(const std::string& cells, unsigned inputs, std::uint32_t start,
                       const std::vector<std::array<TimePs, 5>>& delays) {
  const IcarusSimulation icarus{cells};
  for (unsigned seed = 1; seed <= 6; ++seed) {
    for (const auto& delays_ps : delays) {
      std::mt19937 random{seed};
      const Stimuli stimuli = random_stimuli(random, delays_ps, inputs, start);
      SCOPED_TRACE(testing::Message() << "seed " << seed << ", first delay " << delays_ps[0]);
      const Edges found = verilated_edges<Model>(stimuli), expected = icarus.edges(stimuli);
      EXPECT_GT(expected.size(), 30u);
      const auto [f, e] =
          std::mismatch(found.begin(), found.end(), expected.begin(), expected.end());
      ASSERT_TRUE(f == found.end() && e == expected.end())
          << "first difference: Verilator " << (f == found.end() ? "at rest" : edge_text(*f))
          << ", Icarus " << (e == expected.end() ? "at rest" : edge_text(*e));
    }
  }
}

TEST(Icarus, SeesTheLeafCellsChangeAtThePicosecondsThatVerilatorSees) {
  if (!icarus_is_here()) GTEST_SKIP() << "no iverilog on this machine";
  expect_same_edges<Vleaf_cells>("leaf_cells", 14, 1,
                                 {{300'000, 45'000, 20'000, 12'000, 9'000},
                                  {1'000, 2'000, 3'000, 4'000, 5'000},
                                  {0, 0, 0, 0, 0}});
}

TEST(Icarus, SeesARowControllerChangeAtThePicosecondsThatVerilatorSees) {
  if (!icarus_is_here()) GTEST_SKIP() << "no iverilog on this machine";
  expect_same_edges<Vrow_cells>("row_cells", 28, 0x7ff84,
                                {{30'000, 2'000, 50'000, 3'000, 0},
                                 {3'000, 0, 5'000, 0, 0},
                                 {8'000, 1'000, 9'000, 1'000, 0}});
}

}  // namespace
}  // namespace softbound
