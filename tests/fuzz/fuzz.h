/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What a fuzz target gives: one entry for any bytes, and seeds made from the
 * tables it works on. With clang's libFuzzer (-Dfuzzing=true) the entry is run
 * for as long as one likes; in every `make check`, replay.c runs it over the
 * seeds, the corpus and many small changes of them.
 */

#include "base/bytes.h"

/* Any bytes. Stops the process (must) if what holds for all input does not. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);
/* Appends seed number i; ERR_NOT_FOUND after the last one. */
enum err fuzz_seed(size_t i, struct buf *out);
