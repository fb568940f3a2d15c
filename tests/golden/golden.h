/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What every golden store holds: a card as it was left by the program of its
 * version. make_store.c makes one by the calls of that program, test_store.c opens
 * all of them for ever. A new version brings a store of its own; no other ever
 * changes.
 */

#define GOLDEN_MODEL "K7"
#define GOLDEN_SERIAL 150718u
#define GOLDEN_LABEL "bench"          /* of the HSM */
#define GOLDEN_PARTITION 1150718000001ull
#define GOLDEN_NAME "par1"
#define GOLDEN_EMPTY "par2"           /* made, never initialized */

#define GOLDEN_SO "so-password"
#define GOLDEN_PARTITION_SO "pso-password"
#define GOLDEN_OFFICER "co-password"
#define GOLDEN_USER "cu-password"
/* Wrong passwords that were tried last. */
#define GOLDEN_SO_FAILURES 1u
#define GOLDEN_PARTITION_SO_FAILURES 1u
#define GOLDEN_OFFICER_FAILURES 2u
#define GOLDEN_USER_FAILURES 3u

/* Token objects of the partition, in the order of their handles: an AES key, what
 * it made of GOLDEN_TEXT (gcm of the rig) as the value of a data object, and a
 * pair for P-256. */
enum { GOLDEN_AES = 1, GOLDEN_DATA, GOLDEN_PUBLIC, GOLDEN_PRIVATE };
#define GOLDEN_OBJECTS 4u
#define GOLDEN_TEXT "kept for ever"
/* The only policy that differs from the factory's: force a change of PINs, off. */
#define GOLDEN_POLICY 21u
