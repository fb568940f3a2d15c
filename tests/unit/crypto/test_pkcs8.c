/* SPDX-License-Identifier: Apache-2.0 */
/* PrivateKeyInfo taken apart: keys of OpenSSL's command line, and what is none. */
#include "fixture.h"

#include "base/text.h"
#include "crypto/pkcs8.h"

/* openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 */
static const char p521[] =
    "3081ee020100301006072a8648ce3d020106052b810400230481d63081d302010104"
    "4200802b4881280431dc2fdef833610aa4ff85321bc09c1b876ea407d7644f0f29be"
    "468d63212578ff7399836e9155f9ebc480bcbca283642a29eed0e8f3e6f7d1044ea1"
    "818903818600040051371ee330eceb5abda7d57633fcae3e017f1690d87e1e0960cc"
    "cd94a01826564197c03bcf9f7182da984bcd4a34f5820aa78310032670b9deac2d3e"
    "756956b922007dea31673777706516104f6c43fb53d9d1d46ea1ffdacd0426a5fbec"
    "46d0c579269e443a108f760bc8afeb1ce3f0963d1c769f463933d4ce96146ae80ba4"
    "7b1de9";

/* openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 */
static const char rsa_2048[] =
    "308204bf020100300d06092a864886f70d0101010500048204a9308204a502010002"
    "82010100cc76b1d2a362fa98a0485d820f81c7e0f15da52aabdf6685cd6db152a38e"
    "efdafcccf995b5dd65175ba962a1f00fe65d3d4e3a0b31989efe5b96cc4085ee98d3"
    "585a89f5aba9708f26b79abdfe2e33d698d56e850fef4f7f15682eba793de3f040c0"
    "81e6e58791c4198c84d700b987281050196a0a4b29101f6c3864aa51244eac555e1f"
    "7405d91bf1535fea3413ef62bb6756156628b7f74e6b70323849d6ac61e9f5f1b175"
    "1cb09ed520af0eef9abe97e7f951009d08f4a9e0702f4c76bd67e259126423969897"
    "0899c153f6782f8a5f2a7e6b11aec784dc9802470f8485021111ac5f80ca66a8ab79"
    "e2b699af7ba228ec51cc68256d3ddac822320992bccf0203010001028201001b87e5"
    "f4c76445faf4261a552f7259b01bbff0c3f8a5999feda3d60b1b13dd8f1e98190944"
    "163e0cf19e32b63c655faef158cdaf012c1c48829ba1001528a5f25b44c1abcf43fe"
    "f07f959c63f5cc51d594f9b42a7d954b1e810ae8b3da2c6fbb4374c8690742046a23"
    "c88c8088cbf27b7e0ad30938be9b165d2cccc11d3fd4c3f784933f8a81c833a57601"
    "48f9be0fd45e3938235464d99bdc9679787a73ec8caff6c5493cc7870156fb5f9d16"
    "0283f1c35b93608e9a5c11f9d4adb49729b82ccd2b6229e66f2be742777252f102ea"
    "7881870a54f7d90a5b7dd7dd79d0a797e42d6e566c3e15f6585ceec6c36b2920b478"
    "824639ca5acfcf1110b980459a148902818100eb41b45be7e73255e18886652fbf57"
    "97fd39899dee288b8985d526092fa4cc4bd678929b8946ccceef00d2b0c29682952f"
    "fcd43bf0316f91ba628fe3a2b93fd57c28a15f170681309e446a4ef20bd980aa496e"
    "a48dd66456238874b5dad4a5d3d8d1496e5ccfc98b09dd1773e54365e736d0aa41cd"
    "1de3adb15e56c78ce090d902818100de7deb69126240e819b1e8886cc0595983c769"
    "52b644073799f540b099b2bf6d1b0f10be93ba73a7aabb5a692eb9c958fd019ef335"
    "bad2229452a665e45c571a93c9ad8a8951a324d77a60a00d60801e909d78d9957f68"
    "4990e2c7f59b2b01070bf3dcaa8b4aea72857bac5837cecbb8f782e50e38e650e535"
    "6a3e08fedab1e70281810092029691100e43046054deacc084ae35cbd9411b3eebf5"
    "26a6649315d27722c0d2dcc4893a1b321420ec4ed79bfdd41009d78e55a10edda301"
    "9e1895fcb1a2f7b9f671a955de18a27728191ee4450c7a39b617b093c383449f0b1a"
    "fc9f53a99421164bcfee549c4eea11497409cfd9d836022e1966d7ed2e294e56e7c4"
    "fcbf8902818100b106fdb5178487e264f7726e822135b68cacb0b7b8003ec1d5c517"
    "18ace2557f89651e4c949c6903824c19eed0d7d045f6e14048817ac951ec342ae3ad"
    "a46f45dd4b3dc299ea13e5ef7116caa27a22d6aef82cbceb3f7989f7370a24f8b669"
    "d5e283c1130d4ba9693f9e1c8e00b190d4f652f6cfaf244a3f6595c8103e3f620702"
    "8181009ef5e48166d10c9951847129c0cfc4c5ff302677bd880f7ec8f26ac42f2369"
    "1e5662a7e85caffb7ba42f561069aba8124ffc6711c1f8d9a3036e67bf1504f5e090"
    "1aaeaebe6bd464fde1d7793e859a4f4148eb271c7c862710189d2212dbff1595f77e"
    "2cc0ad489b6f2255523f79ac9afb4053d0eab1622a5611587a8e691ea2";

