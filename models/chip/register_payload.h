// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <tlm>

namespace softbound {

/// One access to one 32-bit register, as a generic payload asks for it. Data are in the host's
/// order of bytes, as TLM-2.0 has it; bytes that are not enabled stay as they are.
struct RegisterWord {
  std::uint32_t address;
  bool is_write;
  std::uint32_t data;     ///< of a write
  std::uint32_t enabled;  ///< a mask of the enabled bytes

  /// @return nothing if the payload asks for something else than a word or nothing at all; its
  ///         response status then says why
  static std::optional<RegisterWord> of(tlm::tlm_generic_payload& payload);

  /// The word to write if the register holds `held`. Where a write clears, bytes that are not
  /// enabled clear nothing.
  std::uint32_t merged(std::uint32_t held) const;
  /// Puts what was read into the payload's enabled bytes, and says OK.
  void answer(tlm::tlm_generic_payload& payload, std::uint32_t word) const;
};

/// The response to a write that the register refuses, by whether there is such a register.
tlm::tlm_response_status refusal(bool register_exists);

}  // namespace softbound
