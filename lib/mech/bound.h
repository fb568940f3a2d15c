/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Bounds of an operation's output: what a length query answers, and how much room
 * the card makes. The family's row names the rule. `m` is within its limits
 * (mech_check); `key_bits` is the size of modulus or order. Lengths are bytes.
 */

#include "mech/mech.h"

/* GCM encryption without an IV makes one of this length and appends it:
 * ciphertext || tag || IV. Decryption takes it as the mechanism's iv. */
#define BOUND_MADE_IV 16u

/* The most that comes out for that much input in one part. */
size_t bound_whole(const struct mech *m, enum mech_use use, unsigned key_bits,
    size_t in_len);
/* True if bound_whole is the length itself, not only a bound. */
bool bound_is_exact(const struct mech *m, enum mech_use use);
/* The most that one part of encryption or decryption gives; a block that waited
 * may come with it. It is never 0 for input: a caller that allocates what it is
 * told would pass NULL, and so ask for the length again. */
size_t bound_part(const struct mech *m, size_t in_len);
/* The most that the end of encryption or decryption gives after `total_in`
 * bytes, of which `total_out` came out. Never 0, for the same reason. */
size_t bound_rest(const struct mech *m, enum mech_use use, unsigned key_bits,
    size_t total_in, size_t total_out);
/* The length of a MAC: the full length, or what the parameter asks for. */
size_t bound_mac(const struct mech *m);
/* The full length of the MAC. */
size_t bound_full_mac(const struct mech_row *row);
