/* SPDX-License-Identifier: Apache-2.0 */
/* One reader a shape of parameter; the row's family says which. Pointers are
 * the caller's: what they point to is copied into the message at once. */
#include "params.h"

#include "base/mem.h"

#define HASH_LEN_NONE 0
#define HASH_LEN_SHA1 20
#define HASH_LEN_SHA224 28
#define HASH_LEN_SHA256 32
#define HASH_LEN_SHA384 48
#define HASH_LEN_SHA512 64

static const struct mechanism_row rows[] = {
#define MECHANISM(name, number, min, max, flags, key, cost, family, hash) \
	{ number, { min, max, flags }, FAMILY_##family, HASH_LEN_##hash },
#include "spec/mechanisms.def"
#undef MECHANISM
};

const struct mechanism_row *
mechanism_row(CK_MECHANISM_TYPE type)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].type == type)
			return &rows[i];
	return NULL;
}

/* The length of the parameter is that of the struct, so that it may be read. */
static bool
is_struct(const CK_MECHANISM *m, size_t size)
{
	return m->pParameter != NULL && m->ulParameterLen == size;
}

static bool
take_bytes(const void *ptr, CK_ULONG len, struct bytes *out)
{
	if (ptr == NULL && len > 0)
		return false;
	*out = bytes_of(ptr, len);
	return true;
}

static bool
read_none(const CK_MECHANISM *m, struct msg_mechanism *out)
{
	return m->ulParameterLen == 0;
}

static bool
read_mac(const CK_MECHANISM *m, struct msg_mechanism *out)
{
	CK_MAC_GENERAL_PARAMS len;

	switch (m->mechanism) {
	case CKM_SHA_1_HMAC_GENERAL:
	case CKM_SHA224_HMAC_GENERAL:
	case CKM_SHA256_HMAC_GENERAL:
	case CKM_SHA384_HMAC_GENERAL:
	case CKM_SHA512_HMAC_GENERAL:
	case CKM_AES_CMAC_GENERAL:
		break;
	default:
		return read_none(m, out);
	}
	if (!is_struct(m, sizeof(len)))
		return false;
	memcpy(&len, m->pParameter, sizeof(len));
	out->salt_len = len;
	return len > 0 && len <= 64;
}

static bool
read_ctr(const CK_MECHANISM *m, struct msg_mechanism *out)
{
	const CK_AES_CTR_PARAMS *p = m->pParameter;

	if (!is_struct(m, sizeof(*p)))
		return false;
	out->counter_bits = p->ulCounterBits;
	out->iv = bytes_of(p->cb, sizeof(p->cb));
	return p->ulCounterBits > 0 && p->ulCounterBits <= 128;
}

static bool
read_aes_block(const CK_MECHANISM *m, struct msg_mechanism *out)
{
	if (m->mechanism == CKM_AES_CTR)
		return read_ctr(m, out);
	if (m->mechanism == CKM_AES_ECB)
		return read_none(m, out);
	out->iv = bytes_of(m->pParameter, 16);
	return is_struct(m, 16);
}

/* Before v2.40 the struct had no ulIvBits; programs built then still run. */
struct old_gcm_params {
	CK_BYTE_PTR pIv;
	CK_ULONG ulIvLen;
	CK_BYTE_PTR pAAD;
	CK_ULONG ulAADLen;
	CK_ULONG ulTagBits;
};

static bool
read_gcm(const CK_MECHANISM *m, struct msg_mechanism *out)
{
	const CK_GCM_PARAMS *p = m->pParameter;
	const struct old_gcm_params *old = m->pParameter;
	bool is_old = is_struct(m, sizeof(*old));

	if (!is_old && !is_struct(m, sizeof(*p)))
		return false;
	out->tag_bits = is_old ? old->ulTagBits : p->ulTagBits;
	return out->tag_bits <= 128 && take_bytes(p->pIv, p->ulIvLen, &out->iv) &&
	    take_bytes(is_old ? old->pAAD : p->pAAD,
		is_old ? old->ulAADLen : p->ulAADLen, &out->aad);
}

static bool
read_aes_wrap(const CK_MECHANISM *m, struct msg_mechanism *out)
{
	return m->ulParameterLen <= 8 &&
	    take_bytes(m->pParameter, m->ulParameterLen, &out->iv);
}

static bool
read_pss(const CK_MECHANISM *m, struct msg_mechanism *out)
{
	const CK_RSA_PKCS_PSS_PARAMS *p = m->pParameter;

	if (!is_struct(m, sizeof(*p)))
		return false;
	out->hash = p->hashAlg;
	out->mgf = p->mgf;
	out->salt_len = p->sLen;
	return p->sLen <= 512;
}

static bool
read_oaep(const CK_MECHANISM *m, struct msg_mechanism *out)
{
	const CK_RSA_PKCS_OAEP_PARAMS *p = m->pParameter;

	if (!is_struct(m, sizeof(*p)))
		return false;
	out->hash = p->hashAlg;
	out->mgf = p->mgf;
	if (p->source != 0 && p->source != CKZ_DATA_SPECIFIED)
		return false;
	return take_bytes(p->pSourceData, p->ulSourceDataLen, &out->label);
}

static bool
read_rsa(const CK_MECHANISM *m, struct msg_mechanism *out)
{
	if (m->mechanism == CKM_RSA_PKCS_PSS)
		return read_pss(m, out);
	if (m->mechanism == CKM_RSA_PKCS_OAEP)
		return read_oaep(m, out);
	return read_none(m, out);
}

