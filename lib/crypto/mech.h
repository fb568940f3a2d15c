/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Mechanisms: the rows of spec/mechanisms.def, and a mechanism with its
 * parameters as the card decodes it from a message. No C structs of PKCS#11
 * come this far.
 */

#include "base/bytes.h"

/* MECH_AES_GCM and so on: the CKM_ numbers this library knows. */
enum mech_number {
#define MECHANISM(name, number, min, max, flags, key, cost, family, hash) \
	MECH_##name = (number),
#include "spec/mechanisms.def"
#undef MECHANISM
};

/* CKG_MGF1_* */
enum mgf_number {
	MGF1_SHA1 = 1,
	MGF1_SHA256 = 2,
	MGF1_SHA384 = 3,
	MGF1_SHA512 = 4,
	MGF1_SHA224 = 5,
};

enum hash {
	HASH_NONE,
	HASH_SHA1,
	HASH_SHA224,
	HASH_SHA256,
	HASH_SHA384,
	HASH_SHA512,
	N_HASHES,
};

enum mech_family {
#define FAMILY(name) FAMILY_##name,
#include "spec/families.def"
#undef FAMILY
};

enum mech_cost { COST_INLINE, COST_POOL };

/* What is to be done; the values are the CKF_ flags of a mechanism. */
enum mech_use {
	USE_ENCRYPT = 0x100,
	USE_DECRYPT = 0x200,
	USE_DIGEST = 0x400,
	USE_SIGN = 0x800,
	USE_VERIFY = 0x2000,
	USE_GENERATE = 0x8000,
	USE_GENERATE_PAIR = 0x10000,
	USE_WRAP = 0x20000,
	USE_UNWRAP = 0x40000,
	USE_DERIVE = 0x80000,
};

#define MECH_NO_KEY (~0ul) /* key type of a mechanism that takes none */

struct mech_row {
	uint64_t number;
	const char *name; /* "CKM_AES_GCM" */
	unsigned long min_key, max_key;
	unsigned long flags;    /* CKF_* = enum mech_use */
	unsigned long key_type; /* CKK_*, MECH_NO_KEY */
	enum mech_cost cost;
	enum mech_family family;
	enum hash hash;
};

/* A mechanism with its parameters. What a mechanism does not take is zero and
 * not looked at. All bytes are borrowed for the call. */
struct mech {
	uint64_t type;         /* CKM_* */
	struct bytes iv;       /* CBC, GCM; CTR: the counter block; AES wrap:
				* another initial value; none: the standard's.
				* GCM encryption without: see crypt.h */
	struct bytes aad;      /* GCM */
	uint32_t tag_bits;     /* GCM */
	uint32_t counter_bits; /* CTR, 1 to 128 */
	uint64_t hash;         /* PSS, OAEP: CKM_SHA* */
	uint64_t mgf;          /* PSS, OAEP: CKG_MGF1_* */
	uint32_t salt_len;     /* PSS */
	struct bytes label;    /* OAEP */
	uint32_t mac_len;      /* _GENERAL: bytes of the MAC wanted */
	uint64_t kdf;          /* ECDH: CKD_NULL (1) only */
	struct bytes peer;     /* ECDH: the other's point, raw or DER */
	struct bytes shared;   /* ECDH: must be empty with CKD_NULL */
};

/* NULL if there is no such mechanism. */
const struct mech_row *mech_row(uint64_t number);
/* All rows, in the table's order; `out_n` is their number. */
const struct mech_row *mech_rows(unsigned *out_n);
/* HASH_NONE if the number is not that of a digest. */
enum hash hash_of_mech(uint64_t number);
enum hash hash_of_mgf(uint64_t mgf);
/* Bytes of a digest, 0 for HASH_NONE. */
size_t hash_len(enum hash h);
