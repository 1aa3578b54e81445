// SPDX-License-Identifier: Apache-2.0
#include "junit.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <sstream>

#include "network/output_file.h"
#include "network/scratch_directory.h"

namespace softbound {
namespace {

/// What Python's XML parser makes of a document: a line for the suite, a line a test case; or
/// "no XML".
std::vector<std::string> parsed(const std::string& document) {
  const ScratchDirectory directory;
  const std::string path = directory.file("junit.xml"), script = directory.file("parse.py");
  write_file(path, document);
  write_file(script, R"(
import sys, xml.etree.ElementTree as tree
try:
    root = tree.parse(sys.argv[1]).getroot()
except tree.ParseError:
    sys.exit('no XML')
assert root.tag == 'testsuites', root.tag
for suite in root:
    print(suite.tag, *(suite.get(k) for k in ('name', 'tests', 'failures', 'errors', 'skipped')),
          sep='|')
    for case in suite:
        what = case[0].tag if len(case) else 'passed'
        print(case.get('classname'), case.get('name'), what,
              case[0].get('message') if len(case) else '', case.get('file'), case.get('line'),
              (case[0].text or '').replace('\n', '/') if len(case) else '', sep='|')
)");
  std::FILE* const pipe = popen(("python3 " + script + " " + path + " 2>&1").c_str(), "r");
  std::string all;
  std::array<char, 4096> part{};
  for (std::size_t n; (n = std::fread(part.data(), 1, part.size(), pipe)) > 0;) {
    all.append(part.data(), n);
  }
  pclose(pipe);
  std::vector<std::string> lines;
  std::istringstream in{all};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string line_of(const std::vector<std::string>& lines, const std::string& start) {
  for (const auto& line : lines) {
    if (line.rfind(start, 0) == 0) return line;
  }
  return "no line " + start;
}

/// A run at level rtl in which a limit, a total and a hazard do not hold.
struct FailedRun {
  FailedRun() {
    setup.level = Level::rtl;
    std::array<TimingLimit, kTimingQuantities> limits;
    limits[static_cast<std::size_t>(TimingQuantity::hold_time)] = {0, 10, "my limits.toml:3"};
    limits[static_cast<std::size_t>(TimingQuantity::read_width)] = {3, 3, "nominal"};
    result.timing = TimingTable{limits};
    result.timing.record(TimingQuantity::hold_time, 12'500, 5'000'000, [] { return "req"; });
    result.timing.record(TimingQuantity::read_width, 3000, 5'000'000, [] { return "slot0.read"; });
    result.totals = {{TotalQuantity::held, 7, true, {3, "a<b>&\"c'.toml:12"}},
                     {TotalQuantity::dropped, 0, true, {0, "l.toml:1"}},
                     {TotalQuantity::ir_drop, 0.5, true, {}}};
    result.found = {{CheckKind::hazard, "runt", 2'000'000, "req", "high for 300 ps"},
                    {CheckKind::hazard, "runt", 3'000'000, "req", "high for 200 ps"}};
  }
  RunSetup setup;
  RunResult result;
};

TEST(Junit, CountsItsTestCases) {
  const FailedRun run;
  const auto lines = parsed(junit_xml("softbound run", run.setup, run.result, 0.25));
  const auto cases = [&](const std::string& what) {
    std::size_t count = 0;
    for (const auto& line : lines) count += line.find('|' + what + '|') != std::string::npos;
    return std::to_string(count);
  };
  ASSERT_GT(lines.size(), 1u);
  EXPECT_EQ(lines[0], "testsuite|softbound run|" + std::to_string(lines.size() - 1) + "|" +
                          cases("failure") + "|0|" + cases("skipped"));
  EXPECT_EQ(cases("failure"), "3");
}

TEST(Junit, LimitFailsWithTimeSignalFileAndLine) {
  const FailedRun run;
  const auto lines = parsed(junit_xml("", run.setup, run.result, 0));
  EXPECT_EQ(line_of(lines, "softbound.limit|hold_time"),
            "softbound.limit|hold_time|failure|1 of 1 outside <= 10.000 ns (my limits.toml:3), "
            "first at 0.000005000000 s: req was 12.500 ns|my limits.toml|3|1 of 1 outside <= "
            "10.000 ns (my limits.toml:3), first at 0.000005000000 s: req was 12.500 ns");
  EXPECT_EQ(line_of(lines, "softbound.limit|read_width"),
            "softbound.limit|read_width|passed||None|None|");
  EXPECT_EQ(line_of(lines, "softbound.limit|ltp_width").substr(0, 41),
            "softbound.limit|ltp_width|skipped|no limi");
}

TEST(Junit, TotalFailsAndItsOriginIsEscaped) {
  const FailedRun run;
  const auto lines = parsed(junit_xml("", run.setup, run.result, 0));
  EXPECT_EQ(line_of(lines, "softbound.limit|held"),
            "softbound.limit|held|failure|was 7, limit <= 3 (a<b>&\"c'.toml:12)|a<b>&\"c'.toml|12|"
            "was 7, limit <= 3 (a<b>&\"c'.toml:12)");
  EXPECT_EQ(line_of(lines, "softbound.limit|dropped"),
            "softbound.limit|dropped|passed||None|None|");
}

TEST(Junit, HazardTellsAllThatWasKept) {
  const FailedRun run;
  const auto lines = parsed(junit_xml("", run.setup, run.result, 0));
  EXPECT_EQ(line_of(lines, "softbound.hazard|runt"),
            "softbound.hazard|runt|failure|0.000002000000 s: req high for 300 ps|None|None|"
            "0.000002000000 s: req high for 300 ps/0.000003000000 s: req high for 200 ps");
  EXPECT_EQ(line_of(lines, "softbound.hazard|bundling"),
            "softbound.hazard|bundling|passed||None|None|");
}

TEST(Junit, LockStepTellsTheDifferenceAndTheEdgesBefore) {
  FailedRun run;
  EXPECT_EQ(line_of(parsed(junit_xml("", run.setup, run.result, 0)), "softbound.lock_step"),
            "no line softbound.lock_step");
  run.setup.lock_step = true;
  EXPECT_EQ(line_of(parsed(junit_xml("", run.setup, run.result, 0)), "softbound.lock_step"),
            "softbound.lock_step|rtl and pin|passed||None|None|");
  run.result.differences = {{30'000, 3, {{"ack", "false", "true"}}, {"0.0 s  req rises"}}};
  EXPECT_EQ(line_of(parsed(junit_xml("", run.setup, run.result, 0)), "softbound.lock_step"),
            "softbound.lock_step|rtl and pin|failure|0.000000030000 s, cycle 3: ack is false in "
            "rtl, true in pin|None|None|0.000000030000 s, cycle 3: ack is false in rtl, true in "
            "pin/the last edges before:/0.0 s  req rises");
}

TEST(Junit, FaultPassesWhenItIsCaught) {
  FailedRun run;
  run.result.faults = {{"runt-request@1us", 1'000'000, {"runt"}},
                       {"late-up@1us", 1'000'000, {}},
                       {"overlap@1us", -1, {}}};
  const auto lines = parsed(junit_xml("", run.setup, run.result, 0));
  EXPECT_EQ(line_of(lines, "softbound.fault|runt"),
            "softbound.fault|runt-request@1us|passed||None|None|");
  EXPECT_NE(line_of(lines, "softbound.fault|late").find("unnoticed"), std::string::npos);
  EXPECT_NE(line_of(lines, "softbound.fault|over").find("not triggered"), std::string::npos);
}

TEST(Junit, BytesThatXmlCannotHoldAreReplaced) {
  EXPECT_EQ(xml_text("plain"), "plain");
  EXPECT_EQ(xml_text("<a href=\"b\">&</a>"), "&lt;a href=&quot;b&quot;&gt;&amp;&lt;/a&gt;");
  EXPECT_EQ(xml_text("\xc2\xb5s \xf0\x9f\x99\x82"), "\xc2\xb5s \xf0\x9f\x99\x82");
  const std::string replacement = "\xef\xbf\xbd";
  EXPECT_EQ(xml_text(std::string{"a\0b\x1b", 4}), "a" + replacement + "b" + replacement);
  for (const char* bad : {"\xff", "\xc0\xaf", "\xe2\x82", "\xed\xa0\x80", "\xef\xbf\xbf"}) {
    const std::string text = xml_text(bad);
    EXPECT_EQ(text.substr(0, 3), replacement) << bad;
    FailedRun run;
    EXPECT_EQ(parsed(junit_xml(bad, run.setup, run.result, 0))[0].substr(0, 10), "testsuite|");
  }
}

}  // namespace
}  // namespace softbound
