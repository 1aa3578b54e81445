// SPDX-License-Identifier: Apache-2.0
#include "junit.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace softbound {

namespace {

/// Length of the UTF-8 character at the beginning of a text; 0 if it is none that XML allows.
std::size_t utf8_length(const std::string& text, std::size_t at) {
  const auto byte = [&](std::size_t k) {
    return at + k < text.size() ? static_cast<unsigned char>(text[at + k]) : 0u;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return first >= ' ' || first == '\t' || first == '\n' ? 1 : 0;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  unsigned code = first & (0x7fu >> length);
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(k) & 0xc0) != 0x80) return 0;
    code = code << 6 | (byte(k) & 0x3f);
  }
  constexpr unsigned kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  if (first < 0xc2 || first > 0xf4 || code < kLeast[length] || code > 0x10ffff || surrogate ||
      code == 0xfffe || code == 0xffff) {
    return 0;
  }
  return length;
}

/// One test case after the other, counted.
class Suite {
 public:
  void pass(const char* kind, const std::string& name) { open(kind, name), text_ += "/>\n"; }
  void skip(const char* kind, const std::string& name, const std::string& why) {
    ++skipped_;
    open(kind, name);
    text_ += fmt::format(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", xml_text(why));
  }
  /// @param origin file:line of a limit, or anything else
  void fail(const char* kind, const std::string& name, const std::string& message,
            const std::string& origin = {}) {
    ++failures_;
    open(kind, name);
    const auto colon = origin.rfind(':');
    const bool line = colon != std::string::npos && colon + 1 < origin.size() &&
                      origin.find_first_not_of("0123456789", colon + 1) == std::string::npos;
    if (line) {
      text_ += fmt::format(" file=\"{}\" line=\"{}\"", xml_text(origin.substr(0, colon)),
                           origin.substr(colon + 1));
    }
    const auto end = message.find('\n');
    text_ +=
        fmt::format(">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
                    kind, xml_text(message.substr(0, end)), xml_text(message));
  }
  void judge(const char* kind, const std::string& name, const std::string& failure) {
    failure.empty() ? pass(kind, name) : fail(kind, name, failure);
  }
  std::string document(const std::string& name, double time_s) const {
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"{}\" "
        "tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"{:.3f}\">\n{}  "
        "</testsuite>\n</testsuites>\n",
        xml_text(name), tests_, failures_, skipped_, time_s, text_);
  }

 private:
  void open(const char* kind, const std::string& name) {
    ++tests_;
    text_ +=
        fmt::format("    <testcase classname=\"softbound.{}\" name=\"{}\"", kind, xml_text(name));
  }
  std::string text_;
  int tests_ = 0, failures_ = 0, skipped_ = 0;
};

std::string at(TimePs time_ps) { return fmt::format("{:.12f} s", s_from_ps(time_ps)); }

void add_limits(Suite& suite, const RunResult& result) {
  for (std::size_t k = 0; k < kTimingQuantities; ++k) {
    const TimingEntry& e = result.timing.entries()[k];
    const char* name = kTimingQuantityNames[k];
    if (!e.measured) {
      suite.skip("limit", name, "not measured at this level");
    } else if (!e.limit.set()) {
      suite.skip("limit", name, "no limit");
    } else if (e.violations == 0) {
      suite.pass("limit", name);
    } else {
      suite.fail("limit", name,
                 fmt::format("{} of {} outside {} ns ({}), first at {}: {} was {:.3f} ns",
                             e.violations, e.count, limit_text(e.limit), e.limit.origin,
                             at(e.first_violation_ps - result.pre_roll_ps),
                             e.first_violation_signal, ns_from_ps(e.first_violating_ps)),
                 e.limit.origin);
    }
  }
}

/// All that a check found, a line each.
std::string found_by(const RunResult& result, CheckKind kind, const std::string& check) {
  std::string text;
  for (const Violation& found : result.found) {
    if (found.kind != kind || (!check.empty() && found.check != check)) continue;
    text += fmt::format("{}{}: {}{}{}", text.empty() ? "" : "\n", at(found.time_ps), found.signal,
                        found.signal.empty() ? "" : " ", found.text);
  }
  return text;
}

