// SPDX-License-Identifier: Apache-2.0
#include "child_process.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "core/error.h"

#ifdef SOFTBOUND_COVERAGE
extern "C" void __gcov_dump();
#endif

namespace softbound {

namespace {

constexpr int kPollMs = 50;
// How an answer begins.
constexpr char kResult = 'r', kInputError = 'i', kError = 'e';

bool send_bytes(int to, const char* bytes, std::size_t count) {
  while (count > 0) {
    const ssize_t n = send(to, bytes, count, MSG_NOSIGNAL);
    if (n < 0 && errno != EINTR) return false;
    if (n <= 0) continue;
    bytes += n;
    count -= static_cast<std::size_t>(n);
  }
  return true;
}

/// @return false at the end of the stream or if it was given up
bool receive_bytes(int from, char* bytes, std::size_t count,
                   const std::function<bool()>& given_up) {
  while (count > 0) {
    if (given_up()) return false;
    pollfd ready{from, POLLIN, 0};
    if (poll(&ready, 1, kPollMs) <= 0) continue;
    const ssize_t n = read(from, bytes, count);
    if (n == 0 || (n < 0 && errno != EINTR)) return false;
    if (n < 0) continue;
    bytes += n;
    count -= static_cast<std::size_t>(n);
  }
  return true;
}

bool send_message(int to, const std::string& message) {
  const std::uint64_t size = message.size();
  return send_bytes(to, reinterpret_cast<const char*>(&size), sizeof size) &&
         send_bytes(to, message.data(), message.size());
}

bool receive_message(int from, std::string& message, const std::function<bool()>& given_up) {
  std::uint64_t size = 0;
  if (!receive_bytes(from, reinterpret_cast<char*>(&size), sizeof size, given_up)) return false;
  message.resize(static_cast<std::size_t>(size));
  return receive_bytes(from, message.data(), message.size(), given_up);
}

std::string answer_to(const std::string& request, const ChildProcess::Serve& serve) {
  try {
    return kResult + serve(request);
  } catch (const InputError& error) {
    return kInputError + std::string{error.what()};
  } catch (const std::exception& error) {
    return kError + std::string{error.what()};
  }
}

/// The child's whole life. Signals of the terminal are for the parent to act on: it ends this
/// process by closing its end.
[[noreturn]] void live(int parent, const ChildProcess::Serve& serve) {
  std::string request;
  while (receive_message(parent, request, [] { return false; })) {
    if (!send_message(parent, answer_to(request, serve))) break;
  }
  std::fflush(nullptr);
#ifdef SOFTBOUND_COVERAGE
  __gcov_dump();
#endif
  _exit(0);
}

void reap(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace

ChildProcess::ChildProcess(const Serve& serve) {
  std::fflush(nullptr);
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) {
    throw std::runtime_error{fmt::format("no socket: {}", std::strerror(errno))};
  }
  child_ = fork();
  if (child_ == 0) {
    close(ends[0]);
    live(ends[1], serve);
  }
  const int error = errno;
  close(ends[1]);
  socket_ = ends[0];
  if (child_ < 0) {
    close(socket_);
    throw std::runtime_error{fmt::format("no process: {}", std::strerror(error))};
  }
}

ChildProcess::~ChildProcess() {
  close(socket_);
  if (child_ > 0) reap(child_);
}

std::optional<std::string> ChildProcess::ask(const std::string& request,
                                             const std::function<bool()>& given_up) {
  std::string answer;
  bool was_given_up = false;
  const bool complete = child_ > 0 && send_message(socket_, request) &&
                        receive_message(socket_, answer, [&] { return was_given_up = given_up(); });
  if (!complete || answer.empty()) {
    if (child_ > 0) {
      kill(child_, SIGKILL);
      reap(child_);
      child_ = -1;
    }
    if (was_given_up) return std::nullopt;
    throw std::runtime_error{"a simulation ended without a result"};
  }
  const char kind = answer.front();
  answer.erase(0, 1);
  if (kind == kInputError) throw InputError{answer};
  if (kind == kError) throw std::runtime_error{answer};
  return answer;
}

}  // namespace softbound
