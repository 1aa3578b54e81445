// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <stdexcept>

#include "core/error.h"
#include "wave_file.h"
#include "wave_reader.h"
#include "wave_test.h"

namespace softbound {
namespace {

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no error";
}

void expect_contains(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << text;
}

/// What `action` says in a child process whose files may not grow beyond a size, as if the disk
/// were full then. (A full disk reports ENOSPC where the limit reports EFBIG.)
std::string message_with_file_limit(rlim_t bytes, const std::function<void()>& action) {
  int ends[2];
  if (pipe(ends) != 0) return "no pipe";
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, bytes};
    setrlimit(RLIMIT_FSIZE, &limit);
    const auto message = message_of(action);
    _exit(write(ends[1], message.data(), message.size()) < 0 ? 1 : 0);
  }
  ::close(ends[1]);
  std::string message;
  char buffer[512];
  for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;) {
    message.append(buffer, static_cast<std::size_t>(n));
  }
  ::close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status)) return fmt::format("child ended by signal {}", WTERMSIG(status));
  return message;
}

class WaveFailureTest : public test::WaveFiles {
 protected:
  /// Noise, which does not compress: about 8 bytes a step.
  static void record_noise(const std::string& file, int steps, int signals = 1) {
    WaveFile wave{file};
    std::vector<WaveFile::Id> ids;
    ids.reserve(static_cast<std::size_t>(signals));
    for (int k = 0; k < signals; ++k) ids.push_back(wave.add_real(fmt::format("tb.noise{}", k)));
    wave.open();
    std::uint64_t state = 1;
    for (int k = 0; k < steps; ++k) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      wave.set(ids[static_cast<std::size_t>(k % signals)], static_cast<double>(state));
      wave.dump(k);
    }
    wave.close();
  }
};

TEST_F(WaveFailureTest, OtherEndingsAreRefusedNamingBoth) {
  for (const char* name : {"waves", "waves.txt", ".fst", "waves.FST", "waves.vcd.gz"}) {
    const auto message = message_of([&] { WaveFile{name}; });
    expect_contains(message, name);
    expect_contains(message, ".fst or .vcd");
  }
  EXPECT_THROW(WaveFile{"waves"}, InputError);
}

TEST_F(WaveFailureTest, APlaceThatCannotBeWrittenIsNamedWithItsCause) {
  std::ofstream{path("file")} << "not a directory";
  std::filesystem::create_directory(path("directory.fst"));
  const std::pair<const char*, const char*> cases[] = {
      {"missing/waves.fst", "No such file or directory"},
      {"missing/waves.vcd", "No such file or directory"},
      {"file/waves.fst", "Not a directory"},
      {"directory.fst", "Is a directory"}};
  for (const auto& [name, cause] : cases) {
    WaveFile wave{path(name)};
    wave.add_bit("tb.bit");
    EXPECT_THROW(wave.open(), InputError);
    EXPECT_FALSE(wave.is_open());
    const auto message = message_of([&] { wave.open(); });
    expect_contains(message, path(name));
    expect_contains(message, cause);
  }
}

TEST_F(WaveFailureTest, AFullDiskIsReportedWhenTheFileIsCompleted) {
  for (const char* name : {"waves.fst", "waves.vcd"}) {
    const auto message =
        message_with_file_limit(100'000, [&] { record_noise(path(name), 50'000); });
    expect_contains(message, path(name) + ": cannot be written (File too large)");
  }
}

TEST_F(WaveFailureTest, AFullDiskEndsALongRunBeforeItsEnd) {
  int reached = 0;
  const auto message = message_with_file_limit(1'000'000, [&] {
    WaveFile wave{path("waves.fst")};
    const auto id = wave.add_real("tb.noise");
    wave.open();
    try {
      for (; reached < 3'000'000; ++reached) {
        wave.set(id, std::sin(static_cast<double>(reached)));
        wave.dump(reached);
      }
    } catch (const std::runtime_error& error) {
      throw std::runtime_error{fmt::format("at {}: {}", reached, error.what())};
    }
  });
  expect_contains(message, "at ");
  expect_contains(message, "cannot be written (File too large)");
}

TEST_F(WaveFailureTest, ADiskFullFromTheBeginningIsReportedWithoutACrash) {
  for (const rlim_t limit : {0, 1, 100, 400, 4'096, 10'000}) {
    const auto message =
        message_with_file_limit(limit, [&] { record_noise(path("waves.fst"), 5'000, 1'000); });
    expect_contains(message, "(File too large)");
  }
}

TEST_F(WaveFailureTest, AConversionWithoutSpaceForTheVcdIsReported) {
  record_noise(path("waves.fst"), 5'000);
  const auto message =
      message_with_file_limit(20'000, [&] { fst_to_vcd(path("waves.fst"), path("waves.vcd")); });
  expect_contains(message, path("waves.vcd") + ": cannot be written (File too large)");
}

TEST_F(WaveFailureTest, AConversionToAFullDeviceIsReported) {
  record_noise(path("waves.fst"), 5'000);
  const auto message = message_of([&] { fst_to_vcd(path("waves.fst"), "/dev/full"); });
  expect_contains(message, "/dev/full: cannot be written (No space left on device)");
}

}  // namespace
}  // namespace softbound
