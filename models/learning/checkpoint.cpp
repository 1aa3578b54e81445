// SPDX-License-Identifier: Apache-2.0
#include "learning/checkpoint.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <sstream>

#include "core/error.h"
#include "core/file.h"
#include "network/csv.h"

namespace softbound {

namespace {

constexpr std::string_view kMagic{"SBLEARN\n"};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeader = kMagic.size() + 4 + 8;

std::uint32_t checksum(std::string_view bytes) {
  return static_cast<std::uint32_t>(
      crc32_z(crc32_z(0, nullptr, 0), reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

class Writer {
 public:
  template <class Whole>
  void whole(Whole value) {
    for (std::size_t k = 0; k < sizeof value; ++k) {
      bytes_ += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * k));
    }
  }
  void real(double value) { whole(__builtin_bit_cast(std::uint64_t, value)); }
  void text(std::string_view value) {
    whole(std::uint64_t{value.size()});
    bytes_ += value;
  }
  void reals(const std::vector<double>& values) {
    whole(std::uint64_t{values.size()});
    for (const double value : values) real(value);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  Reader(std::string_view rest, const std::string& name) : rest_{rest}, name_{name} {}

  template <class Whole>
  Whole whole() {
    need(sizeof(Whole));
    std::uint64_t value = 0;
    for (std::size_t k = 0; k < sizeof(Whole); ++k) {
      value |= std::uint64_t{static_cast<unsigned char>(rest_[k])} << (8 * k);
    }
    rest_.remove_prefix(sizeof(Whole));
    return static_cast<Whole>(value);
  }
  double real() { return __builtin_bit_cast(double, whole<std::uint64_t>()); }
  std::string text() {
    const std::size_t size = count(1);
    std::string value{rest_.substr(0, size)};
    rest_.remove_prefix(size);
    return value;
  }
  std::vector<double> reals() {
    std::vector<double> values(count(sizeof(double)));
    for (double& value : values) value = real();
    return values;
  }
  /// A count of things of `size` bytes each, which must be there.
  std::size_t count(std::size_t size) {
    const auto n = whole<std::uint64_t>();
    if (n > rest_.size() / size) fail(fmt::format("a list of {} entries", n));
    return static_cast<std::size_t>(n);
  }
  bool at_end() const { return rest_.empty(); }
  [[noreturn]] void fail(const std::string& found) const {
    throw InputError{
        fmt::format("{}: found {}, expected a checkpoint of a learning run", name_, found)};
  }

 private:
  void need(std::size_t bytes) const {
    if (rest_.size() < bytes) fail("the end of the file");
  }
  std::string_view rest_;
  const std::string& name_;
};

constexpr std::size_t kPointBytes =
    4 * 8 + 8 + kDigitClasses * (kDigitClasses + 1) * 8;  // of a CurvePoint

std::string payload_of(const Checkpoint& checkpoint) {
  const LearningState& state = checkpoint.state;
  Writer out;
  out.text(checkpoint.identity);
  out.whole(state.presentations);
  out.whole(state.taught);
  out.reals(state.weights);
  out.whole(std::uint64_t{state.write_counts.size()});
  for (const std::uint32_t count : state.write_counts) out.whole(count);
  out.reals(state.hidden_state);
  out.whole(std::uint64_t{state.curve.size()});
  for (const CurvePoint& point : state.curve) {
    out.whole(point.presentations);
    out.whole(point.taught);
    out.whole(point.scores.images);
    out.whole(point.scores.silent);
    out.real(point.scores.split_sum);
    for (const auto& row : point.scores.confusion) {
      for (const std::uint64_t count : row) out.whole(count);
    }
  }
  return out.take();
}

Checkpoint parse_payload(std::string_view payload, const std::string& name) {
  Reader in{payload, name};
  Checkpoint checkpoint;
  checkpoint.identity = in.text();
  LearningState& state = checkpoint.state;
  state.presentations = in.whole<std::uint64_t>();
  state.taught = in.whole<std::uint64_t>();
  state.weights = in.reals();
  state.write_counts.resize(in.count(sizeof(std::uint32_t)));
  for (auto& count : state.write_counts) count = in.whole<std::uint32_t>();
  state.hidden_state = in.reals();
  state.curve.resize(in.count(kPointBytes));
  for (CurvePoint& point : state.curve) {
    point.presentations = in.whole<std::uint64_t>();
    point.taught = in.whole<std::uint64_t>();
    point.scores.images = in.whole<std::uint64_t>();
    point.scores.silent = in.whole<std::uint64_t>();
    point.scores.split_sum = in.real();
    for (auto& row : point.scores.confusion) {
      for (auto& count : row) count = in.whole<std::uint64_t>();
    }
  }
  if (!in.at_end()) in.fail("more than one checkpoint");
  return checkpoint;
}

/// All bytes on the disk, or an error and no file.
void write_durably(const std::string& path, std::string_view bytes) {
  const auto fail = [&](int error) {
    ::unlink(path.c_str());
    throw InputError{fmt::format("{}: {}", path, std::strerror(error))};
  };
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) fail(errno);
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      const int error = errno;
      ::close(file);
      fail(error);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  const bool synced = ::fsync(file) == 0;
  const int error = errno;
  if (::close(file) != 0 || !synced) fail(synced ? errno : error);
}

void rename_over(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) == 0) return;
  throw InputError{fmt::format("{}: {}", to, std::strerror(errno))};
}

void require_identity(const std::string& found, const std::string& expected,
                      const std::string& path) {
  std::istringstream a{found}, b{expected};
  std::string line_a, line_b;
  while (true) {
    const bool more_a = static_cast<bool>(std::getline(a, line_a));
    const bool more_b = static_cast<bool>(std::getline(b, line_b));
    if (!more_a && !more_b) return;
    if (more_a && more_b && line_a == line_b) continue;
    throw InputError{fmt::format("{}: of another run: found {}, expected {}", path,
                                 more_a ? shown_text(line_a) : "the end",
                                 more_b ? shown_text(line_b) : "the end")};
  }
}

}  // namespace

