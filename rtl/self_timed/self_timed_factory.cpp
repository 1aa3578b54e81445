// SPDX-License-Identifier: Apache-2.0
#include "self_timed/self_timed_factory.h"

#include <fmt/format.h>

#include "core/error.h"

namespace softbound {

namespace {

const SelfTimedFactory& factory_for(std::size_t columns) {
  static const auto kFactories = self_timed_factories();
  for (const auto& factory : kFactories) {
    if (columns <= factory.columns) return factory;
  }
  throw InputError{
      fmt::format("array.columns = {}: expected at most {}, the widest that self-timed RTL was "
                  "built for; more with cmake -DSOFTBOUND_SELF_TIMED_COLUMNS=...",
                  columns, kFactories.back().columns)};
}

}  // namespace

std::vector<std::size_t> RowControllerRtl::built_columns() {
  std::vector<std::size_t> built;
  for (const auto& factory : self_timed_factories()) built.push_back(factory.columns);
  return built;
}

std::unique_ptr<RowControllerRtl> RowControllerRtl::create(RtlContext& context,
                                                           const std::string& name,
                                                           std::size_t columns) {
  return factory_for(columns).make_row(context, name, columns);
}

std::unique_ptr<OutputArbiterRtl> OutputArbiterRtl::create(RtlContext& context,
                                                           const std::string& name,
                                                           std::size_t columns) {
  return factory_for(columns).make_arbiter(context, name, columns);
}

}  // namespace softbound
