// SPDX-License-Identifier: Apache-2.0
#include "control/control_rtl.h"

#include <fmt/format.h>

#include <algorithm>

#include "control/control_factory.h"
#include "core/error.h"

namespace softbound {
namespace {

/// The controls there are, smallest first.
struct Registry {
  std::string own_name;  ///< empty: the built ones
  std::vector<ControlFactory> factories;
};

Registry& registry() {
  static auto the_only = [] {
    Registry built{"", control_factories()};
    std::sort(built.factories.begin(), built.factories.end(),
              [](const ControlFactory& a, const ControlFactory& b) {
                return a.size.rows * a.size.columns < b.size.rows * b.size.columns;
              });
    return built;
  }();
  return the_only;
}

}  // namespace

void use_own_control(const std::string& name, const ControlFactory& own) {
  registry() = {name, {own}};
}

const std::string& ControlRtl::own_name() { return registry().own_name; }

const std::vector<ControlSize>& ControlRtl::built_sizes() {
  static const auto kSizes = [] {
    std::vector<ControlSize> all;
    for (const auto& factory : registry().factories) all.push_back(factory.size);
    return all;
  }();
  return kSizes;
}

std::unique_ptr<ControlRtl> ControlRtl::create(RtlContext& context, const std::string& name,
                                               std::size_t rows, std::size_t columns) {
  std::string built;
  for (const auto& [size, make] : registry().factories) {
    if (rows <= size.rows && columns <= size.columns) return make(context, name, size);
    built += fmt::format("{}{} x {}", built.empty() ? "" : ", ", size.rows, size.columns);
  }
  if (const std::string& own = registry().own_name; !own.empty()) {
    throw InputError(
        fmt::format("array of {} rows x {} columns: expected one that fits into {}, the size of {}",
                    rows, columns, built, own));
  }
  throw InputError(
      fmt::format("array of {} rows x {} columns: no RTL control of that size is built, expected "
                  "one that fits into {}; to build another, add it to SOFTBOUND_CONTROL_SIZES in "
                  "rtl/control/CMakeLists.txt",
                  rows, columns, built));
}

}  // namespace softbound
