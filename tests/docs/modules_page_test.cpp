// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>
#include <string>

#include "core/file.h"
#include "device/device_registry.h"

namespace softbound {
namespace {

using Names = std::set<std::string>;

/// First cells of the table below `## TITLE`, without their backquotes.
Names rows_below(const std::string& title) {
  std::istringstream page{read_file(SOFTBOUND_SOURCE_DIR "/docs/modules.md", "a page")};
  Names names;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.rfind("## ", 0) == 0) inside = line == "## " + title;
    if (inside && line.rfind("| `", 0) == 0) names.insert(line.substr(3, line.find('`', 3) - 3));
  }
  return names;
}

Names files(const std::string& directory, const std::string& extension) {
  Names names;
  for (const auto& entry :
       std::filesystem::directory_iterator{SOFTBOUND_SOURCE_DIR "/" + directory}) {
    if (entry.path().extension() == extension) names.insert(entry.path().stem().string());
  }
  return names;
}

TEST(ModulesPage, HasEveryDevice) {
  EXPECT_EQ(rows_below("Devices"), Names(device_names().begin(), device_names().end()));
}

TEST(ModulesPage, HasEverySystemCModule) {
  EXPECT_EQ(rows_below("SystemC modules"), files("models/chip", ".h"));
}

TEST(ModulesPage, HasEveryRtlModule) {
  EXPECT_EQ(rows_below("RTL modules"), files("rtl/control", ".sv"));
}

TEST(ModulesPage, HasEverySelfTimedRtlModule) {
  EXPECT_EQ(rows_below("Self-timed RTL modules"), files("rtl/self_timed", ".sv"));
}

}  // namespace
}  // namespace softbound
