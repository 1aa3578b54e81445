// SPDX-License-Identifier: Apache-2.0
#include "chip/register_payload.h"

#include <cstring>

#include "chip/register_bank.h"

namespace softbound {

namespace {

constexpr unsigned kWordBytes = 4;

/// @return nothing if a byte enable is neither enabled nor disabled
std::optional<std::uint32_t> enabled_bytes(const tlm::tlm_generic_payload& payload) {
  const unsigned char* const enables = payload.get_byte_enable_ptr();
  if (enables == nullptr) return 0xffffffffu;
  const unsigned length = payload.get_byte_enable_length();
  if (length == 0) return std::nullopt;
  unsigned char bytes[kWordBytes];
  for (unsigned k = 0; k < kWordBytes; ++k) {
    bytes[k] = enables[k % length];
    if (bytes[k] != TLM_BYTE_ENABLED && bytes[k] != TLM_BYTE_DISABLED) return std::nullopt;
  }
  std::uint32_t mask;
  std::memcpy(&mask, bytes, kWordBytes);
  return mask;
}

}  // namespace

std::optional<RegisterWord> RegisterWord::of(tlm::tlm_generic_payload& payload) {
  const auto refuse = [&](tlm::tlm_response_status status) {
    payload.set_response_status(status);
    return std::nullopt;
  };
  payload.set_dmi_allowed(false);
  if (payload.get_command() == tlm::TLM_IGNORE_COMMAND) return refuse(tlm::TLM_OK_RESPONSE);
  if (payload.get_address() > 0xfff || payload.get_address() % kWordBytes != 0) {
    return refuse(tlm::TLM_ADDRESS_ERROR_RESPONSE);
  }
  if (payload.get_data_length() != kWordBytes || payload.get_streaming_width() < kWordBytes) {
    return refuse(tlm::TLM_BURST_ERROR_RESPONSE);
  }
  const auto enabled = enabled_bytes(payload);
  if (!enabled) return refuse(tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
  RegisterWord word{static_cast<std::uint32_t>(payload.get_address()), payload.is_write(), 0,
                    *enabled};
  if (word.is_write && word.enabled == 0) return refuse(tlm::TLM_OK_RESPONSE);
  std::memcpy(&word.data, payload.get_data_ptr(), kWordBytes);
  return word;
}

std::uint32_t RegisterWord::merged(std::uint32_t held) const {
  const std::uint32_t kept = RegisterBank::clears(address) ? 0 : held;
  return (data & enabled) | (kept & ~enabled);
}

void RegisterWord::answer(tlm::tlm_generic_payload& payload, std::uint32_t word) const {
  std::uint32_t bytes;
  std::memcpy(&bytes, payload.get_data_ptr(), kWordBytes);
  bytes = (word & enabled) | (bytes & ~enabled);
  std::memcpy(payload.get_data_ptr(), &bytes, kWordBytes);
  payload.set_response_status(tlm::TLM_OK_RESPONSE);
}

tlm::tlm_response_status refusal(bool register_exists) {
  return register_exists ? tlm::TLM_COMMAND_ERROR_RESPONSE : tlm::TLM_ADDRESS_ERROR_RESPONSE;
}

}  // namespace softbound
