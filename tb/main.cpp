// SPDX-License-Identifier: Apache-2.0
#include "command_main.h"

int main(int argc, char** argv) { return softbound::command_main(argc, argv); }
