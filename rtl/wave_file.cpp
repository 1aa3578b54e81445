// SPDX-License-Identifier: Apache-2.0
#include "wave_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <utility>

#include "core/error.h"
#include "fst_io.h"
#include "wave_file_impl.h"
#include "wave_reader.h"

namespace softbound {
namespace {

/// Changes, in bytes as the library keeps them, after which a block is compressed and written:
/// bounds the memory of long runs (the library would collect 128 MB) and what is lost if the
/// process is killed.
constexpr std::size_t kBlockBytes = std::size_t{16} << 20;
constexpr std::size_t kChangeBytes = 6;  // besides the value

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() > end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

InputError cannot_create(const std::string& path, int error) {
  return InputError{fmt::format("{}: cannot be created ({}), expected a place for a waveform file",
                                path, std::strerror(error))};
}

}  // namespace

WaveFile::WaveFile(std::string path) : impl_{std::make_unique<Impl>()} {
  if (!ends_with(path, ".fst") && !ends_with(path, ".vcd")) {
    throw InputError{
        fmt::format("{}: a waveform file of unknown format, expected a name that ends with .fst "
                    "or .vcd",
                    path)};
  }
  impl_->path = std::move(path);
}

WaveFile::~WaveFile() {
  const bool told = impl_->failed;
  try {
    close();
  } catch (const std::exception& error) {
    if (!told) fmt::print(stderr, "{}\n", error.what());
  }
}

WaveFile::Id WaveFile::add_real(const std::string& name) {
  return impl_->add(name, Impl::Kind::real, 0);
}
WaveFile::Id WaveFile::add_bit(const std::string& name) {
  return impl_->add(name, Impl::Kind::bit, 0);
}
WaveFile::Id WaveFile::add_bus(const std::string& name, std::size_t width) {
  if (width == 0) throw std::logic_error{fmt::format("waveform: bus '{}' has no bits", name)};
  return impl_->add(name, Impl::Kind::bus, width);
}

void WaveFile::open() {
  auto& me = *impl_;
  if (me.opened) throw std::logic_error{fmt::format("{}: opened twice", me.path)};
  if (me.signals.empty() && me.models.empty()) {
    throw std::logic_error{fmt::format("{}: opened without any signal", me.path)};
  }
  // Tell the cause here: the library would go on without a file.
  std::FILE* probe = std::fopen(me.path.c_str(), "wb");
  if (!probe) throw cannot_create(me.path, errno);
  std::fclose(probe);
  me.fst_path = me.path;
  if (ends_with(me.path, ".vcd")) {
    me.fst_path += ".XXXXXX.fst";
    const int descriptor = mkstemps(me.fst_path.data(), 4);
    if (descriptor < 0) throw cannot_create(me.fst_path, errno);
    ::close(descriptor);
  }

  auto* trace = me.file.spTrace();
  trace->set_time_unit("1ps");
  trace->set_time_resolution("1ps");
  trace->addInitCb(&Impl::declare, &me);
  trace->addFullCb(&Impl::write_all, &me);
  trace->addChgCb(&Impl::write_changed, &me);
  errno = 0;
  fst_io::first_error = 0;
  me.file.open(me.fst_path.c_str());
  if (!me.file.isOpen()) throw cannot_create(me.path, errno != 0 ? errno : EIO);
  me.opened = true;
  me.check_written();
}

bool WaveFile::is_open() const { return impl_->opened && !impl_->closed; }
const std::string& WaveFile::path() const { return impl_->path; }

void WaveFile::set(Id id, double value) {
  impl_->change(impl_->signal(id, Impl::Kind::real), id, &Impl::Signal::real, value);
}
void WaveFile::set(Id id, bool value) {
  impl_->change(impl_->signal(id, Impl::Kind::bit), id, &Impl::Signal::bit, value);
}
void WaveFile::set(Id id, const Bits& value) {
  auto& signal = impl_->signal(id, Impl::Kind::bus);
  if (value.width() != signal.bus.width()) {
    throw std::logic_error{fmt::format("waveform: '{}' has {} bits, set to a value of {}",
                                       signal.name, signal.bus.width(), value.width())};
  }
  impl_->change(signal, id, &Impl::Signal::bus, value);
}

bool WaveFile::has_changes() const {
  return impl_->changed > 0 || impl_->last_ps < 0 || !impl_->models.empty();
}

bool WaveFile::has_set_changes() const { return impl_->changed > 0; }

void WaveFile::dump(TimePs now_ps) {
  if (!has_changes()) return;
  impl_->record(now_ps);
}

TimePs WaveFile::last_dump_ps() const { return impl_->last_ps; }

void WaveFile::close() { impl_->close(); }

void WaveFile::close(TimePs end_ps) {
  if (is_open() && (impl_->changed > 0 || end_ps > impl_->last_ps)) {
    impl_->record(std::max(end_ps, impl_->last_ps + 1));
  }
  impl_->close();
}

bool WaveFile::Impl::Signal::changed() const {
  switch (kind) {
    case Kind::real:
      // By bits: NaN is no change from NaN, -0 is one from 0.
      // NOLINTNEXTLINE(bugprone-suspicious-memory-comparison)
      return std::memcmp(&real, &recorded_real, sizeof real) != 0;
    case Kind::bit:
      return bit != recorded_bit;
    case Kind::bus:
      break;
  }
  return bus != recorded_bus;
}

WaveFile::Id WaveFile::Impl::add(const std::string& full_name, Kind kind, std::size_t width) {
  if (opened) throw std::logic_error{fmt::format("waveform: '{}' added after open", full_name)};
  const std::string framed = '.' + full_name + '.';
  if (framed.find("..") != std::string::npos ||
      full_name.find_first_of(" \t\n\r\v\f") != std::string::npos) {
    throw std::logic_error{fmt::format("waveform: '{}' is no hierarchical name", full_name)};
  }
  if (!names.insert(full_name).second) {
    throw std::logic_error{fmt::format("waveform: '{}' added twice", full_name)};
  }
  Signal signal;
  const auto dot = full_name.rfind('.');
  if (dot != std::string::npos) signal.scope = full_name.substr(0, dot);
  signal.name = dot == std::string::npos ? full_name : full_name.substr(dot + 1);
  signal.kind = kind;
  signal.bus = Bits(width);
  signal.recorded_bus = Bits(width);
  signals.push_back(std::move(signal));
  return Id{static_cast<std::uint32_t>(signals.size() - 1)};
}

void WaveFile::Impl::check_attach(const void* model, const VerilatedContext* its_context) {
  if (opened) throw std::logic_error{"waveform: model attached after open"};
  if (std::find(models.begin(), models.end(), model) != models.end()) {
    throw std::logic_error{"waveform: model attached twice"};
  }
  if (context && context != its_context) {
    throw std::logic_error{"waveform: models of different contexts cannot share a file"};
  }
  context = its_context;
  models.push_back(model);
}

WaveFile::Impl::Signal& WaveFile::Impl::signal(Id id, Kind kind) {
  auto& found = signals.at(static_cast<std::uint32_t>(id));
  if (found.kind != kind) {
    throw std::logic_error{
        fmt::format("waveform: '{}' set to a value of another type", found.name)};
  }
  return found;
}

template <class Value>
void WaveFile::Impl::change(Signal& signal, Id id, Value Signal::*member, const Value& value) {
  const bool before = signal.changed();
  signal.*member = value;
  const bool after = signal.changed();
  changed += static_cast<std::size_t>(after);
  changed -= static_cast<std::size_t>(before);
  if (after && !signal.queued) {
    signal.queued = true;
    queue.push_back(static_cast<std::uint32_t>(id));
  }
}

void WaveFile::Impl::record(TimePs now_ps) {
  if (!opened || closed) throw std::logic_error{fmt::format("{}: dump while not open", path)};
  if (now_ps <= last_ps || now_ps < 0) {
    throw std::logic_error{
        fmt::format("{}: dump at {} ps after a dump at {} ps", path, now_ps, last_ps)};
  }
  fst_io::first_error = 0;
  file.dump(static_cast<std::uint64_t>(now_ps));
  last_ps = now_ps;
  if (unflushed >= kBlockBytes) {
    unflushed = 0;
    file.flush();
  }
  check_written();
}

void WaveFile::Impl::close() {
  if (!opened || closed) return;
  struct RemoveTemporary {
    const Impl& me;
    ~RemoveTemporary() {
      if (me.fst_path != me.path) std::remove(me.fst_path.c_str());
    }
  };
  const RemoveTemporary at_end{*this};
  // A file without any time stamp would be none: it shows the values at 0.
  if (last_ps < 0 && !failed) record(0);
  closed = true;
  fst_io::first_error = 0;
  file.close();
  check_written();
  if (failed || fst_path == path) return;
  try {
    fst_to_vcd(fst_path, path);
  } catch (const InputError& error) {
    failed = true;
    throw std::runtime_error{error.what()};
  }
}

void WaveFile::Impl::check_written() {
  if (fst_io::first_error == 0) return;
  failed = true;
  throw std::runtime_error{fmt::format("{}: cannot be written ({}), the waveform is incomplete",
                                       path, std::strerror(fst_io::first_error))};
}

/// Signals scope by scope, each scope where it was first named, so that none is opened twice.
std::vector<std::size_t> WaveFile::Impl::tree_order() const {
  std::map<std::string, std::size_t> rank;
  std::vector<std::pair<std::vector<std::size_t>, std::size_t>> keyed;
  for (std::size_t k = 0; k < signals.size(); ++k) {
    std::vector<std::size_t> key;
    const std::string& scope = signals[k].scope;
    for (std::size_t dot = 0; dot != std::string::npos && !scope.empty();) {
      dot = scope.find('.', dot + 1);
      key.push_back(rank.emplace(scope.substr(0, dot), rank.size()).first->second);
    }
    keyed.emplace_back(std::move(key), k);
  }
  std::sort(keyed.begin(), keyed.end());
  std::vector<std::size_t> order;
  order.reserve(keyed.size());
  for (const auto& item : keyed) order.push_back(item.second);
  return order;
}

void WaveFile::Impl::declare(void* self, VerilatedFst* trace, std::uint32_t code) {
  auto& me = *static_cast<Impl*>(self);
  trace->scopeEscape(' ');
  for (const auto k : me.tree_order()) {
    auto& signal = me.signals[k];
    signal.code = code;
    trace->pushNamePrefix(signal.scope.empty() ? "" : trace_scope(signal.scope) + ' ');
    switch (signal.kind) {
      case Kind::real:
        trace->declDouble(code, signal.name.c_str(), -1, FST_VD_IMPLICIT, FST_VT_VCD_REAL, false,
                          -1);
        code += 2;
        break;
      case Kind::bit:
        trace->declBit(code, signal.name.c_str(), -1, FST_VD_IMPLICIT, FST_VT_VCD_WIRE, false, -1);
        code += 1;
        break;
      case Kind::bus: {
        const auto width = static_cast<int>(signal.bus.width());
        trace->declArray(code, signal.name.c_str(), -1, FST_VD_IMPLICIT, FST_VT_VCD_WIRE, false, -1,
                         width - 1, 0);
        code += static_cast<std::uint32_t>((width + 31) / 32);
        break;
      }
    }
    trace->popNamePrefix();
  }
  trace->scopeEscape('.');
}

void WaveFile::Impl::write(Signal& signal, VerilatedFst::Buffer* buffer) {
  auto* old = buffer->oldp(signal.code);
  switch (signal.kind) {
    case Kind::real:
      buffer->fullDouble(old, signal.recorded_real = signal.real);
      break;
    case Kind::bit:
      buffer->fullBit(old, signal.recorded_bit = signal.bit);
      break;
    case Kind::bus: {
      const auto& source = signal.bus.words();
      words.resize(2 * source.size());
      for (std::size_t k = 0; k < source.size(); ++k) {
        words[2 * k] = static_cast<std::uint32_t>(source[k]);
        words[2 * k + 1] = static_cast<std::uint32_t>(source[k] >> 32);
      }
      buffer->fullWData(old, words.data(), static_cast<int>(signal.bus.width()));
      signal.recorded_bus = signal.bus;
      unflushed += kChangeBytes + signal.bus.width();
      break;
    }
  }
}

void WaveFile::Impl::write_all(void* self, VerilatedFst::Buffer* buffer) {
  auto& me = *static_cast<Impl*>(self);
  for (auto& signal : me.signals) {
    me.write(signal, buffer);
    signal.queued = false;
  }
  me.queue.clear();
  me.changed = 0;
}

void WaveFile::Impl::write_changed(void* self, VerilatedFst::Buffer* buffer) {
  auto& me = *static_cast<Impl*>(self);
  for (const auto id : me.queue) {
    auto& signal = me.signals[id];
    if (signal.changed()) me.write(signal, buffer);
    signal.queued = false;
  }
  me.queue.clear();
  me.changed = 0;
}

}  // namespace softbound
