// SPDX-License-Identifier: Apache-2.0
// Verilator's FST writer and reader, compiled with checked file access (see fst_io.h). Replaces
// verilated_fst_c.cpp of the Verilator installation, which is pinned to 5.006 by its callbacks.
#include "fst_io.h"
//
#include <pthread.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "verilated.h"
#include "verilated_fst_c.h"

#define fwrite(data, size, n, file) softbound::fst_io::write_items(data, size, n, file)
#define fputc(c, file) softbound::fst_io::write_char(c, file)
#define fflush(file) softbound::fst_io::flush(file)
#define fclose(file) softbound::fst_io::close_file(file)
#define write(descriptor, data, size) softbound::fst_io::write_bytes(descriptor, data, size)
#define mmap(a, n, p, f, d, o) softbound::fst_io::map_file(a, n, p, f, d, o)
#define exit(status) softbound::fst_io::give_up()
// The list of times at zlib's level 9 took longer than everything else, for files 3 % smaller.
#define compress2(to, to_size, from, size, level) compress2(to, to_size, from, size, 4)

#include "verilated_fst_c.cpp"