std::string run_identity(const LearningRun& run) {
  TomlWriter writer;
  run.network().write(writer);
  std::string identity =
      fmt::format("seed = {}\npictures = {:08x}\n", run.seed(), run.data().checksum());
  // Without the comments: what a parameter means may be told better one day.
  std::istringstream lines{writer.text()};
  for (std::string line, table; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    line.erase(line.find_last_not_of(' ', line.find('#') - 1) + 1);
    if (line.front() == '[') {
      table = line.substr(1, line.size() - 2);
    } else {
      identity += fmt::format("{}.{}\n", table, line);
    }
  }
  return identity;
}

std::string checkpoint_bytes(const Checkpoint& checkpoint) {
  const std::string payload = payload_of(checkpoint);
  Writer out;
  out.whole(kVersion);
  out.whole(std::uint64_t{payload.size()});
  Writer end;
  end.whole(checksum(payload));
  return std::string{kMagic} + out.take() + payload + end.take();
}

Checkpoint parse_checkpoint(std::string_view bytes, const std::string& name) {
  Reader header{bytes, name};
  if (bytes.substr(0, kMagic.size()) != kMagic) {
    header.fail(bytes.empty() ? "an empty file" : "something else");
  }
  Reader in{bytes.substr(kMagic.size()), name};
  if (const auto version = in.whole<std::uint32_t>(); version != kVersion) {
    throw InputError{fmt::format("{}: a checkpoint of version {}, expected version {}", name,
                                 version, kVersion)};
  }
  const auto size = in.whole<std::uint64_t>();
  const std::size_t left = bytes.size() - kHeader;
  if (left < 4 || size != left - 4) {
    throw InputError{
        fmt::format("{}: a checkpoint cut short or lengthened: found {} bytes after "
                    "its header, expected {} and a checksum of 4",
                    name, left, size)};
  }
  const std::string_view payload = bytes.substr(kHeader, static_cast<std::size_t>(size));
  Reader end{bytes.substr(kHeader + payload.size()), name};
  if (const auto found = checksum(payload); found != end.whole<std::uint32_t>()) {
    throw InputError{
        fmt::format("{}: a damaged checkpoint: found contents of checksum {:08x}, expected another",
                    name, found)};
  }
  return parse_payload(payload, name);
}

void CheckpointStore::save(const Checkpoint& checkpoint) const {
  const std::string fresh = latest() + ".new";
  write_durably(fresh, checkpoint_bytes(checkpoint));
  std::error_code error;
  if (std::filesystem::exists(latest(), error)) rename_over(latest(), before());
  rename_over(fresh, latest());
  // The names, too, shall outlive a loss of power.
  if (const int directory = ::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      directory >= 0) {
    ::fsync(directory);
    ::close(directory);
  }
}

CheckpointStore::Loaded CheckpointStore::load(const std::string& identity) const {
  std::string refused;
  for (const std::string& path : {latest(), before()}) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) continue;
    Loaded loaded;
    try {
      loaded.checkpoint = parse_checkpoint(read_file(path, "a checkpoint"), path);
    } catch (const InputError& damage) {
      if (!refused.empty()) throw;
      refused = damage.what();
      continue;
    }
    require_identity(loaded.checkpoint.identity, identity, path);
    loaded.path = path;
    loaded.refused = std::move(refused);
    return loaded;
  }
  throw InputError{refused.empty()
                       ? latest() + ": found no checkpoint, expected one of an interrupted run"
                       : std::move(refused)};
}

}  // namespace softbound