static bool
read_ecdh(const CK_MECHANISM *m, struct msg_mechanism *out)
{
	const CK_ECDH1_DERIVE_PARAMS *p = m->pParameter;

	if (!is_struct(m, sizeof(*p)))
		return false;
	out->kdf = p->kdf;
	return take_bytes(p->pSharedData, p->ulSharedDataLen, &out->label) &&
	    take_bytes(p->pPublicData, p->ulPublicDataLen, &out->point);
}

static bool (*const readers[])(const CK_MECHANISM *, struct msg_mechanism *) = {
	[FAMILY_DIGEST] = read_none,
	[FAMILY_HMAC] = read_mac,
	[FAMILY_CMAC] = read_mac,
	[FAMILY_AES_BLOCK] = read_aes_block,
	[FAMILY_AES_GCM] = read_gcm,
	[FAMILY_AES_WRAP] = read_aes_wrap,
	[FAMILY_RSA] = read_rsa,
	[FAMILY_RSA_HASH] = read_none,
	[FAMILY_PSS_HASH] = read_pss,
	[FAMILY_ECDSA] = read_none,
	[FAMILY_ECDSA_HASH] = read_none,
	[FAMILY_ECDH] = read_ecdh,
	[FAMILY_SECRET_GEN] = read_none,
	[FAMILY_RSA_GEN] = read_none,
	[FAMILY_EC_GEN] = read_none,
};

CK_RV
params_read(const CK_MECHANISM *m, struct params *out)
{
	CLEARED_BY(buf_clear) struct buf encoded = buf_up_to(LIMIT_FRAME_BODY);
	struct msg_mechanism w = { 0 };
	const struct mechanism_row *row;

	if (m == NULL)
		return CKR_ARGUMENTS_BAD;
	row = mechanism_row(m->mechanism);
	if (row == NULL)
		return CKR_MECHANISM_INVALID;
	w.type = m->mechanism;
	if (!readers[row->family](m, &w) ||
	    wire_encode(&wire_mechanism, &w, &encoded) != ERR_OK)
		return CKR_MECHANISM_PARAM_INVALID;
	*out = (struct params){
		.row = row,
		.encoded = encoded,
		.iv_len = w.iv.len,
		.tag_bits = (uint32_t)w.tag_bits,
		.counter_bits = (uint32_t)w.counter_bits,
		.hash = (uint32_t)w.hash,
		.mgf = (uint32_t)w.mgf,
		.salt_len = (uint32_t)w.salt_len,
		.kdf = (uint32_t)w.kdf,
	};
	encoded = (struct buf){ 0 };
	return CKR_OK;
}

void
params_clear(struct params *p)
{
	buf_clear(&p->encoded);
	*p = (struct params){ 0 };
}

/* --- how much comes out ------------------------------------------------------------- */

static uint64_t
bound_encrypt(const struct params *p, uint32_t key_bits, uint64_t n)
{
	switch (p->row->family) {
	case FAMILY_AES_BLOCK:
		return p->row->type == CKM_AES_CBC_PAD ? n / 16 * 16 + 16 : n;
	case FAMILY_AES_GCM: /* without an IV the card makes one and appends it */
		return n + p->tag_bits / 8 + (p->iv_len == 0 ? 16 : 0);
	case FAMILY_AES_WRAP:
		return (n + 7) / 8 * 8 + 8;
	default:
		return (key_bits + 7) / 8;
	}
}

static uint64_t
bound_decrypt(const struct params *p, uint32_t key_bits, uint64_t n)
{
	uint64_t tag = p->tag_bits / 8;

	switch (p->row->family) {
	case FAMILY_AES_BLOCK:
		return n;
	case FAMILY_AES_GCM:
		return n > tag ? n - tag : 0;
	case FAMILY_AES_WRAP:
		return n > 8 ? n - 8 : 0;
	default:
		return (key_bits + 7) / 8;
	}
}

static uint64_t
bound_sign(const struct params *p, uint32_t key_bits)
{
	switch (p->row->family) {
	case FAMILY_HMAC:
		return p->salt_len ? p->salt_len : p->row->hash_len;
	case FAMILY_CMAC:
		return p->salt_len ? p->salt_len : 16;
	case FAMILY_ECDSA:
	case FAMILY_ECDSA_HASH:
		return 2 * ((key_bits + 7) / 8);
	default:
		return (key_bits + 7) / 8;
	}
}

uint64_t
params_bound(const struct params *p, enum function f, uint32_t key_bits,
    uint64_t in_len)
{
	switch (f) {
	case FUNCTION_ENCRYPT:
		return bound_encrypt(p, key_bits, in_len);
	case FUNCTION_DECRYPT:
		return bound_decrypt(p, key_bits, in_len);
	case FUNCTION_SIGN:
		return bound_sign(p, key_bits);
	case FUNCTION_DIGEST:
		return p->row->hash_len;
	default:
		return 0;
	}
}

bool
params_bound_is_exact(const struct params *p, enum function f)
{
	if (f != FUNCTION_DECRYPT)
		return true;
	return p->row->family == FAMILY_AES_GCM ||
	    (p->row->family == FAMILY_AES_BLOCK && p->row->type != CKM_AES_CBC_PAD);
}
