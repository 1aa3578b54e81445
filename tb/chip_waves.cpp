// SPDX-License-Identifier: Apache-2.0
#include "chip_waves.h"

#include <fmt/format.h>

#include <algorithm>

#include "chip/sim_time.h"
#include "gtkw.h"

namespace softbound {

namespace {

// A self-timed control has a slot per row; nobody looks at 784 of them.
constexpr std::size_t kShownSlots = 16;
constexpr std::size_t kShownNeurons = 128;

std::size_t bits_for(std::size_t values) {
  std::size_t bits = 1;
  while ((std::size_t{1} << bits) < values) ++bits;
  return bits;
}

std::string slot_name(std::size_t s) { return fmt::format("softbound.control.slot{}", s); }
std::string cell_name(const PseudoCrossbar::Probe& probe) {
  return fmt::format("softbound.array.synapse_{}_{}", probe.row, probe.column);
}
std::string neuron_name(std::size_t j) { return fmt::format("softbound.neurons.neuron{}", j); }

}  // namespace

ChipWaves::ChipWaves(const std::string& path, Chip& chip) : path_{path}, chip_{chip}, wave_{path} {
  follow_control(chip.pins, std::min(chip.pins.slots.size(), kShownSlots));
  follow_cells(chip);
  follow_neurons(chip);
}

void ChipWaves::follow_control(ControlSignals& pins, std::size_t shown_slots) {
  const std::string top = "softbound.control.";
  follow(wave_, pins.rst_n, top + "rst_ni");
  follow(wave_, pins.req, top + "req_i");
  follow(wave_, pins.addr, top + "addr_i", bits_for(pins.rows));
  follow(wave_, pins.ack, top + "ack_o");
  follow(wave_, pins.row_sel, top + "row_sel_o");
  follow(wave_, pins.col_sel, top + "col_sel_o");
  follow(wave_, pins.up, top + "up_i");
  follow(wave_, pins.dn, top + "dn_i");
  follow(wave_, pins.fire, top + "fire_i");
  follow(wave_, pins.out_req, top + "out_req_o");
  follow(wave_, pins.out_addr, top + "out_addr_o", bits_for(pins.columns));
  follow(wave_, pins.out_ack, top + "out_ack_i");
  follow(wave_, pins.psel, top + "psel_i");
  follow(wave_, pins.penable, top + "penable_i");
  follow(wave_, pins.pwrite, top + "pwrite_i");
  follow(wave_, pins.paddr, top + "paddr_i", 12);
  follow(wave_, pins.pwdata, top + "pwdata_i");
  follow(wave_, pins.irq, top + "irq_o");
  follow(wave_, pins.idle, top + "idle_o");
  for (std::size_t s = 0; s < shown_slots; ++s) {
    SlotSignals& slot = *pins.slots[s];
    follow(wave_, slot.row, slot_name(s) + ".row_o", bits_for(pins.rows));
    follow(wave_, slot.read, slot_name(s) + ".read_o");
    follow(wave_, slot.wr, slot_name(s) + ".wr_o");
    follow(wave_, slot.ltp, slot_name(s) + ".ltp_o");
    follow(wave_, slot.ltd, slot_name(s) + ".ltd_o");
  }
}

void ChipWaves::follow_cells(Chip& chip) {
  for (const auto& probe : chip.crossbar.probes()) {
    const std::string scope = cell_name(*probe) + '.';
    follow(wave_, probe->read, scope + "read");
    follow(wave_, probe->ltp, scope + "ltp");
    follow(wave_, probe->ltd, scope + "ltd");
    follow(wave_, probe->cell->n_read, scope + "n_read");
    follow(wave_, probe->cell->n_ltp, scope + "n_ltp");
    follow(wave_, probe->cell->n_ltd, scope + "n_ltd");
    for (std::size_t k = 0; k < probe->cell->s.size(); ++k) {
      follow(wave_, probe->cell->s[k], fmt::format("{}s{}", scope, k + 1));
    }
    follow(wave_, probe->cell->v_te_v, scope + "v_te_v");
    follow(wave_, probe->cell->v_mem_v, scope + "v_mem_v");
    follow(wave_, probe->cell->i_a, scope + "i_a");
    follow(wave_, probe->cell->w, scope + "w");
  }
}

void ChipWaves::follow_neurons(Chip& chip) {
  struct Ids {
    WaveFile::Id up, dn, fire, i_dpi, i_mem, i_ca;
  };
  std::vector<Ids> shown;
  for (std::size_t j = 0; j < std::min(chip.neurons.size(), kShownNeurons); ++j) {
    const std::string scope = neuron_name(j) + '.';
    shown.push_back({wave_.add_bit(scope + "up"), wave_.add_bit(scope + "dn"),
                     wave_.add_bit(scope + "fire"), wave_.add_real(scope + "i_dpi"),
                     wave_.add_real(scope + "i_mem"), wave_.add_real(scope + "i_ca")});
  }
  sc_core::sc_spawn_options options;
  options.spawn_method();
  options.set_sensitivity(&chip.neurons.moved());
  options.set_sensitivity(&chip.pins.up);
  options.set_sensitivity(&chip.pins.dn);
  options.set_sensitivity(&chip.pins.fire);
  sc_core::sc_spawn(
      [this, &chip, shown] {
        for (std::size_t j = 0; j < shown.size(); ++j) {
          const Ids& ids = shown[j];
          wave_.set(ids.up, chip.pins.up.read().test(j));
          wave_.set(ids.dn, chip.pins.dn.read().test(j));
          wave_.set(ids.fire, chip.pins.fire.read().test(j));
          const NeuronValues values = chip.neurons.values(j);
          wave_.set(ids.i_dpi, values.i_dpi_per_s);
          wave_.set(ids.i_mem, values.v_mem);
          wave_.set(ids.i_ca, values.calcium);
        }
      },
      "follow_neurons", &options);
}

void ChipWaves::open() {
  wave_.open();
  hook_ = std::make_unique<WaveHook>(wave_);
}

void ChipWaves::open_window(const WaveWindow& window, TimePs origin_ps, TimePs clock_period_ps) {
  TimePs from_ps = std::max<TimePs>(1, origin_ps + window.from_ps);
  if (const TimePs period_ps = clock_period_ps; period_ps > 0) {
    from_ps = std::max<TimePs>(0, from_ps - period_ps / 2) / period_ps * period_ps + period_ps / 2;
  }
  const TimePs to_ps =
      window.to_ps > kNever - origin_ps ? kNever : std::max(from_ps, origin_ps + window.to_ps);
  hook_ = std::make_unique<WaveHook>(wave_, from_ps, to_ps);
  // Nothing happens then, but there are time steps.
  sc_core::sc_spawn_options options;
  options.spawn_method();
  options.dont_initialize();
  options.set_sensitivity(&from_);
  options.set_sensitivity(&to_);
  sc_core::sc_spawn([] {}, "window", &options);
  from_.notify(sim_time(from_ps));
  if (to_ps < kNever) to_.notify(sim_time(to_ps));
}

void ChipWaves::close(TimePs first_event_ps) {
  hook_->close();
  if (over()) write_gtkw(first_event_ps);
}

void ChipWaves::write_gtkw(TimePs first_event_ps) const {
  const ControlSignals& pins = chip_.pins;
  GtkwFile save;
  save.begin_group("AER in");
  save.bit("softbound.control.req_i");
  save.bus("softbound.control.addr_i", bits_for(pins.rows));
  save.bit("softbound.control.ack_o");
  save.end_group();
  save.begin_group("control");
  save.bus("softbound.control.row_sel_o", pins.rows);
  save.bus("softbound.control.col_sel_o", pins.columns);
  save.bus(slot_name(0) + ".row_o", bits_for(pins.rows));
  save.bit(slot_name(0) + ".read_o");
  save.bit(slot_name(0) + ".wr_o");
  save.bus(slot_name(0) + ".ltp_o", pins.columns);
  save.bus(slot_name(0) + ".ltd_o", pins.columns);
  save.bus("softbound.control.up_i", pins.columns);
  save.bus("softbound.control.dn_i", pins.columns);
  save.end_group();
  if (!chip_.crossbar.probes().empty()) {
    const std::string cell = cell_name(*chip_.crossbar.probes().front());
    save.begin_group(cell.substr(cell.rfind('.') + 1));
    for (const char* bit : {".read", ".ltp", ".ltd"}) save.bit(cell + bit);
    save.real(cell + ".v_te_v", GtkwFile::Curve::interpolated);
    save.real(cell + ".v_mem_v", GtkwFile::Curve::interpolated);
    save.real(cell + ".i_a", GtkwFile::Curve::interpolated);
    save.real(cell + ".w");
    save.end_group();
  }
  const std::string neuron =
      neuron_name(chip_.crossbar.probes().empty() ? 0 : chip_.crossbar.probes().front()->column);
  save.begin_group(neuron.substr(neuron.rfind('.') + 1));
  for (const char* bit : {".up", ".dn", ".fire"}) save.bit(neuron + bit);
  save.real(neuron + ".i_mem", GtkwFile::Curve::interpolated);
  save.real(neuron + ".i_ca", GtkwFile::Curve::interpolated);
  save.end_group();
  save.begin_group("AER out", false);
  save.bit("softbound.control.out_req_o");
  save.bus("softbound.control.out_addr_o", bits_for(pins.columns));
  save.bit("softbound.control.out_ack_i");
  save.end_group();
  save.window(std::max<TimePs>(0, first_event_ps - kPsPerUs), first_event_ps + 15 * kPsPerUs);
  save.write(path_.substr(0, path_.rfind('.')) + ".gtkw", path_);
}

}  // namespace softbound