void add_invariants(Suite& suite, const RunSetup& setup, const RunResult& result) {
  const bool wires = has_wires(setup.level);
  const auto judge = [&](const std::string& name, bool judged) {
    std::string failure = found_by(result, CheckKind::invariant, name);
    // Without wires there is no log, but conservation is checked all the same.
    for (const std::string& sentence : result.violations) {
      if (!wires && sentence.rfind(name + ':', 0) == 0) failure += sentence + '\n';
    }
    if (!judged && failure.empty()) {
      suite.skip("invariant", name, "not judged in this run");
    } else {
      suite.judge("invariant", name, failure);
    }
  };
  for (std::size_t k = 0; k < result.invariant_checks.size(); ++k) {
    // Conservation is checked at the end of every run.
    const bool at_end = k + 1 == 15 && setup.level != Level::event && !result.stopped;
    judge(fmt::format("I{}", k + 1), at_end || result.invariant_checks[k] > 0);
  }
  judge("cells", wires);
  judge("assertions", setup.level == Level::rtl);
}

void add_hazards(Suite& suite, const RunSetup& setup, const RunResult& result) {
  for (std::size_t k = 0; k < kHazards; ++k) {
    if (!has_wires(setup.level)) {
      suite.skip("hazard", kHazardNames[k], "this level has no wires");
    } else {
      suite.judge("hazard", kHazardNames[k], found_by(result, CheckKind::hazard, kHazardNames[k]));
    }
  }
}

void add_lock_step(Suite& suite, const RunResult& result) {
  std::string text;
  if (!result.differences.empty()) {
    const LockStepDifference& difference = result.differences.front();
    const auto& first = difference.wires.front();
    text = fmt::format("{}{}: {} is {} in rtl, {} in pin\nthe last edges before:\n{}",
                       at(difference.time_ps), difference.cycle_text(), first.signal, first.driving,
                       first.following, fmt::join(difference.history, "\n"));
  }
  suite.judge("lock_step", "rtl and pin", text);
}

void add_faults(Suite& suite, const RunResult& result) {
  for (const FaultOutcome& fault : result.faults) {
    suite.judge("fault", fault.text,
                fault.acted_ps < 0        ? "not triggered"
                : fault.caught_by.empty() ? "acted at " + at(fault.acted_ps) + ", unnoticed"
                                          : "");
  }
}

}  // namespace

std::string xml_text(const std::string& text) {
  std::string safe;
  for (std::size_t k = 0; k < text.size();) {
    const std::size_t length = utf8_length(text, k);
    if (length == 0) {
      safe += "\xef\xbf\xbd";  // U+FFFD, the replacement character
    } else if (text[k] == '<') {
      safe += "&lt;";
    } else if (text[k] == '>') {
      safe += "&gt;";
    } else if (text[k] == '&') {
      safe += "&amp;";
    } else if (text[k] == '"') {
      safe += "&quot;";
    } else {
      safe += text.substr(k, length);
    }
    k += std::max<std::size_t>(length, 1);
  }
  return safe;
}

std::string junit_xml(const std::string& name, const RunSetup& setup, const RunResult& result,
                      double time_s) {
  Suite suite;
  add_limits(suite, result);
  for (const TotalVerdict& total : result.totals) {
    const char* key = kTotalQuantityNames[static_cast<std::size_t>(total.quantity)];
    if (!total.limited()) {
      suite.skip("limit", key, "no limit");
    } else if (total.passed()) {
      suite.pass("limit", key);
    } else {
      suite.fail("limit", key,
                 fmt::format("was {:.6g}, limit <= {:.6g} ({})", total.value, total.limit.greatest,
                             total.limit.origin),
                 total.limit.origin);
    }
  }
  add_invariants(suite, setup, result);
  add_hazards(suite, setup, result);
  if (setup.lock_step) add_lock_step(suite, result);
  add_faults(suite, result);
  return suite.document(name, time_s);
}

}  // namespace softbound
