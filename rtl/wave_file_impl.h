// SPDX-License-Identifier: Apache-2.0
#pragma once
// Verilator-facing half of WaveFile; included by the RTL facades only. The callbacks used here are
// no documented interface of Verilator: they are those of 5.006.

#include <algorithm>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <vector>

#include "verilated_fst_c.h"
#include "wave_file.h"

namespace softbound {

/// The name under which a traced model must be constructed: Verilator separates trace scopes by
/// blanks, and a dotted name would become one flat scope.
inline std::string trace_scope(std::string name) {
  std::replace(name.begin(), name.end(), '.', ' ');
  return name;
}

struct WaveFile::Impl {
  enum class Kind { real, bit, bus };
  /// One signal: what was set last and what the file holds.
  struct Signal {
    std::string scope, name;
    Kind kind;
    std::uint32_t code = 0;
    bool queued = false;
    double real = 0.0, recorded_real = 0.0;
    bool bit = false, recorded_bit = false;
    Bits bus, recorded_bus;

    bool changed() const;
  };

  /// Adds a Verilated model, constructed with trace_scope(name), and everything in it.
  /// @throws std::logic_error after open(), for a model attached twice, or for models that do not
  ///   share one context (Verilator would end the process)
  template <class Model>
  void attach(Model& model) {
    check_attach(&model, model.contextp());
    model.trace(&file, 99);
  }

  Signal& signal(Id id, Kind kind);
  Id add(const std::string& full_name, Kind kind, std::size_t width);
  void check_attach(const void* model, const VerilatedContext* context);
  /// Stores a value and keeps count of the signals that differ from the file.
  template <class Value>
  void change(Signal& signal, Id id, Value Signal::*member, const Value& value);
  std::vector<std::size_t> tree_order() const;
  void record(TimePs now_ps);
  void close();
  /// Reports a failed write once the library has noted one.
  void check_written();

  static void declare(void* self, VerilatedFst* trace, std::uint32_t code);
  static void write_all(void* self, VerilatedFst::Buffer* buffer);
  static void write_changed(void* self, VerilatedFst::Buffer* buffer);
  void write(Signal& signal, VerilatedFst::Buffer* buffer);

  std::string path;      // what the user asked for
  std::string fst_path;  // what is being recorded
  VerilatedFstC file;
  bool opened = false, closed = false, failed = false;
  std::vector<Signal> signals;
  std::unordered_set<std::string> names;
  std::vector<const void*> models;
  const VerilatedContext* context = nullptr;
  std::vector<std::uint32_t> queue;  // signals set since the last record
  std::size_t changed = 0;           // those of them that differ from it
  std::size_t unflushed = 0;         // bytes of changes since the last flush
  std::vector<std::uint32_t> words;  // a bus as Verilator takes it
  TimePs last_ps = -1;
};

}  // namespace softbound
