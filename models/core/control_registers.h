// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace softbound {

/// The register map of the control, the same at every level: byte offsets on a 12-bit APB.
namespace control_register {

constexpr std::uint32_t kId = 0x00;
constexpr std::uint32_t kVersion = 0x04;
constexpr std::uint32_t kControl = 0x08;
constexpr std::uint32_t kStatus = 0x0C;
constexpr std::uint32_t kTRead = 0x10;
constexpr std::uint32_t kTGap = 0x14;
constexpr std::uint32_t kTWrite = 0x18;
constexpr std::uint32_t kTRecover = 0x1C;
constexpr std::uint32_t kPolicy = 0x20;
constexpr std::uint32_t kIrqStatus = 0x24;
constexpr std::uint32_t kIrqMask = 0x28;
constexpr std::uint32_t kCounters = 0x80;     ///< ControlCounter k at kCounters + 4 k
constexpr std::uint32_t kColumnMask = 0x100;  ///< columns 32 k ... at + 4 k; likewise below
constexpr std::uint32_t kPosMask = 0x200;
constexpr std::uint32_t kNegMask = 0x300;

constexpr std::uint32_t kIdValue = 0x53424E44;       ///< "SBND"
constexpr std::uint32_t kVersionValue = 0x00010000;  ///< 1.0

constexpr std::uint32_t kControlEnable = 1u << 0;
constexpr std::uint32_t kControlSoftReset = 1u << 1;
constexpr std::uint32_t kControlWriteEnable = 1u << 2;
constexpr std::uint32_t kControlReset = kControlWriteEnable;

constexpr std::uint32_t kStatusIdle = 1u << 8;
constexpr std::uint32_t kStatusRequestWaiting = 1u << 9;

constexpr std::uint32_t kIrqIllegalUpDn = 1u << 0;
constexpr std::uint32_t kIrqBadAddress = 1u << 1;
constexpr std::uint32_t kIrqDropped = 1u << 2;
constexpr std::uint32_t kIrqOutputDropped = 1u << 3;

constexpr std::uint32_t kTReadReset = 300;
constexpr std::uint32_t kTGapReset = 2;
constexpr std::uint32_t kTWriteReset = 1004;
constexpr std::uint32_t kTRecoverReset = 2;
constexpr std::uint32_t kLongestPhaseCycles = 0xffff;  ///< what T_* can hold

}  // namespace control_register

/// What the control counts. accepted, held, dropped, bad_address count spikes; reads, ltp, ltd,
/// no_write, illegal_updn count cells; out_* count output spikes. All saturate at 2^32 - 1.
///
/// In every policy: reads = ltp + ltd + no_write + illegal_updn once all events are complete. A
/// read that is superseded (retrigger, abort, soft reset before the latch) ends as `no_write`.
enum class ControlCounter : std::uint32_t {
  accepted,
  held,
  dropped,
  bad_address,
  reads,
  ltp,
  ltd,
  no_write,
  illegal_updn,
  out_spikes,
  out_dropped,
};
constexpr std::size_t kControlCounters = 11;
constexpr std::array<const char*, kControlCounters> kControlCounterNames{
    "accepted", "held",     "dropped",      "bad_address", "reads",      "ltp",
    "ltd",      "no_write", "illegal_updn", "out_spikes",  "out_dropped"};

using ControlCounters = std::array<std::uint64_t, kControlCounters>;

}  // namespace softbound
