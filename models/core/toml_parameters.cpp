// SPDX-License-Identifier: Apache-2.0
#include "core/toml_parameters.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <cmath>
#include <sstream>

#include "core/error.h"
#include "core/file.h"

namespace softbound {

struct TomlSource::Value {
  std::string origin;  // "file.toml:12" or "--set"
  enum class Kind { real, whole, flag, text } kind = Kind::real;
  double real = 0;
  std::int64_t whole = 0;
  bool flag = false;
  std::string text;

  std::string shown() const {
    switch (kind) {
      case Kind::real:
        return exact_text(real);
      case Kind::whole:
        return std::to_string(whole);
      case Kind::flag:
        return flag ? "true" : "false";
      case Kind::text:
        break;
    }
    return '"' + text + '"';
  }
};

class TomlSource::Reader : public ParameterVisitor {
 public:
  Reader(TomlSource& source, std::string table) : source_{source}, table_{std::move(table)} {
    source_.known_tables_.insert(table_);
  }

  void real(const ParameterKey& key, double& value, const Bounds& bounds) override {
    const Value* found = find(key);
    if (!found) return;
    const double number = number_of(*found, key, bounds.to_string());
    if (!bounds.contain(number)) fail(*found, key, bounds.to_string());
    value = number;
  }
  void whole(const ParameterKey& key, std::int64_t& value, const Bounds& bounds) override {
    const Value* found = find(key);
    if (!found) return;
    const auto expected = "a whole number, " + bounds.to_string();
    if (found->kind != Value::Kind::whole || !bounds.contain(static_cast<double>(found->whole))) {
      fail(*found, key, expected);
    }
    value = found->whole;
  }
  void time_ns(const ParameterKey& key, TimePs& value, const Bounds& bounds) override {
    const Value* found = find(key);
    if (!found) return;
    const double ns = number_of(*found, key, bounds.to_string());
    if (!bounds.contain(ns) || ns > kLongestTimeS * 1e9) fail(*found, key, bounds.to_string());
    const TimePs ps = ps_from_ns(ns);
    if (std::abs(ns * 1e3 - static_cast<double>(ps)) > 1e-6 * (1.0 + std::abs(ns))) {
      fail(*found, key, "a whole number of picoseconds");
    }
    value = ps;
  }
  void flag(const ParameterKey& key, bool& value) override {
    const Value* found = find(key);
    if (!found) return;
    if (found->kind != Value::Kind::flag) fail(*found, key, "true or false");
    value = found->flag;
  }
  void text(const ParameterKey& key, std::string& value) override {
    const Value* found = find(key);
    if (!found) return;
    if (found->kind != Value::Kind::text) fail(*found, key, "text in quotes");
    value = found->text;
  }
  void choice_index(const ParameterKey& key, std::size_t& value,
                    const std::vector<const char*>& names) override {
    const Value* found = find(key);
    if (!found) return;
    std::string expected = "one of";
    for (std::size_t k = 0; k < names.size(); ++k) {
      if (found->kind == Value::Kind::text && found->text == names[k]) {
        value = k;
        return;
      }
      expected += fmt::format("{} \"{}\"", k == 0 ? "" : ",", names[k]);
    }
    fail(*found, key, expected);
  }

 private:
  const Value* find(const ParameterKey& key) {
    const std::string path = table_ + '.' + key.name;
    source_.known_.insert(path);
    const auto it = source_.values_.find(path);
    return it == source_.values_.end() ? nullptr : &it->second;
  }
  double number_of(const Value& found, const ParameterKey& key, const std::string& expected) {
    if (found.kind == Value::Kind::real) return found.real;
    if (found.kind == Value::Kind::whole) return static_cast<double>(found.whole);
    fail(found, key, expected);
  }
  [[noreturn]] void fail(const Value& found, const ParameterKey& key, const std::string& expected) {
    throw InputError{fmt::format("{}: {}.{} = {}: expected {}", found.origin, table_, key.name,
                                 found.shown(), expected)};
  }

