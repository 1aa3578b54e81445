// SPDX-License-Identifier: Apache-2.0
#include "command_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "core/file.h"
#include "network/output_file.h"

namespace softbound::test {

namespace {

/// In the child: never returns.
[[noreturn]] void become_command(const std::string& program, const std::string& directory,
                                 const std::vector<std::string>& arguments,
                                 const std::string& out_path, const std::string& err_path,
                                 const std::function<void()>& before) {
  const int out = open(out_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  const int err = open(err_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  const int in = open("/dev/null", O_RDONLY);
  if (out < 0 || err < 0 || in < 0 || chdir(directory.c_str()) != 0) _exit(126);
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  if (before) before();
  execv(program.c_str(), argv.data());
  _exit(127);
}

}  // namespace

std::string Command::default_program() { return SOFTBOUND_COMMAND; }

Ended Command::run(const std::vector<std::string>& arguments) const {
  // Beside the working directory's files, so that a test sees only what the command made.
  const ScratchDirectory output;
  const pid_t child = fork();
  if (child == 0) {
    become_command(program, directory_.path(), arguments, output.file("out"), output.file("err"),
                   before);
  }
  if (child < 0) throw std::runtime_error{"fork failed"};
  if (meanwhile) meanwhile(child);
  int status = 0;
  if (waitpid(child, &status, 0) != child) throw std::runtime_error{"waitpid failed"};
  Ended ended;
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  ended.out = read_file(output.file("out"), "stdout of the command");
  ended.err = read_file(output.file("err"), "stderr of the command");
  return ended;
}

std::vector<std::string> Command::small(const std::vector<std::string>& more) {
  std::vector<std::string> arguments{"run",   "--set", "array.rows=16", "--set", "array.columns=4",
                                     "--out", "out"};
  const auto given = [&](const char* option) {
    return std::find(more.begin(), more.end(), option) != more.end();
  };
  if (!given("--spikes") && !given("--digit")) {
    arguments.insert(arguments.end(), {"--spikes", "spikes.csv"});
  }
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

Ended Command::run_small(const std::vector<std::string>& more) const { return run(small(more)); }

std::string Command::read(const std::string& name) const {
  return read_file(path(name), "a file of the test");
}

void Command::write(const std::string& name, const std::string& bytes) const {
  write_file(path(name), bytes);
}

bool Command::exists(const std::string& name) const { return std::filesystem::exists(path(name)); }

void Command::write_spikes(std::size_t count, double period_s, std::size_t rows) const {
  std::string text = "time_s,row\n";
  for (std::size_t k = 0; k < count; ++k) {
    text += fmt::format("{:.9f},{}\n", static_cast<double>(k + 1) * period_s, k % rows);
  }
  write("spikes.csv", text);
}

void expect_bad_input(const Command& command, const Ended& ended,
                      const std::vector<std::string>& words) {
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
  EXPECT_EQ(ended.err.rfind("softbound: ", 0), 0U) << ended.err;
  for (const auto& word : words) {
    EXPECT_NE(ended.err.find(word), std::string::npos) << '"' << word << "\" in: " << ended.err;
  }
  EXPECT_FALSE(command.exists("out"));
}

}  // namespace softbound::test