/* openssl genpkey -algorithm X25519 */
static const char x25519[] =
    "302e020100300506032b656e04220420c0d23ff2b49776a8454613baf93d188dd2a1"
    "c2211ccebe8878ab564e7f4ec241";

/* openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1 */
static const char brainpool_p256[] =
    "308188020100301406072a8648ce3d020106092b2403030208010107046d306b0201"
    "01042016d43e8eaa8ea961b927df2583fbbbecd748b8e49e29a139adb42c971463c1"
    "6fa1440342000446bea7c21526aac3106924613a3b6bc2095a4b6afc3d105c3efe30"
    "cd884da1c75cbed6d4c288a7c418e262070605e762688c41d7b1513b17698fb84788"
    "2f377b";

static struct buf
der_of(const char *hex)
{
	struct buf der = buf_up_to(2048);

	assert_ok(text_from_hex(&der, bytes_of_text(hex)));
	return der;
}

/* Cut off anywhere, or with a byte behind it, it is refused, and what was read
 * before stays. */
static void
all_of_it_or_nothing(struct buf *der, const struct key_type *type,
    struct key_made *read)
{
	const struct key_type *before = type;
	unsigned n = read->n;

	for (size_t i = 0; i < der->len; i++)
		assert_err(ERR_WRAPPED_KEY_INVALID,
		    pkcs8_decode(c, bytes_of(der->ptr, i), &type, read));
	assert_ok(buf_put_u8(der, 0));
	assert_err(ERR_WRAPPED_KEY_INVALID,
	    pkcs8_decode(c, buf_bytes(der), &type, read));
	assert_ptr_equal(type, before);
	assert_int_equal(read->n, n);
}

static void
an_ec_key_is_read_whole(void **state)
{
	CLEARED_BY(buf_clear) struct buf der = der_of(p521);
	CLEARED_BY(key_made_clear) struct key_made read = { 0 };
	const struct key_type *type = NULL;
	struct bytes raw;

	assert_ok(pkcs8_decode(c, buf_bytes(&der), &type, &read));
	assert_int_equal(type->number, CKK_EC);
	assert_true(bytes_equal(made_value(&read, CKA_EC_PARAMS),
	    PARAMS(oid_p521)));
	assert_true(secret_equal(made_value(&read, CKA_VALUE),
	    bytes_of(der.ptr + 35, 66)));
	assert_ok(ec_point_raw(curve_of_params(PARAMS(oid_p521)),
	    made_value(&read, CKA_EC_POINT), &raw));
	assert_true(bytes_equal(raw, bytes_of(der.ptr + 108, 133)));
	all_of_it_or_nothing(&der, type, &read);
}

static void
an_rsa_key_is_read_whole(void **state)
{
	CLEARED_BY(buf_clear) struct buf der = der_of(rsa_2048);
	CLEARED_BY(buf_clear) struct buf signature = buf_up_to(512);
	CLEARED_BY(key_made_clear) struct key_made read = { 0 };
	const struct key_type *type = NULL;
	CLEARED_BY(key_unref) struct key *private = NULL, *public = NULL;
	const struct mech m = { .type = MECH_SHA256_RSA_PKCS };
	struct rsa_parts parts;

	assert_ok(pkcs8_decode(c, buf_bytes(&der), &type, &read));
	assert_int_equal(type->number, CKK_RSA);
	assert_true(bytes_equal(made_value(&read, CKA_MODULUS),
	    bytes_of(der.ptr + 38, 256)));
	parts = rsa_parts_of(&read);
	assert_ok(key_rsa_private(&parts, &private));
	assert_ok(key_rsa_public(parts.n, parts.e, &public));
	assert_ok(crypt_sign(c, private, &m, bytes_of_text("x"), &signature));
	assert_ok(crypt_verify(c, public, &m, bytes_of_text("x"),
	    buf_bytes(&signature)));
	all_of_it_or_nothing(&der, type, &read);
}

static void
keys_of_other_kinds_are_refused(void **state)
{
	CLEARED_BY(buf_clear) struct buf montgomery = der_of(x25519);
	CLEARED_BY(buf_clear) struct buf brainpool = der_of(brainpool_p256);
	CLEARED_BY(key_made_clear) struct key_made read = { 0 };
	const struct key_type *type = NULL;

	assert_err(ERR_WRAPPED_KEY_INVALID,
	    pkcs8_decode(c, buf_bytes(&montgomery), &type, &read));
	assert_err(ERR_CURVE,
	    pkcs8_decode(c, buf_bytes(&brainpool), &type, &read));
	assert_null(type);
	assert_int_equal(read.n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_ec_key_is_read_whole),
		cmocka_unit_test(an_rsa_key_is_read_whole),
		cmocka_unit_test(keys_of_other_kinds_are_refused),
	};

	return cmocka_run_group_tests(tests, open_crypto, close_crypto);
}