  TomlSource& source_;
  std::string table_;
};

TomlSource::TomlSource() = default;
TomlSource::~TomlSource() = default;
TomlSource::TomlSource(TomlSource&&) noexcept = default;
TomlSource& TomlSource::operator=(TomlSource&&) noexcept = default;

void TomlSource::add_file(const std::string& path) {
  merge(read_file(path, "a TOML file"), path, true);
}

void TomlSource::add_text(const std::string& text, const std::string& name) {
  merge(text, name, true);
}

void TomlSource::add_override(const std::string& assignment) {
  const auto equals = assignment.find('=');
  const auto dot = assignment.find('.');
  if (equals == std::string::npos || dot == std::string::npos || dot > equals || dot == 0 ||
      dot + 1 == equals || assignment.find('\n') != std::string::npos) {
    throw InputError{fmt::format(
        "--set {}: expected table.key=value, for example device.sigma=0.003", assignment)};
  }
  const std::string name = "--set " + assignment;
  try {
    merge(assignment, name, false);
  } catch (const InputError&) {
    // Shells eat quotes: a bare word is text.
    merge(fmt::format("{} = '{}'", assignment.substr(0, equals), assignment.substr(equals + 1)),
          name, false);
  }
}

void TomlSource::merge(const std::string& text, const std::string& name, bool lines) {
  toml::table root;
  try {
    root = toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    const auto where =
        lines ? fmt::format("{}:{}", name, static_cast<unsigned>(error.source().begin.line)) : name;
    throw InputError{fmt::format("{}: no TOML: {}", where, error.description())};
  }
  const auto origin = [&](const toml::node& node) {
    return lines ? fmt::format("{}:{}", name, static_cast<unsigned>(node.source().begin.line))
                 : name;
  };
  for (auto&& [table_name, table_node] : root) {
    const auto* table = table_node.as_table();
    const std::string table_text{table_name.str()};
    if (!table) {
      throw InputError{fmt::format("{}: {}: expected a key inside a table such as [timing]",
                                   origin(table_node), table_text)};
    }
    for (auto&& [key, node] : *table) {
      const std::string path = table_text + '.' + std::string{key.str()};
      Value value;
      value.origin = origin(node);
      if (node.is_floating_point()) {
        value.kind = Value::Kind::real;
        value.real = **node.as_floating_point();
      } else if (node.is_integer()) {
        value.kind = Value::Kind::whole;
        value.whole = **node.as_integer();
      } else if (node.is_boolean()) {
        value.kind = Value::Kind::flag;
        value.flag = **node.as_boolean();
      } else if (node.is_string()) {
        value.kind = Value::Kind::text;
        value.text = **node.as_string();
      } else {
        throw InputError{
            fmt::format("{}: {}: expected a number, true, false or text", value.origin, path)};
      }
      values_[path] = std::move(value);
    }
    if (table->empty())
      values_.try_emplace(table_text + '.').first->second.origin = origin(table_node);
  }
}

bool TomlSource::text(const std::string& table, const std::string& key, std::string& value) const {
  const auto it = values_.find(table + '.' + key);
  if (it == values_.end()) return false;
  if (it->second.kind != Value::Kind::text) {
    throw InputError{fmt::format("{}: {}.{} = {}: expected text in quotes", it->second.origin,
                                 table, key, it->second.shown())};
  }
  value = it->second.text;
  return true;
}

std::string TomlSource::origin(const std::string& table, const std::string& key) const {
  const auto it = values_.find(table + '.' + key);
  return it == values_.end() ? std::string{} : it->second.origin;
}

void TomlSource::finish() const {
  for (const auto& [path, value] : values_) {
    if (known_.count(path)) continue;
    const auto dot = path.find('.');
    const std::string table = path.substr(0, dot);
    const std::string key = path.substr(dot + 1);
    if (key.empty() && known_tables_.count(table)) continue;
    const bool table_known = known_tables_.count(table) != 0;
    std::vector<std::string> candidates;
    for (const auto& name : known_) {
      if (!table_known || name.compare(0, table.size() + 1, table + '.') == 0) {
        candidates.push_back(name);
      }
    }
    throw InputError{fmt::format("{}: unknown key {}: did you mean {}?", value.origin, path,
                                 nearest_word(path, candidates))};
  }
}

std::unique_ptr<ParameterVisitor> TomlSource::make_reader(const std::string& table) {
  return std::make_unique<Reader>(*this, table);
}

std::string exact_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

namespace {

class Printer : public ParameterVisitor {
 public:
  Printer(std::string& out, const std::string& table, const std::string& comment) : out_{out} {
    if (!out_.empty()) out_ += '\n';
    if (!comment.empty()) out_ += "# " + comment + '\n';
    out_ += '[' + table + "]\n";
  }
  void real(const ParameterKey& key, double& value, const Bounds&) override {
    line(key, exact_text(value));
  }
  void whole(const ParameterKey& key, std::int64_t& value, const Bounds&) override {
    line(key, std::to_string(value));
  }
  void time_ns(const ParameterKey& key, TimePs& value, const Bounds&) override {
    line(key, exact_text(ns_from_ps(value)));
  }
  void flag(const ParameterKey& key, bool& value) override { line(key, value ? "true" : "false"); }
  void text(const ParameterKey& key, std::string& value) override {
    std::ostringstream quoted;
    quoted << toml::value<std::string>{value};
    line(key, quoted.str());
  }
  void choice_index(const ParameterKey& key, std::size_t& value,
                    const std::vector<const char*>& names) override {
    std::string all;
    for (const char* name : names) all += (all.empty() ? "" : " | ") + std::string{name};
    line(key, fmt::format("\"{}\"", names.at(value)), all);
  }

 private:
  void line(const ParameterKey& key, const std::string& value, const std::string& values = "") {
    std::string note = key.meaning;
    if (!values.empty()) note += " (" + values + ')';
    if (*key.unit) note = fmt::format("[{}] {}", key.unit, note);
    if (*key.source) note += fmt::format(" {}", key.source);
    out_ += fmt::format("{:<34} # {}\n", fmt::format("{} = {}", key.name, value), note);
  }
  std::string& out_;
};

}  // namespace

std::unique_ptr<ParameterVisitor> TomlWriter::make_printer(const std::string& table,
                                                           const std::string& comment) {
  return std::make_unique<Printer>(text_, table, comment);
}

}  // namespace softbound
