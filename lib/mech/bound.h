/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * How much an operation gives: what a length query answers and what room the
 * card makes. The family's row names the rule. `m` is within its limits
 * (mech_check); `key_bits` is the size of modulus or order.
 */

#include "mech/mech.h"

/* GCM encryption without an IV makes one of this length and appends it:
 * ciphertext || tag || IV. Decryption takes it as the mechanism's iv. */
#define BOUND_MADE_IV 16u

/* The most that comes out for that much input, all of it. */
size_t bound_whole(const struct mech *m, enum mech_use use, unsigned key_bits,
    size_t in_len);
/* It is the length itself, not only a bound. */
bool bound_is_exact(const struct mech *m, enum mech_use use);
/* The most that one part of encryption or decryption gives: a block that
 * waited comes with it. Never 0 for input, for a caller that allocates what it
 * is told, and was told 0, would ask for the length a second time. */
size_t bound_part(const struct mech *m, size_t in_len);
/* The most that the end of encryption or decryption gives after `total_in`
 * bytes, of which `total_out` came out. Never 0, for the same reason. */
size_t bound_rest(const struct mech *m, enum mech_use use, unsigned key_bits,
    size_t total_in, size_t total_out);
/* Bytes of a MAC: all of it, or as many as the parameter wants. */
size_t bound_mac(const struct mech *m);
/* Bytes of the whole MAC. */
size_t bound_full_mac(const struct mech_row *row);
