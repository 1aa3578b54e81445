// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/parameter.h"

namespace softbound {

/// Values from TOML files and from `table.key=value` overrides, later ones over earlier ones.
/// Every value remembers where it came from, so that an error can name file and line.
class TomlSource {
 public:
  TomlSource();
  ~TomlSource();
  TomlSource(TomlSource&&) noexcept;
  TomlSource& operator=(TomlSource&&) noexcept;

  /// @throws InputError if the file cannot be read or is no TOML
  void add_file(const std::string& path);
  /// @param text TOML; `name` stands for the file in messages
  void add_text(const std::string& text, const std::string& name);
  /// @param assignment `table.key=value`, the value as in TOML; quotes around text may be left out
  /// @param origin of the value for messages, an option of the command; empty: --set assignment
  /// @throws InputError if it has another form
  void add_override(const std::string& assignment, const std::string& origin = {});

  /// A text value if it was given: for keys that decide what the others mean (model, preset).
  /// @throws InputError if it is given and is no text
  bool text(const std::string& table, const std::string& key, std::string& value) const;

  /// Where a value was given, "file.toml:12" or "--set ..."; empty if it was not.
  std::string origin(const std::string& table, const std::string& key) const;

  /// Fills the members of a parameter struct from `[table]`; members not named keep their value.
  /// @throws InputError naming file and line on a wrong type or a value outside its bounds
  template <class Parameters>
  void read(Parameters& parameters, const std::string& table) {
    const auto reader = make_reader(table);
    parameters.describe(*reader);
  }

  /// @throws InputError on the first key that no read() asked for, naming the nearest known one
  void finish() const;

 private:
  struct Value;
  class Reader;
  std::unique_ptr<ParameterVisitor> make_reader(const std::string& table);
  void merge(const std::string& text, const std::string& name, bool lines);

  std::map<std::string, Value> values_;  // by "table.key"
  std::set<std::string> known_;
  std::set<std::string> known_tables_;
};

/// Prints structs as commented TOML that TomlSource reads back to the same values.
class TomlWriter {
 public:
  /// What the comment behind a value says.
  enum class Notes { meaning, meaning_and_bounds };
  explicit TomlWriter(Notes notes = Notes::meaning) : notes_{notes} {}

  template <class Parameters>
  void write(const Parameters& parameters, const std::string& table, const std::string& comment) {
    const auto printer = make_printer(table, comment);
    auto copy = parameters;
    copy.describe(*printer);
  }
  const std::string& text() const { return text_; }

 private:
  std::unique_ptr<ParameterVisitor> make_printer(const std::string& table,
                                                 const std::string& comment);
  Notes notes_;
  std::string text_;
};

/// Shortest decimal text that reads back to the same double.
std::string exact_text(double value);

}  // namespace softbound
