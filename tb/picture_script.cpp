// SPDX-License-Identifier: Apache-2.0
#include "picture_script.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

extern char** environ;

namespace softbound {

namespace {

namespace fs = std::filesystem;

// Debian's, to which Debian's matplotlib belongs.
constexpr const char* kPython = "/usr/bin/python3";
constexpr const char* kNeeded = "expected Debian's python3-matplotlib (with python3-numpy)";

std::string find_script(const std::string& name) {
  std::error_code error;
  const fs::path command = fs::read_symlink("/proc/self/exe", error);
  if (error) return {};
  std::vector<fs::path> places{command.parent_path() / "../share/softbound"};
  // A program of the build directory, wherever in it.
  for (fs::path above = command.parent_path(); above != above.root_path();
       above = above.parent_path()) {
    places.push_back(above / "scripts");
  }
  for (const fs::path& place : places) {
    if (fs::is_regular_file(place / name, error)) return (place / name).lexically_normal().string();
  }
  return {};
}

/// What the script said on stderr, and its wait status; -1 if it could not be started.
int run(const std::string& script, const std::string& directory, std::string& said) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return -1;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  std::string python = kPython, file = script, argument = directory;
  std::array<char*, 4> arguments{python.data(), file.data(), argument.data(), nullptr};
  pid_t child = 0;
  const int failure = posix_spawn(&child, kPython, &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (failure != 0) {
    close(ends[0]);
    said = std::string{kPython} + ": " + std::strerror(failure);
    return -1;
  }
  std::array<char, 4096> buffer;
  while (true) {
    const ssize_t count = read(ends[0], buffer.data(), buffer.size());
    if (count > 0) said.append(buffer.data(), static_cast<std::size_t>(count));
    if (count == 0 || (count < 0 && errno != EINTR)) break;
  }
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

std::string draw_figures(const std::string& script_name, const std::string& directory) {
  const std::string script = find_script(script_name);
  if (script.empty()) {
    return "no " + script_name + " beside the command's sources or where it is installed";
  }
  std::string said;
  const int status = run(script, directory, said);
  if (status == 0) return {};
  while (!said.empty() && said.back() == '\n') said.pop_back();
  // Of a traceback the last line says what went wrong.
  said = said.substr(said.rfind('\n') + 1);
  if (said.empty()) said = script_name + " ended early";
  return said.find("expected") == std::string::npos ? said + "; " + kNeeded : said;
}

}  // namespace softbound
