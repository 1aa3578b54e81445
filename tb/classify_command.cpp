// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <memory>

#include "command.h"
#include "core/error.h"
#include "interrupt.h"
#include "learning_options.h"
#include "learning_report.h"
#include "network/output_file.h"
#include "network/weight_file.h"

namespace softbound {

namespace {

struct Arguments {
  LearningOptions learning;
  std::string weights, answers;
};

int classify_command(const Arguments& arguments, const GlobalOptions& options) {
  const InterruptGuard interrupts;
  std::vector<OptionValue> values = arguments.learning.values();
  // A trained array is tested with all pictures unless the user says otherwise.
  values.insert(values.begin(), {"--test-images 0", "learning.test_images=0"});
  const Configuration configuration = options.configuration(values);
  const auto weights =
      read_weights(arguments.weights, static_cast<std::size_t>(configuration.chip.array.rows),
                   static_cast<std::size_t>(configuration.chip.array.columns));
  const DigitSource source{arguments.learning.dataset};
  const auto data = arguments.learning.load(source, configuration.learning);
  LearningRun run{configuration, data, options.seed, arguments.learning.threads};
  run.set_weights(weights.values);
  run.ask_to_go_on([] { return InterruptGuard::signal_number() == 0; });
  if (source.glyphs() && !options.quiet && !options.json) tell_of_glyphs();

  const std::vector<ClassVotes> answers = run.answers();
  if (answers.empty()) {
    std::fprintf(stderr, "softbound: %s: the test was ended; nothing is written\n",
                 InterruptGuard::signal_name().c_str());
    return InterruptGuard::exit_status();
  }
  const Scores scores = scores_of(answers, data->test.labels);
  if (!arguments.answers.empty()) {
    write_file(arguments.answers, answers_csv(answers, data->test.labels));
  }
  if (options.json) {
    std::printf("%s\n", scores_json(scores).dump(2).c_str());
  } else if (!options.quiet) {
    std::printf("%s", scores_text(scores).c_str());
  }
  return kStatusOk;
}

}  // namespace

void add_classify_command(CLI::App& app, const GlobalOptions& options, Action& action) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "classify",
      "Test a trained array with the test digits, teacher and writes off: scores, confusion "
      "matrix, and each answer on request.");
  command->add_option("--weights", a->weights, "weights of the array, rows x columns, .csv or .npy")
      ->required()
      ->type_name("FILE");
  command->add_option("--answers", a->answers, "CSV of every picture's answer and spike counts")
      ->type_name("FILE");
  a->learning.add_to(*command, false);
  command->callback(
      [a, &options, &action] { action = [a, &options] { return classify_command(*a, options); }; });
}

}  // namespace softbound
