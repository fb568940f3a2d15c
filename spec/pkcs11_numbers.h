/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The numbers of PKCS#11 v3.2, and those Luna programs use besides ("Luna").
 * Data only; pkcs11.h includes it.  A test compares it with the header of
 * another project.
 */
/* clang-format off */

/* who, and in which state */
#define CKU_SO                                     0UL
#define CKU_USER                                   1UL
#define CKU_CONTEXT_SPECIFIC                       2UL

/* Luna: CKU_USER is the Crypto Officer */
#define CKU_CRYPTO_OFFICER                         CKU_USER
#define CKU_CRYPTO_USER                            0x80000001UL
#define CKU_LIMITED_USER                           0x80000001UL
#define CKU_AUDIT                                  0x80000002UL
#define CKU_LIMITED_CRYPTO_OFFICER                 0x80000003UL

/* session states */
#define CKS_RO_PUBLIC_SESSION                      0UL
#define CKS_RO_USER_FUNCTIONS                      1UL
#define CKS_RW_PUBLIC_SESSION                      2UL
#define CKS_RW_USER_FUNCTIONS                      3UL
#define CKS_RW_SO_FUNCTIONS                        4UL
#define CKS_LAST_VALIDATION_OK                     1UL

/* notifications */
#define CKN_SURRENDER                              0UL
#define CKN_OTP_CHANGED                            1UL

/* special values */
#define CK_UNAVAILABLE_INFORMATION                 (~0UL)
#define CK_EFFECTIVELY_INFINITE                    0UL
#define CK_INVALID_HANDLE                          0UL
#define CK_HA_MAX_MEMBERS                          32

/* flags: slots */
#define CKF_TOKEN_PRESENT                          0x1UL
#define CKF_REMOVABLE_DEVICE                       0x2UL
#define CKF_HW_SLOT                                0x4UL

/* flags: tokens */
#define CKF_RNG                                    0x1UL
#define CKF_WRITE_PROTECTED                        0x2UL
#define CKF_LOGIN_REQUIRED                         0x4UL
#define CKF_USER_PIN_INITIALIZED                   0x8UL
#define CKF_RESTORE_KEY_NOT_NEEDED                 0x20UL
#define CKF_CLOCK_ON_TOKEN                         0x40UL
#define CKF_PROTECTED_AUTHENTICATION_PATH          0x100UL
#define CKF_DUAL_CRYPTO_OPERATIONS                 0x200UL
#define CKF_TOKEN_INITIALIZED                      0x400UL
#define CKF_SECONDARY_AUTHENTICATION               0x800UL
#define CKF_USER_PIN_COUNT_LOW                     0x10000UL
#define CKF_USER_PIN_FINAL_TRY                     0x20000UL
#define CKF_USER_PIN_LOCKED                        0x40000UL
#define CKF_USER_PIN_TO_BE_CHANGED                 0x80000UL
#define CKF_SO_PIN_COUNT_LOW                       0x100000UL
#define CKF_SO_PIN_FINAL_TRY                       0x200000UL
#define CKF_SO_PIN_LOCKED                          0x400000UL
#define CKF_SO_PIN_TO_BE_CHANGED                   0x800000UL
#define CKF_ERROR_STATE                            0x1000000UL
#define CKF_SEED_RANDOM_REQUIRED                   0x2000000UL
#define CKF_ASYNC_SESSION_SUPPORTED                0x4000000UL

/* Luna: the token is the HSM's own (administrative) partition */
#define CKF_ADMIN_TOKEN                            0x10000000UL

/* flags: sessions */
#define CKF_RW_SESSION                             0x2UL
#define CKF_SERIAL_SESSION                         0x4UL
#define CKF_ASYNC_SESSION                          0x8UL

/* Luna */
#define CKF_EXCLUSIVE_SESSION                      0x1UL
#define CKF_SO_SESSION                             0x8000UL
#define CKF_AUDIT_SESSION                          0x10000UL

/* flags: C_Initialize, C_WaitForSlotEvent, interfaces, messages, attributes */
#define CKF_LIBRARY_CANT_CREATE_OS_THREADS         0x1UL
#define CKF_OS_LOCKING_OK                          0x2UL
#define CKF_DONT_BLOCK                             0x1UL
#define CKF_INTERFACE_FORK_SAFE                    0x1UL
#define CKF_END_OF_MESSAGE                         0x1UL
#define CKF_ARRAY_ATTRIBUTE                        0x40000000UL

/* flags: mechanisms */
#define CKF_HW                                     0x1UL
#define CKF_MESSAGE_ENCRYPT                        0x2UL
#define CKF_MESSAGE_DECRYPT                        0x4UL
#define CKF_MESSAGE_SIGN                           0x8UL
#define CKF_MESSAGE_VERIFY                         0x10UL
#define CKF_MULTI_MESSAGE                          0x20UL
#define CKF_FIND_OBJECTS                           0x40UL
#define CKF_ENCRYPT                                0x100UL
#define CKF_DECRYPT                                0x200UL
#define CKF_DIGEST                                 0x400UL
#define CKF_SIGN                                   0x800UL
#define CKF_SIGN_RECOVER                           0x1000UL
#define CKF_VERIFY                                 0x2000UL
#define CKF_VERIFY_RECOVER                         0x4000UL
#define CKF_GENERATE                               0x8000UL
#define CKF_GENERATE_KEY_PAIR                      0x10000UL
#define CKF_WRAP                                   0x20000UL
#define CKF_UNWRAP                                 0x40000UL
#define CKF_DERIVE                                 0x80000UL
#define CKF_EC_F_P                                 0x100000UL
#define CKF_EC_F_2M                                0x200000UL
#define CKF_EC_ECPARAMETERS                        0x400000UL
#define CKF_EC_OID                                 0x800000UL
#define CKF_EC_NAMEDCURVE                          CKF_EC_OID
#define CKF_EC_UNCOMPRESS                          0x1000000UL
#define CKF_EC_COMPRESS                            0x2000000UL
#define CKF_EC_CURVENAME                           0x4000000UL
#define CKF_ENCAPSULATE                            0x10000000UL
#define CKF_DECAPSULATE                            0x20000000UL
#define CKF_EXTENSION                              0x80000000UL

/* classes of objects */
#define CKO_DATA                                   0UL
#define CKO_CERTIFICATE                            1UL
#define CKO_PUBLIC_KEY                             2UL
#define CKO_PRIVATE_KEY                            3UL
#define CKO_SECRET_KEY                             4UL
#define CKO_HW_FEATURE                             5UL
#define CKO_DOMAIN_PARAMETERS                      6UL
#define CKO_MECHANISM                              7UL
#define CKO_OTP_KEY                                8UL
#define CKO_PROFILE                                9UL
#define CKO_VALIDATION                             0xaUL
#define CKO_TRUST                                  0xbUL
#define CKO_VENDOR_DEFINED                         0x80000000UL

/* hardware features, certificates, profiles, trust */
#define CKH_MONOTONIC_COUNTER                      1UL
#define CKH_CLOCK                                  2UL
#define CKH_USER_INTERFACE                         3UL
#define CKH_VENDOR_DEFINED                         0x80000000UL
#define CKC_X_509                                  0UL
#define CKC_X_509_ATTR_CERT                        1UL
#define CKC_WTLS                                   2UL
#define CKC_VENDOR_DEFINED                         0x80000000UL
#define CK_CERTIFICATE_CATEGORY_UNSPECIFIED        0UL
#define CK_CERTIFICATE_CATEGORY_TOKEN_USER         1UL
#define CK_CERTIFICATE_CATEGORY_AUTHORITY          2UL
#define CK_CERTIFICATE_CATEGORY_OTHER_ENTITY       3UL
#define CKP_INVALID_ID                             0UL
#define CKP_BASELINE_PROVIDER                      1UL
#define CKP_EXTENDED_PROVIDER                      2UL
#define CKP_AUTHENTICATION_TOKEN                   3UL
#define CKP_PUBLIC_CERTIFICATES_TOKEN              4UL
#define CKP_COMPLETE_PROVIDER                      5UL
#define CKP_HKDF_TLS_TOKEN                         6UL
#define CKT_TRUST_UNKNOWN                          0UL
#define CKT_TRUSTED                                1UL
#define CKT_TRUST_ANCHOR                           2UL
#define CKT_NOT_TRUSTED                            3UL
#define CKT_TRUST_MUST_VERIFY_TRUST                4UL

/* key types */
#define CKK_RSA                                    0UL
#define CKK_DSA                                    1UL
#define CKK_DH                                     2UL
#define CKK_EC                                     3UL
#define CKK_ECDSA                                  CKK_EC
#define CKK_X9_42_DH                               4UL
#define CKK_KEA                                    5UL
#define CKK_GENERIC_SECRET                         0x10UL
#define CKK_RC2                                    0x11UL
#define CKK_RC4                                    0x12UL
#define CKK_DES                                    0x13UL
#define CKK_DES2                                   0x14UL
#define CKK_DES3                                   0x15UL
#define CKK_CAST                                   0x16UL
#define CKK_CAST3                                  0x17UL
#define CKK_CAST128                                0x18UL
#define CKK_RC5                                    0x19UL
#define CKK_IDEA                                   0x1aUL
#define CKK_SKIPJACK                               0x1bUL
#define CKK_BATON                                  0x1cUL
#define CKK_JUNIPER                                0x1dUL
#define CKK_CDMF                                   0x1eUL
#define CKK_AES                                    0x1fUL
#define CKK_BLOWFISH                               0x20UL
#define CKK_TWOFISH                                0x21UL
#define CKK_SECURID                                0x22UL
#define CKK_HOTP                                   0x23UL
#define CKK_ACTI                                   0x24UL
#define CKK_CAMELLIA                               0x25UL
#define CKK_ARIA                                   0x26UL
#define CKK_MD5_HMAC                               0x27UL
#define CKK_SHA_1_HMAC                             0x28UL
#define CKK_RIPEMD128_HMAC                         0x29UL
#define CKK_RIPEMD160_HMAC                         0x2aUL
#define CKK_SHA256_HMAC                            0x2bUL
#define CKK_SHA384_HMAC                            0x2cUL
#define CKK_SHA512_HMAC                            0x2dUL
#define CKK_SHA224_HMAC                            0x2eUL
#define CKK_SEED                                   0x2fUL
#define CKK_GOSTR3410                              0x30UL
#define CKK_GOSTR3411                              0x31UL
#define CKK_GOST28147                              0x32UL
#define CKK_CHACHA20                               0x33UL
#define CKK_POLY1305                               0x34UL
#define CKK_AES_XTS                                0x35UL
#define CKK_SHA3_224_HMAC                          0x36UL
#define CKK_SHA3_256_HMAC                          0x37UL
#define CKK_SHA3_384_HMAC                          0x38UL
#define CKK_SHA3_512_HMAC                          0x39UL
#define CKK_BLAKE2B_160_HMAC                       0x3aUL
#define CKK_BLAKE2B_256_HMAC                       0x3bUL
#define CKK_BLAKE2B_384_HMAC                       0x3cUL
#define CKK_BLAKE2B_512_HMAC                       0x3dUL
#define CKK_SALSA20                                0x3eUL
#define CKK_X2RATCHET                              0x3fUL
#define CKK_EC_EDWARDS                             0x40UL
#define CKK_EC_MONTGOMERY                          0x41UL
#define CKK_HKDF                                   0x42UL
#define CKK_SHA512_224_HMAC                        0x43UL
#define CKK_SHA512_256_HMAC                        0x44UL
#define CKK_SHA512_T_HMAC                          0x45UL
#define CKK_HSS                                    0x46UL
#define CKK_XMSS                                   0x47UL
#define CKK_XMSSMT                                 0x48UL
#define CKK_ML_KEM                                 0x49UL
#define CKK_ML_DSA                                 0x4aUL
#define CKK_SLH_DSA                                0x4bUL
#define CKK_VENDOR_DEFINED                         0x80000000UL

/* Luna: its own numbers, some for types that have a standard one by now */
#define CKK_KCDSA                                  (CKK_VENDOR_DEFINED | 0x10UL)
#define CKK_LUNA_SEED                              (CKK_VENDOR_DEFINED | 0x11UL)
#define CKK_LUNA_EC_EDWARDS                        (CKK_VENDOR_DEFINED | 0x12UL)
#define CKK_LUNA_EC_MONTGOMERY                     (CKK_VENDOR_DEFINED | 0x13UL)
#define CKK_BIP32                                  (CKK_VENDOR_DEFINED | 0x14UL)

/* attributes */
#define CKA_CLASS                                  0x0UL
#define CKA_TOKEN                                  0x1UL
#define CKA_PRIVATE                                0x2UL
#define CKA_LABEL                                  0x3UL
#define CKA_UNIQUE_ID                              0x4UL
#define CKA_APPLICATION                            0x10UL
#define CKA_VALUE                                  0x11UL
#define CKA_OBJECT_ID                              0x12UL
#define CKA_CERTIFICATE_TYPE                       0x80UL
#define CKA_ISSUER                                 0x81UL
#define CKA_SERIAL_NUMBER                          0x82UL
#define CKA_AC_ISSUER                              0x83UL
#define CKA_OWNER                                  0x84UL
#define CKA_ATTR_TYPES                             0x85UL
#define CKA_TRUSTED                                0x86UL
#define CKA_CERTIFICATE_CATEGORY                   0x87UL
#define CKA_JAVA_MIDP_SECURITY_DOMAIN              0x88UL
#define CKA_URL                                    0x89UL
#define CKA_HASH_OF_SUBJECT_PUBLIC_KEY             0x8aUL
#define CKA_HASH_OF_ISSUER_PUBLIC_KEY              0x8bUL
#define CKA_NAME_HASH_ALGORITHM                    0x8cUL
#define CKA_CHECK_VALUE                            0x90UL
#define CKA_KEY_TYPE                               0x100UL
#define CKA_SUBJECT                                0x101UL
#define CKA_ID                                     0x102UL
#define CKA_SENSITIVE                              0x103UL
#define CKA_ENCRYPT                                0x104UL
#define CKA_DECRYPT                                0x105UL
#define CKA_WRAP                                   0x106UL
#define CKA_UNWRAP                                 0x107UL
#define CKA_SIGN                                   0x108UL
#define CKA_SIGN_RECOVER                           0x109UL
#define CKA_VERIFY                                 0x10aUL
#define CKA_VERIFY_RECOVER                         0x10bUL
#define CKA_DERIVE                                 0x10cUL
#define CKA_START_DATE                             0x110UL
#define CKA_END_DATE                               0x111UL
#define CKA_MODULUS                                0x120UL
#define CKA_MODULUS_BITS                           0x121UL
#define CKA_PUBLIC_EXPONENT                        0x122UL
#define CKA_PRIVATE_EXPONENT                       0x123UL
#define CKA_PRIME_1                                0x124UL
#define CKA_PRIME_2                                0x125UL
#define CKA_EXPONENT_1                             0x126UL
#define CKA_EXPONENT_2                             0x127UL
#define CKA_COEFFICIENT                            0x128UL
#define CKA_PUBLIC_KEY_INFO                        0x129UL
#define CKA_PRIME                                  0x130UL
#define CKA_SUBPRIME                               0x131UL
#define CKA_BASE                                   0x132UL
#define CKA_PRIME_BITS                             0x133UL
#define CKA_SUBPRIME_BITS                          0x134UL
#define CKA_SUB_PRIME_BITS                         CKA_SUBPRIME_BITS
#define CKA_VALUE_BITS                             0x160UL
#define CKA_VALUE_LEN                              0x161UL
#define CKA_EXTRACTABLE                            0x162UL
#define CKA_LOCAL                                  0x163UL
#define CKA_NEVER_EXTRACTABLE                      0x164UL
#define CKA_ALWAYS_SENSITIVE                       0x165UL
#define CKA_KEY_GEN_MECHANISM                      0x166UL
#define CKA_MODIFIABLE                             0x170UL
#define CKA_COPYABLE                               0x171UL
#define CKA_DESTROYABLE                            0x172UL
#define CKA_EC_PARAMS                              0x180UL
#define CKA_ECDSA_PARAMS                           CKA_EC_PARAMS
#define CKA_EC_POINT                               0x181UL
#define CKA_SECONDARY_AUTH                         0x200UL
#define CKA_AUTH_PIN_FLAGS                         0x201UL
#define CKA_ALWAYS_AUTHENTICATE                    0x202UL
#define CKA_WRAP_WITH_TRUSTED                      0x210UL
#define CKA_WRAP_TEMPLATE                          0x40000211UL
#define CKA_UNWRAP_TEMPLATE                        0x40000212UL
#define CKA_DERIVE_TEMPLATE                        0x40000213UL
#define CKA_OTP_FORMAT                             0x220UL
#define CKA_OTP_LENGTH                             0x221UL
#define CKA_OTP_TIME_INTERVAL                      0x222UL
#define CKA_OTP_USER_FRIENDLY_MODE                 0x223UL
#define CKA_OTP_CHALLENGE_REQUIREMENT              0x224UL
#define CKA_OTP_TIME_REQUIREMENT                   0x225UL
#define CKA_OTP_COUNTER_REQUIREMENT                0x226UL
#define CKA_OTP_PIN_REQUIREMENT                    0x227UL
#define CKA_OTP_USER_IDENTIFIER                    0x22aUL
#define CKA_OTP_SERVICE_IDENTIFIER                 0x22bUL
#define CKA_OTP_SERVICE_LOGO                       0x22cUL
#define CKA_OTP_SERVICE_LOGO_TYPE                  0x22dUL
#define CKA_OTP_COUNTER                            0x22eUL
#define CKA_OTP_TIME                               0x22fUL
#define CKA_GOSTR3410_PARAMS                       0x250UL
#define CKA_GOSTR3411_PARAMS                       0x251UL
#define CKA_GOST28147_PARAMS                       0x252UL
#define CKA_HW_FEATURE_TYPE                        0x300UL
#define CKA_RESET_ON_INIT                          0x301UL
#define CKA_HAS_RESET                              0x302UL
#define CKA_PIXEL_X                                0x400UL
#define CKA_PIXEL_Y                                0x401UL
#define CKA_RESOLUTION                             0x402UL
#define CKA_CHAR_ROWS                              0x403UL
#define CKA_CHAR_COLUMNS                           0x404UL
#define CKA_COLOR                                  0x405UL
#define CKA_BITS_PER_PIXEL                         0x406UL
#define CKA_CHAR_SETS                              0x480UL
#define CKA_ENCODING_METHODS                       0x481UL
#define CKA_MIME_TYPES                             0x482UL
#define CKA_MECHANISM_TYPE                         0x500UL
#define CKA_REQUIRED_CMS_ATTRIBUTES                0x501UL
#define CKA_DEFAULT_CMS_ATTRIBUTES                 0x502UL
#define CKA_SUPPORTED_CMS_ATTRIBUTES               0x503UL
#define CKA_ALLOWED_MECHANISMS                     0x40000600UL
#define CKA_PROFILE_ID                             0x601UL
#define CKA_HSS_LEVELS                             0x617UL
#define CKA_HSS_LMS_TYPE                           0x618UL
#define CKA_HSS_LMOTS_TYPE                         0x619UL
#define CKA_HSS_LMS_TYPES                          0x61aUL
#define CKA_HSS_LMOTS_TYPES                        0x61bUL
#define CKA_HSS_KEYS_REMAINING                     0x61cUL
#define CKA_PARAMETER_SET                          0x61dUL
#define CKA_OBJECT_VALIDATION_FLAGS                0x61eUL
#define CKA_VALIDATION_TYPE                        0x61fUL
#define CKA_VALIDATION_VERSION                     0x620UL
#define CKA_VALIDATION_LEVEL                       0x621UL
#define CKA_VALIDATION_MODULE_ID                   0x622UL
#define CKA_VALIDATION_FLAG                        0x623UL
#define CKA_VALIDATION_AUTHORITY_TYPE              0x624UL
#define CKA_VALIDATION_COUNTRY                     0x625UL
#define CKA_VALIDATION_CERTIFICATE_IDENTIFIER      0x626UL
#define CKA_VALIDATION_CERTIFICATE_URI             0x627UL
#define CKA_VALIDATION_VENDOR_URI                  0x628UL
#define CKA_VALIDATION_PROFILE                     0x629UL
#define CKA_ENCAPSULATE_TEMPLATE                   0x4000062aUL
#define CKA_DECAPSULATE_TEMPLATE                   0x4000062bUL
#define CKA_TRUST_SERVER_AUTH                      0x62cUL
#define CKA_TRUST_CLIENT_AUTH                      0x62dUL
#define CKA_TRUST_CODE_SIGNING                     0x62eUL
#define CKA_TRUST_EMAIL_PROTECTION                 0x62fUL
#define CKA_TRUST_IPSEC_IKE                        0x630UL
#define CKA_TRUST_TIME_STAMPING                    0x631UL
#define CKA_TRUST_OCSP_SIGNING                     0x632UL
#define CKA_ENCAPSULATE                            0x633UL
#define CKA_DECAPSULATE                            0x634UL
#define CKA_HASH_OF_CERTIFICATE                    0x635UL
#define CKA_PUBLIC_CRC64_VALUE                     0x636UL
#define CKA_SEED                                   0x637UL
#define CKA_VENDOR_DEFINED                         0x80000000UL

/* Luna */
#define CKA_CCM_PRIVATE                            (CKA_VENDOR_DEFINED | 0x1UL)
#define CKA_FINGERPRINT_SHA1                       (CKA_VENDOR_DEFINED | 0x2UL)
#define CKA_OUID                                   (CKA_VENDOR_DEFINED | 0x5UL)
#define CKA_X9_31_GENERATED                        (CKA_VENDOR_DEFINED | 0x6UL)
#define CKA_EKM_UID                                (CKA_VENDOR_DEFINED | 0x8UL)
#define CKA_USAGE_COUNT                            (CKA_VENDOR_DEFINED | 0x101UL)
#define CKA_BYTES_REMAINING                        (CKA_VENDOR_DEFINED | 0x105UL)
#define CKA_USAGE_LIMIT                            (CKA_VENDOR_DEFINED | 0x200UL)
#define CKA_GENERIC_1                              (CKA_VENDOR_DEFINED | 0x1000UL)
#define CKA_GENERIC_2                              (CKA_VENDOR_DEFINED | 0x1001UL)
#define CKA_GENERIC_3                              (CKA_VENDOR_DEFINED | 0x1002UL)
#define CKA_FINGERPRINT_SHA256                     (CKA_VENDOR_DEFINED | 0x1003UL)
#define CKA_AUTH_DATA                              (CKA_VENDOR_DEFINED | 0x1005UL)

/* mechanisms: RSA, DSA, DH and what stands between them */
#define CKM_RSA_PKCS_KEY_PAIR_GEN                  0x0UL
#define CKM_RSA_PKCS                               0x1UL
#define CKM_RSA_9796                               0x2UL
#define CKM_RSA_X_509                              0x3UL
#define CKM_MD2_RSA_PKCS                           0x4UL
#define CKM_MD5_RSA_PKCS                           0x5UL
#define CKM_SHA1_RSA_PKCS                          0x6UL
#define CKM_RIPEMD128_RSA_PKCS                     0x7UL
#define CKM_RIPEMD160_RSA_PKCS                     0x8UL
#define CKM_RSA_PKCS_OAEP                          0x9UL
#define CKM_RSA_X9_31_KEY_PAIR_GEN                 0xaUL
#define CKM_RSA_X9_31                              0xbUL
#define CKM_SHA1_RSA_X9_31                         0xcUL
#define CKM_RSA_PKCS_PSS                           0xdUL
#define CKM_SHA1_RSA_PKCS_PSS                      0xeUL
#define CKM_ML_KEM_KEY_PAIR_GEN                    0xfUL
#define CKM_DSA_KEY_PAIR_GEN                       0x10UL
#define CKM_DSA                                    0x11UL
#define CKM_DSA_SHA1                               0x12UL
#define CKM_DSA_SHA224                             0x13UL
#define CKM_DSA_SHA256                             0x14UL
#define CKM_DSA_SHA384                             0x15UL
#define CKM_DSA_SHA512                             0x16UL
#define CKM_ML_KEM                                 0x17UL
#define CKM_DSA_SHA3_224                           0x18UL
#define CKM_DSA_SHA3_256                           0x19UL
#define CKM_DSA_SHA3_384                           0x1aUL
#define CKM_DSA_SHA3_512                           0x1bUL
#define CKM_ML_DSA_KEY_PAIR_GEN                    0x1cUL
#define CKM_ML_DSA                                 0x1dUL
#define CKM_HASH_ML_DSA                            0x1fUL
#define CKM_DH_PKCS_KEY_PAIR_GEN                   0x20UL
#define CKM_DH_PKCS_DERIVE                         0x21UL
#define CKM_HASH_ML_DSA_SHA224                     0x23UL
#define CKM_HASH_ML_DSA_SHA256                     0x24UL
#define CKM_HASH_ML_DSA_SHA384                     0x25UL
#define CKM_HASH_ML_DSA_SHA512                     0x26UL
#define CKM_HASH_ML_DSA_SHA3_224                   0x27UL
#define CKM_HASH_ML_DSA_SHA3_256                   0x28UL
#define CKM_HASH_ML_DSA_SHA3_384                   0x29UL
#define CKM_HASH_ML_DSA_SHA3_512                   0x2aUL
#define CKM_HASH_ML_DSA_SHAKE128                   0x2bUL
#define CKM_HASH_ML_DSA_SHAKE256                   0x2cUL
#define CKM_SLH_DSA_KEY_PAIR_GEN                   0x2dUL
#define CKM_SLH_DSA                                0x2eUL
#define CKM_X9_42_DH_KEY_PAIR_GEN                  0x30UL
#define CKM_X9_42_DH_DERIVE                        0x31UL
#define CKM_X9_42_DH_HYBRID_DERIVE                 0x32UL
#define CKM_X9_42_MQV_DERIVE                       0x33UL
#define CKM_HASH_SLH_DSA                           0x34UL
#define CKM_HASH_SLH_DSA_SHA224                    0x36UL
#define CKM_HASH_SLH_DSA_SHA256                    0x37UL
#define CKM_HASH_SLH_DSA_SHA384                    0x38UL
#define CKM_HASH_SLH_DSA_SHA512                    0x39UL
#define CKM_HASH_SLH_DSA_SHA3_224                  0x3aUL
#define CKM_HASH_SLH_DSA_SHA3_256                  0x3bUL
#define CKM_HASH_SLH_DSA_SHA3_384                  0x3cUL
#define CKM_HASH_SLH_DSA_SHA3_512                  0x3dUL
#define CKM_HASH_SLH_DSA_SHAKE128                  0x3eUL
#define CKM_HASH_SLH_DSA_SHAKE256                  0x3fUL
#define CKM_SHA256_RSA_PKCS                        0x40UL
#define CKM_SHA384_RSA_PKCS                        0x41UL
#define CKM_SHA512_RSA_PKCS                        0x42UL
#define CKM_SHA256_RSA_PKCS_PSS                    0x43UL
#define CKM_SHA384_RSA_PKCS_PSS                    0x44UL
#define CKM_SHA512_RSA_PKCS_PSS                    0x45UL
#define CKM_SHA224_RSA_PKCS                        0x46UL
#define CKM_SHA224_RSA_PKCS_PSS                    0x47UL
#define CKM_SHA512_224                             0x48UL
#define CKM_SHA512_224_HMAC                        0x49UL
#define CKM_SHA512_224_HMAC_GENERAL                0x4aUL
#define CKM_SHA512_224_KEY_DERIVATION              0x4bUL
#define CKM_SHA512_256                             0x4cUL
#define CKM_SHA512_256_HMAC                        0x4dUL
#define CKM_SHA512_256_HMAC_GENERAL                0x4eUL
#define CKM_SHA512_256_KEY_DERIVATION              0x4fUL
#define CKM_SHA512_T                               0x50UL
#define CKM_SHA512_T_HMAC                          0x51UL
#define CKM_SHA512_T_HMAC_GENERAL                  0x52UL
#define CKM_SHA512_T_KEY_DERIVATION                0x53UL
#define CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE       0x56UL
#define CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH    0x57UL
#define CKM_SHA3_256_RSA_PKCS                      0x60UL
#define CKM_SHA3_384_RSA_PKCS                      0x61UL
#define CKM_SHA3_512_RSA_PKCS                      0x62UL
#define CKM_SHA3_256_RSA_PKCS_PSS                  0x63UL
#define CKM_SHA3_384_RSA_PKCS_PSS                  0x64UL
#define CKM_SHA3_512_RSA_PKCS_PSS                  0x65UL
#define CKM_SHA3_224_RSA_PKCS                      0x66UL
#define CKM_SHA3_224_RSA_PKCS_PSS                  0x67UL

/* mechanisms: older ciphers */
#define CKM_RC2_KEY_GEN                            0x100UL
#define CKM_RC2_ECB                                0x101UL
#define CKM_RC2_CBC                                0x102UL
#define CKM_RC2_MAC                                0x103UL
#define CKM_RC2_MAC_GENERAL                        0x104UL
#define CKM_RC2_CBC_PAD                            0x105UL
#define CKM_RC4_KEY_GEN                            0x110UL
#define CKM_RC4                                    0x111UL
#define CKM_DES_KEY_GEN                            0x120UL
#define CKM_DES_ECB                                0x121UL
#define CKM_DES_CBC                                0x122UL
#define CKM_DES_MAC                                0x123UL
#define CKM_DES_MAC_GENERAL                        0x124UL
#define CKM_DES_CBC_PAD                            0x125UL
#define CKM_DES2_KEY_GEN                           0x130UL
#define CKM_DES3_KEY_GEN                           0x131UL
#define CKM_DES3_ECB                               0x132UL
#define CKM_DES3_CBC                               0x133UL
#define CKM_DES3_MAC                               0x134UL
#define CKM_DES3_MAC_GENERAL                       0x135UL
#define CKM_DES3_CBC_PAD                           0x136UL
#define CKM_DES3_CMAC_GENERAL                      0x137UL
#define CKM_DES3_CMAC                              0x138UL
#define CKM_DES_OFB64                              0x150UL
#define CKM_DES_OFB8                               0x151UL
#define CKM_DES_CFB64                              0x152UL
#define CKM_DES_CFB8                               0x153UL
#define CKM_CAST_KEY_GEN                           0x300UL
#define CKM_CAST_ECB                               0x301UL
#define CKM_CAST_CBC                               0x302UL
#define CKM_CAST_MAC                               0x303UL
#define CKM_CAST_MAC_GENERAL                       0x304UL
#define CKM_CAST_CBC_PAD                           0x305UL
#define CKM_CAST3_KEY_GEN                          0x310UL
#define CKM_CAST3_ECB                              0x311UL
#define CKM_CAST3_CBC                              0x312UL
#define CKM_CAST3_MAC                              0x313UL
#define CKM_CAST3_MAC_GENERAL                      0x314UL
#define CKM_CAST3_CBC_PAD                          0x315UL
#define CKM_CAST128_KEY_GEN                        0x320UL
#define CKM_CAST5_KEY_GEN                          CKM_CAST128_KEY_GEN
#define CKM_CAST128_ECB                            0x321UL
#define CKM_CAST5_ECB                              CKM_CAST128_ECB
#define CKM_CAST128_CBC                            0x322UL
#define CKM_CAST5_CBC                              CKM_CAST128_CBC
#define CKM_CAST128_MAC                            0x323UL
#define CKM_CAST5_MAC                              CKM_CAST128_MAC
#define CKM_CAST128_MAC_GENERAL                    0x324UL
#define CKM_CAST5_MAC_GENERAL                      CKM_CAST128_MAC_GENERAL
#define CKM_CAST128_CBC_PAD                        0x325UL
#define CKM_CAST5_CBC_PAD                          CKM_CAST128_CBC_PAD
#define CKM_RC5_KEY_GEN                            0x330UL
#define CKM_RC5_ECB                                0x331UL
#define CKM_RC5_CBC                                0x332UL
#define CKM_RC5_MAC                                0x333UL
#define CKM_RC5_MAC_GENERAL                        0x334UL
#define CKM_RC5_CBC_PAD                            0x335UL
#define CKM_IDEA_KEY_GEN                           0x340UL
#define CKM_IDEA_ECB                               0x341UL
#define CKM_IDEA_CBC                               0x342UL
#define CKM_IDEA_MAC                               0x343UL
#define CKM_IDEA_MAC_GENERAL                       0x344UL
#define CKM_IDEA_CBC_PAD                           0x345UL

/* mechanisms: digests and HMAC */
#define CKM_MD2                                    0x200UL
#define CKM_MD2_HMAC                               0x201UL
#define CKM_MD2_HMAC_GENERAL                       0x202UL
#define CKM_MD5                                    0x210UL
#define CKM_MD5_HMAC                               0x211UL
#define CKM_MD5_HMAC_GENERAL                       0x212UL
#define CKM_SHA_1                                  0x220UL
#define CKM_SHA_1_HMAC                             0x221UL
#define CKM_SHA_1_HMAC_GENERAL                     0x222UL
#define CKM_RIPEMD128                              0x230UL
#define CKM_RIPEMD128_HMAC                         0x231UL
#define CKM_RIPEMD128_HMAC_GENERAL                 0x232UL
#define CKM_RIPEMD160                              0x240UL
#define CKM_RIPEMD160_HMAC                         0x241UL
#define CKM_RIPEMD160_HMAC_GENERAL                 0x242UL
#define CKM_SHA256                                 0x250UL
#define CKM_SHA256_HMAC                            0x251UL
#define CKM_SHA256_HMAC_GENERAL                    0x252UL
#define CKM_SHA224                                 0x255UL
#define CKM_SHA224_HMAC                            0x256UL
#define CKM_SHA224_HMAC_GENERAL                    0x257UL
#define CKM_SHA384                                 0x260UL
#define CKM_SHA384_HMAC                            0x261UL
#define CKM_SHA384_HMAC_GENERAL                    0x262UL
#define CKM_SHA512                                 0x270UL
#define CKM_SHA512_HMAC                            0x271UL
#define CKM_SHA512_HMAC_GENERAL                    0x272UL
#define CKM_SECURID_KEY_GEN                        0x280UL
#define CKM_SECURID                                0x282UL
#define CKM_HOTP_KEY_GEN                           0x290UL
#define CKM_HOTP                                   0x291UL
#define CKM_ACTI                                   0x2a0UL
#define CKM_ACTI_KEY_GEN                           0x2a1UL
#define CKM_SHA3_256                               0x2b0UL
#define CKM_SHA3_256_HMAC                          0x2b1UL
#define CKM_SHA3_256_HMAC_GENERAL                  0x2b2UL
#define CKM_SHA3_256_KEY_GEN                       0x2b3UL
#define CKM_SHA3_224                               0x2b5UL
#define CKM_SHA3_224_HMAC                          0x2b6UL
#define CKM_SHA3_224_HMAC_GENERAL                  0x2b7UL
#define CKM_SHA3_224_KEY_GEN                       0x2b8UL
#define CKM_SHA3_384                               0x2c0UL
#define CKM_SHA3_384_HMAC                          0x2c1UL
#define CKM_SHA3_384_HMAC_GENERAL                  0x2c2UL
#define CKM_SHA3_384_KEY_GEN                       0x2c3UL
#define CKM_SHA3_512                               0x2d0UL
#define CKM_SHA3_512_HMAC                          0x2d1UL
#define CKM_SHA3_512_HMAC_GENERAL                  0x2d2UL
#define CKM_SHA3_512_KEY_GEN                       0x2d3UL

/* mechanisms: derivation, TLS, passwords */
#define CKM_GENERIC_SECRET_KEY_GEN                 0x350UL
#define CKM_CONCATENATE_BASE_AND_KEY               0x360UL
#define CKM_CONCATENATE_BASE_AND_DATA              0x362UL
#define CKM_CONCATENATE_DATA_AND_BASE              0x363UL
#define CKM_XOR_BASE_AND_DATA                      0x364UL
#define CKM_EXTRACT_KEY_FROM_KEY                   0x365UL
#define CKM_SSL3_PRE_MASTER_KEY_GEN                0x370UL
#define CKM_SSL3_MASTER_KEY_DERIVE                 0x371UL
#define CKM_SSL3_KEY_AND_MAC_DERIVE                0x372UL
#define CKM_SSL3_MASTER_KEY_DERIVE_DH              0x373UL
#define CKM_TLS_PRE_MASTER_KEY_GEN                 0x374UL
#define CKM_TLS_MASTER_KEY_DERIVE                  0x375UL
#define CKM_TLS_KEY_AND_MAC_DERIVE                 0x376UL
#define CKM_TLS_MASTER_KEY_DERIVE_DH               0x377UL
#define CKM_TLS_PRF                                0x378UL
#define CKM_SSL3_MD5_MAC                           0x380UL
#define CKM_SSL3_SHA1_MAC                          0x381UL
#define CKM_MD5_KEY_DERIVATION                     0x390UL
#define CKM_MD2_KEY_DERIVATION                     0x391UL
#define CKM_SHA1_KEY_DERIVATION                    0x392UL
#define CKM_SHA256_KEY_DERIVATION                  0x393UL
#define CKM_SHA384_KEY_DERIVATION                  0x394UL
#define CKM_SHA512_KEY_DERIVATION                  0x395UL
#define CKM_SHA224_KEY_DERIVATION                  0x396UL
#define CKM_SHA3_256_KEY_DERIVATION                0x397UL
#define CKM_SHA3_224_KEY_DERIVATION                0x398UL
#define CKM_SHA3_384_KEY_DERIVATION                0x399UL
#define CKM_SHA3_512_KEY_DERIVATION                0x39aUL
#define CKM_SHAKE_128_KEY_DERIVATION               0x39bUL
#define CKM_SHAKE_256_KEY_DERIVATION               0x39cUL
#define CKM_PBE_MD2_DES_CBC                        0x3a0UL
#define CKM_PBE_MD5_DES_CBC                        0x3a1UL
#define CKM_PBE_MD5_CAST_CBC                       0x3a2UL
#define CKM_PBE_MD5_CAST3_CBC                      0x3a3UL
#define CKM_PBE_MD5_CAST128_CBC                    0x3a4UL
#define CKM_PBE_SHA1_CAST128_CBC                   0x3a5UL
#define CKM_PBE_SHA1_RC4_128                       0x3a6UL
#define CKM_PBE_SHA1_RC4_40                        0x3a7UL
#define CKM_PBE_SHA1_DES3_EDE_CBC                  0x3a8UL
#define CKM_PBE_SHA1_DES2_EDE_CBC                  0x3a9UL
#define CKM_PBE_SHA1_RC2_128_CBC                   0x3aaUL
#define CKM_PBE_SHA1_RC2_40_CBC                    0x3abUL
#define CKM_SP800_108_COUNTER_KDF                  0x3acUL
#define CKM_SP800_108_FEEDBACK_KDF                 0x3adUL
#define CKM_SP800_108_DOUBLE_PIPELINE_KDF          0x3aeUL
#define CKM_PKCS5_PBKD2                            0x3b0UL
#define CKM_PBA_SHA1_WITH_SHA1_HMAC                0x3c0UL
#define CKM_TLS10_MAC_SERVER                       0x3d6UL
#define CKM_TLS10_MAC_CLIENT                       0x3d7UL
#define CKM_TLS12_MAC                              0x3d8UL
#define CKM_TLS12_KDF                              0x3d9UL
#define CKM_TLS12_MASTER_KEY_DERIVE                0x3e0UL
#define CKM_TLS12_KEY_AND_MAC_DERIVE               0x3e1UL
#define CKM_TLS12_MASTER_KEY_DERIVE_DH             0x3e2UL
#define CKM_TLS12_KEY_SAFE_DERIVE                  0x3e3UL
#define CKM_TLS_MAC                                0x3e4UL
#define CKM_TLS_KDF                                0x3e5UL
#define CKM_KEY_WRAP_LYNKS                         0x400UL
#define CKM_KEY_WRAP_SET_OAEP                      0x401UL
#define CKM_CMS_SIG                                0x500UL
#define CKM_KIP_DERIVE                             0x510UL
#define CKM_KIP_WRAP                               0x511UL
#define CKM_KIP_MAC                                0x512UL

/* mechanisms: Camellia, ARIA, SEED */
#define CKM_CAMELLIA_KEY_GEN                       0x550UL
#define CKM_CAMELLIA_ECB                           0x551UL
#define CKM_CAMELLIA_CBC                           0x552UL
#define CKM_CAMELLIA_MAC                           0x553UL
#define CKM_CAMELLIA_MAC_GENERAL                   0x554UL
#define CKM_CAMELLIA_CBC_PAD                       0x555UL
#define CKM_CAMELLIA_ECB_ENCRYPT_DATA              0x556UL
#define CKM_CAMELLIA_CBC_ENCRYPT_DATA              0x557UL
#define CKM_CAMELLIA_CTR                           0x558UL
#define CKM_ARIA_KEY_GEN                           0x560UL
#define CKM_ARIA_ECB                               0x561UL
#define CKM_ARIA_CBC                               0x562UL
#define CKM_ARIA_MAC                               0x563UL
#define CKM_ARIA_MAC_GENERAL                       0x564UL
#define CKM_ARIA_CBC_PAD                           0x565UL
#define CKM_ARIA_ECB_ENCRYPT_DATA                  0x566UL
#define CKM_ARIA_CBC_ENCRYPT_DATA                  0x567UL
#define CKM_SEED_KEY_GEN                           0x650UL
#define CKM_SEED_ECB                               0x651UL
#define CKM_SEED_CBC                               0x652UL
#define CKM_SEED_MAC                               0x653UL
#define CKM_SEED_MAC_GENERAL                       0x654UL
#define CKM_SEED_CBC_PAD                           0x655UL
#define CKM_SEED_ECB_ENCRYPT_DATA                  0x656UL
#define CKM_SEED_CBC_ENCRYPT_DATA                  0x657UL

/* mechanisms: elliptic curves */
#define CKM_EC_KEY_PAIR_GEN                        0x1040UL
#define CKM_ECDSA_KEY_PAIR_GEN                     CKM_EC_KEY_PAIR_GEN
#define CKM_ECDSA                                  0x1041UL
#define CKM_ECDSA_SHA1                             0x1042UL
#define CKM_ECDSA_SHA224                           0x1043UL
#define CKM_ECDSA_SHA256                           0x1044UL
#define CKM_ECDSA_SHA384                           0x1045UL
#define CKM_ECDSA_SHA512                           0x1046UL
#define CKM_ECDSA_SHA3_224                         0x1047UL
#define CKM_ECDSA_SHA3_256                         0x1048UL
#define CKM_ECDSA_SHA3_384                         0x1049UL
#define CKM_ECDSA_SHA3_512                         0x104aUL
#define CKM_ECDH1_DERIVE                           0x1050UL
#define CKM_ECDH1_COFACTOR_DERIVE                  0x1051UL
#define CKM_ECMQV_DERIVE                           0x1052UL
#define CKM_ECDH_AES_KEY_WRAP                      0x1053UL
#define CKM_RSA_AES_KEY_WRAP                       0x1054UL
#define CKM_EC_EDWARDS_KEY_PAIR_GEN                0x1055UL
#define CKM_EC_MONTGOMERY_KEY_PAIR_GEN             0x1056UL
#define CKM_EDDSA                                  0x1057UL
#define CKM_EC_KEY_PAIR_GEN_W_EXTRA_BITS           0x140bUL

/* mechanisms: AES and newer ciphers */
#define CKM_AES_XTS                                0x1071UL
#define CKM_AES_XTS_KEY_GEN                        0x1072UL
#define CKM_AES_KEY_GEN                            0x1080UL
#define CKM_AES_ECB                                0x1081UL
#define CKM_AES_CBC                                0x1082UL
#define CKM_AES_MAC                                0x1083UL
#define CKM_AES_MAC_GENERAL                        0x1084UL
#define CKM_AES_CBC_PAD                            0x1085UL
#define CKM_AES_CTR                                0x1086UL
#define CKM_AES_GCM                                0x1087UL
#define CKM_AES_CCM                                0x1088UL
#define CKM_AES_CTS                                0x1089UL
#define CKM_AES_CMAC                               0x108aUL
#define CKM_AES_CMAC_GENERAL                       0x108bUL
#define CKM_AES_XCBC_MAC                           0x108cUL
#define CKM_AES_XCBC_MAC_96                        0x108dUL
#define CKM_AES_GMAC                               0x108eUL
#define CKM_BLOWFISH_KEY_GEN                       0x1090UL
#define CKM_BLOWFISH_CBC                           0x1091UL
#define CKM_TWOFISH_KEY_GEN                        0x1092UL
#define CKM_TWOFISH_CBC                            0x1093UL
#define CKM_BLOWFISH_CBC_PAD                       0x1094UL
#define CKM_TWOFISH_CBC_PAD                        0x1095UL
#define CKM_DES_ECB_ENCRYPT_DATA                   0x1100UL
#define CKM_DES_CBC_ENCRYPT_DATA                   0x1101UL
#define CKM_DES3_ECB_ENCRYPT_DATA                  0x1102UL
#define CKM_DES3_CBC_ENCRYPT_DATA                  0x1103UL
#define CKM_AES_ECB_ENCRYPT_DATA                   0x1104UL
#define CKM_AES_CBC_ENCRYPT_DATA                   0x1105UL
#define CKM_GOSTR3410_KEY_PAIR_GEN                 0x1200UL
#define CKM_GOSTR3410                              0x1201UL
#define CKM_GOSTR3410_WITH_GOSTR3411               0x1202UL
#define CKM_GOSTR3410_KEY_WRAP                     0x1203UL
#define CKM_GOSTR3410_DERIVE                       0x1204UL
#define CKM_GOSTR3411                              0x1210UL
#define CKM_GOSTR3411_HMAC                         0x1211UL
#define CKM_GOST28147_KEY_GEN                      0x1220UL
#define CKM_GOST28147_ECB                          0x1221UL
#define CKM_GOST28147                              0x1222UL
#define CKM_GOST28147_MAC                          0x1223UL
#define CKM_GOST28147_KEY_WRAP                     0x1224UL
#define CKM_CHACHA20_KEY_GEN                       0x1225UL
#define CKM_CHACHA20                               0x1226UL
#define CKM_POLY1305_KEY_GEN                       0x1227UL
#define CKM_POLY1305                               0x1228UL
#define CKM_DSA_PARAMETER_GEN                      0x2000UL
#define CKM_DH_PKCS_PARAMETER_GEN                  0x2001UL
#define CKM_X9_42_DH_PARAMETER_GEN                 0x2002UL
#define CKM_DSA_PROBABILISTIC_PARAMETER_GEN        0x2003UL
#define CKM_DSA_SHAWE_TAYLOR_PARAMETER_GEN         0x2004UL
#define CKM_DSA_FIPS_G_GEN                         0x2005UL
#define CKM_AES_OFB                                0x2104UL
#define CKM_AES_CFB64                              0x2105UL
#define CKM_AES_CFB8                               0x2106UL
#define CKM_AES_CFB128                             0x2107UL
#define CKM_AES_CFB1                               0x2108UL
#define CKM_AES_KEY_WRAP                           0x2109UL
#define CKM_AES_KEY_WRAP_PAD                       0x210aUL
#define CKM_AES_KEY_WRAP_KWP                       0x210bUL
#define CKM_AES_KEY_WRAP_PKCS7                     0x210cUL

/* mechanisms of v3.0 and later */
#define CKM_RSA_PKCS_TPM_1_1                       0x4001UL
#define CKM_RSA_PKCS_OAEP_TPM_1_1                  0x4002UL
#define CKM_SHA_1_KEY_GEN                          0x4003UL
#define CKM_SHA224_KEY_GEN                         0x4004UL
#define CKM_SHA256_KEY_GEN                         0x4005UL
#define CKM_SHA384_KEY_GEN                         0x4006UL
#define CKM_SHA512_KEY_GEN                         0x4007UL
#define CKM_SHA512_224_KEY_GEN                     0x4008UL
#define CKM_SHA512_256_KEY_GEN                     0x4009UL
#define CKM_SHA512_T_KEY_GEN                       0x400aUL
#define CKM_NULL                                   0x400bUL
#define CKM_BLAKE2B_160                            0x400cUL
#define CKM_BLAKE2B_160_HMAC                       0x400dUL
#define CKM_BLAKE2B_160_HMAC_GENERAL               0x400eUL
#define CKM_BLAKE2B_160_KEY_DERIVE                 0x400fUL
#define CKM_BLAKE2B_160_KEY_GEN                    0x4010UL
#define CKM_BLAKE2B_256                            0x4011UL
#define CKM_BLAKE2B_256_HMAC                       0x4012UL
#define CKM_BLAKE2B_256_HMAC_GENERAL               0x4013UL
#define CKM_BLAKE2B_256_KEY_DERIVE                 0x4014UL
#define CKM_BLAKE2B_256_KEY_GEN                    0x4015UL
#define CKM_BLAKE2B_384                            0x4016UL
#define CKM_BLAKE2B_384_HMAC                       0x4017UL
#define CKM_BLAKE2B_384_HMAC_GENERAL               0x4018UL
#define CKM_BLAKE2B_384_KEY_DERIVE                 0x4019UL
#define CKM_BLAKE2B_384_KEY_GEN                    0x401aUL
#define CKM_BLAKE2B_512                            0x401bUL
#define CKM_BLAKE2B_512_HMAC                       0x401cUL
#define CKM_BLAKE2B_512_HMAC_GENERAL               0x401dUL
#define CKM_BLAKE2B_512_KEY_DERIVE                 0x401eUL
#define CKM_BLAKE2B_512_KEY_GEN                    0x401fUL
#define CKM_SALSA20                                0x4020UL
#define CKM_CHACHA20_POLY1305                      0x4021UL
#define CKM_SALSA20_POLY1305                       0x4022UL
#define CKM_XEDDSA                                 0x4029UL
#define CKM_HKDF_DERIVE                            0x402aUL
#define CKM_HKDF_DATA                              0x402bUL
#define CKM_HKDF_KEY_GEN                           0x402cUL
#define CKM_SALSA20_KEY_GEN                        0x402dUL
#define CKM_IKE2_PRF_PLUS_DERIVE                   0x402eUL
#define CKM_IKE_PRF_DERIVE                         0x402fUL
#define CKM_IKE1_PRF_DERIVE                        0x4030UL
#define CKM_IKE1_EXTENDED_DERIVE                   0x4031UL
#define CKM_HSS_KEY_PAIR_GEN                       0x4032UL
#define CKM_HSS                                    0x4033UL
#define CKM_XMSS_KEY_PAIR_GEN                      0x4034UL
#define CKM_XMSSMT_KEY_PAIR_GEN                    0x4035UL
#define CKM_XMSS                                   0x4036UL
#define CKM_XMSSMT                                 0x4037UL
#define CKM_ECDH_X_AES_KEY_WRAP                    0x4038UL
#define CKM_ECDH_COF_AES_KEY_WRAP                  0x4039UL
#define CKM_PUB_KEY_FROM_PRIV_KEY                  0x403aUL
#define CKM_VENDOR_DEFINED                         0x80000000UL

/* Luna: older numbers of mechanisms that have a standard one by now are
 * named LUNA_; both are accepted */
#define CKM_HAS160                                 (CKM_VENDOR_DEFINED | 0x100UL)
#define CKM_LUNA_AES_CFB8                          (CKM_VENDOR_DEFINED | 0x118UL)
#define CKM_LUNA_AES_CFB128                        (CKM_VENDOR_DEFINED | 0x119UL)
#define CKM_LUNA_AES_OFB                           (CKM_VENDOR_DEFINED | 0x11aUL)
#define CKM_LUNA_AES_GCM                           (CKM_VENDOR_DEFINED | 0x11cUL)
#define CKM_LUNA_ECDSA_SHA224                      (CKM_VENDOR_DEFINED | 0x122UL)
#define CKM_LUNA_ECDSA_SHA256                      (CKM_VENDOR_DEFINED | 0x123UL)
#define CKM_LUNA_ECDSA_SHA384                      (CKM_VENDOR_DEFINED | 0x124UL)
#define CKM_LUNA_ECDSA_SHA512                      (CKM_VENDOR_DEFINED | 0x125UL)
#define CKM_LUNA_AES_GMAC                          (CKM_VENDOR_DEFINED | 0x126UL)
#define CKM_ARIA_CMAC                              (CKM_VENDOR_DEFINED | 0x128UL)
#define CKM_RSA_FIPS_186_3_AUX_PRIME_KEY_PAIR_GEN  (CKM_VENDOR_DEFINED | 0x142UL)
#define CKM_RSA_FIPS_186_3_PRIME_KEY_PAIR_GEN      (CKM_VENDOR_DEFINED | 0x143UL)
#define CKM_DES3_X919_MAC                          (CKM_VENDOR_DEFINED | 0x150UL)
#define CKM_ECDSA_KEY_PAIR_GEN_W_EXTRA_BITS        (CKM_VENDOR_DEFINED | 0x160UL)
#define CKM_ECDSA_GBCS_SHA256                      (CKM_VENDOR_DEFINED | 0x161UL)
#define CKM_LUNA_AES_KW                            (CKM_VENDOR_DEFINED | 0x170UL)
#define CKM_LUNA_AES_KWP                           (CKM_VENDOR_DEFINED | 0x171UL)
#define CKM_TDEA_KW                                (CKM_VENDOR_DEFINED | 0x172UL)
#define CKM_TDEA_KWP                               (CKM_VENDOR_DEFINED | 0x173UL)
#define CKM_ECIES                                  (CKM_VENDOR_DEFINED | 0xa00UL)
#define CKM_XOR_BASE_AND_DATA_W_KDF                (CKM_VENDOR_DEFINED | 0xa01UL)
#define CKM_NIST_PRF_KDF                           (CKM_VENDOR_DEFINED | 0xa02UL)
#define CKM_PRF_KDF                                (CKM_VENDOR_DEFINED | 0xa03UL)
#define CKM_LUNA_AES_XTS                           (CKM_VENDOR_DEFINED | 0xa04UL)
#define CKM_LUNA_EC_EDWARDS_KEY_PAIR_GEN           (CKM_VENDOR_DEFINED | 0xc01UL)
#define CKM_EDDSA_NACL                             (CKM_VENDOR_DEFINED | 0xc02UL)
#define CKM_LUNA_EDDSA                             (CKM_VENDOR_DEFINED | 0xc03UL)
#define CKM_BIP32_MASTER_DERIVE                    (CKM_VENDOR_DEFINED | 0xe00UL)
#define CKM_BIP32_CHILD_DERIVE                     (CKM_VENDOR_DEFINED | 0xe01UL)
#define CKM_SHAKE_128                              (CKM_VENDOR_DEFINED | 0xf00UL)
#define CKM_SHAKE_256                              (CKM_VENDOR_DEFINED | 0xf01UL)

/* values inside parameters of mechanisms and attributes */
#define CKG_MGF1_SHA1                              0x1UL
#define CKG_MGF1_SHA256                            0x2UL
#define CKG_MGF1_SHA384                            0x3UL
#define CKG_MGF1_SHA512                            0x4UL
#define CKG_MGF1_SHA224                            0x5UL
#define CKG_MGF1_SHA3_224                          0x6UL
#define CKG_MGF1_SHA3_256                          0x7UL
#define CKG_MGF1_SHA3_384                          0x8UL
#define CKG_MGF1_SHA3_512                          0x9UL
#define CKG_NO_GENERATE                            0x0UL
#define CKG_GENERATE                               0x1UL
#define CKG_GENERATE_COUNTER                       0x2UL
#define CKG_GENERATE_RANDOM                        0x3UL
#define CKG_GENERATE_COUNTER_XOR                   0x4UL
#define CKZ_DATA_SPECIFIED                         1UL
#define CKZ_SALT_SPECIFIED                         1UL
#define CKD_NULL                                   0x1UL
#define CKD_SHA1_KDF                               0x2UL
#define CKD_SHA1_KDF_ASN1                          0x3UL
#define CKD_SHA1_KDF_CONCATENATE                   0x4UL
#define CKD_SHA224_KDF                             0x5UL
#define CKD_SHA256_KDF                             0x6UL
#define CKD_SHA384_KDF                             0x7UL
#define CKD_SHA512_KDF                             0x8UL
#define CKD_CPDIVERSIFY_KDF                        0x9UL
#define CKD_SHA3_224_KDF                           0xaUL
#define CKD_SHA3_256_KDF                           0xbUL
#define CKD_SHA3_384_KDF                           0xcUL
#define CKD_SHA3_512_KDF                           0xdUL
#define CKD_SHA1_KDF_SP800                         0xeUL
#define CKD_SHA224_KDF_SP800                       0xfUL
#define CKD_SHA256_KDF_SP800                       0x10UL
#define CKD_SHA384_KDF_SP800                       0x11UL
#define CKD_SHA512_KDF_SP800                       0x12UL
#define CKF_HKDF_SALT_NULL                         1UL
#define CKF_HKDF_SALT_DATA                         2UL
#define CKF_HKDF_SALT_KEY                          4UL
#define CKP_PKCS5_PBKD2_HMAC_SHA1                  1UL
#define CKP_PKCS5_PBKD2_HMAC_GOSTR3411             2UL
#define CKP_PKCS5_PBKD2_HMAC_SHA224                3UL
#define CKP_PKCS5_PBKD2_HMAC_SHA256                4UL
#define CKP_PKCS5_PBKD2_HMAC_SHA384                5UL
#define CKP_PKCS5_PBKD2_HMAC_SHA512                6UL
#define CKP_PKCS5_PBKD2_HMAC_SHA512_224            7UL
#define CKP_PKCS5_PBKD2_HMAC_SHA512_256            8UL
#define CK_SP800_108_ITERATION_VARIABLE            1UL
#define CK_SP800_108_OPTIONAL_COUNTER              2UL
#define CK_SP800_108_COUNTER                       CK_SP800_108_OPTIONAL_COUNTER
#define CK_SP800_108_DKM_LENGTH                    3UL
#define CK_SP800_108_BYTE_ARRAY                    4UL
#define CK_SP800_108_KEY_HANDLE                    5UL
#define CK_SP800_108_DKM_LENGTH_SUM_OF_KEYS        1UL
#define CK_SP800_108_DKM_LENGTH_SUM_OF_SEGMENTS    2UL
#define CKH_HEDGE_PREFERRED                        0UL
#define CKH_HEDGE_REQUIRED                         1UL
#define CKH_DETERMINISTIC_REQUIRED                 2UL
#define CKP_ML_KEM_512                             1UL
#define CKP_ML_KEM_768                             2UL
#define CKP_ML_KEM_1024                            3UL
#define CKP_ML_DSA_44                              1UL
#define CKP_ML_DSA_65                              2UL
#define CKP_ML_DSA_87                              3UL
#define CKP_SLH_DSA_SHA2_128S                      1UL
#define CKP_SLH_DSA_SHAKE_128S                     2UL
#define CKP_SLH_DSA_SHA2_128F                      3UL
#define CKP_SLH_DSA_SHAKE_128F                     4UL
#define CKP_SLH_DSA_SHA2_192S                      5UL
#define CKP_SLH_DSA_SHAKE_192S                     6UL
#define CKP_SLH_DSA_SHA2_192F                      7UL
#define CKP_SLH_DSA_SHAKE_192F                     8UL
#define CKP_SLH_DSA_SHA2_256S                      9UL
#define CKP_SLH_DSA_SHAKE_256S                     0xaUL
#define CKP_SLH_DSA_SHA2_256F                      0xbUL
#define CKP_SLH_DSA_SHAKE_256F                     0xcUL

/* results */
#define CKR_OK                                     0x0UL
#define CKR_CANCEL                                 0x1UL
#define CKR_HOST_MEMORY                            0x2UL
#define CKR_SLOT_ID_INVALID                        0x3UL
#define CKR_GENERAL_ERROR                          0x5UL
#define CKR_FUNCTION_FAILED                        0x6UL
#define CKR_ARGUMENTS_BAD                          0x7UL
#define CKR_NO_EVENT                               0x8UL
#define CKR_NEED_TO_CREATE_THREADS                 0x9UL
#define CKR_CANT_LOCK                              0xaUL
#define CKR_ATTRIBUTE_READ_ONLY                    0x10UL
#define CKR_ATTRIBUTE_SENSITIVE                    0x11UL
#define CKR_ATTRIBUTE_TYPE_INVALID                 0x12UL
#define CKR_ATTRIBUTE_VALUE_INVALID                0x13UL
#define CKR_ACTION_PROHIBITED                      0x1bUL
#define CKR_DATA_INVALID                           0x20UL
#define CKR_DATA_LEN_RANGE                         0x21UL
#define CKR_DEVICE_ERROR                           0x30UL
#define CKR_DEVICE_MEMORY                          0x31UL
#define CKR_DEVICE_REMOVED                         0x32UL
#define CKR_ENCRYPTED_DATA_INVALID                 0x40UL
#define CKR_ENCRYPTED_DATA_LEN_RANGE               0x41UL
#define CKR_AEAD_DECRYPT_FAILED                    0x42UL
#define CKR_FUNCTION_CANCELED                      0x50UL
#define CKR_FUNCTION_NOT_PARALLEL                  0x51UL
#define CKR_FUNCTION_NOT_SUPPORTED                 0x54UL
#define CKR_KEY_HANDLE_INVALID                     0x60UL
#define CKR_KEY_SIZE_RANGE                         0x62UL
#define CKR_KEY_TYPE_INCONSISTENT                  0x63UL
#define CKR_KEY_NOT_NEEDED                         0x64UL
#define CKR_KEY_CHANGED                            0x65UL
#define CKR_KEY_NEEDED                             0x66UL
#define CKR_KEY_INDIGESTIBLE                       0x67UL
#define CKR_KEY_FUNCTION_NOT_PERMITTED             0x68UL
#define CKR_KEY_NOT_WRAPPABLE                      0x69UL
#define CKR_KEY_UNEXTRACTABLE                      0x6aUL
#define CKR_MECHANISM_INVALID                      0x70UL
#define CKR_MECHANISM_PARAM_INVALID                0x71UL
#define CKR_OBJECT_HANDLE_INVALID                  0x82UL
#define CKR_OPERATION_ACTIVE                       0x90UL
#define CKR_OPERATION_NOT_INITIALIZED              0x91UL
#define CKR_PIN_INCORRECT                          0xa0UL
#define CKR_PIN_INVALID                            0xa1UL
#define CKR_PIN_LEN_RANGE                          0xa2UL
#define CKR_PIN_EXPIRED                            0xa3UL
#define CKR_PIN_LOCKED                             0xa4UL
#define CKR_SESSION_CLOSED                         0xb0UL
#define CKR_SESSION_COUNT                          0xb1UL
#define CKR_SESSION_HANDLE_INVALID                 0xb3UL
#define CKR_SESSION_PARALLEL_NOT_SUPPORTED         0xb4UL
#define CKR_SESSION_READ_ONLY                      0xb5UL
#define CKR_SESSION_EXISTS                         0xb6UL
#define CKR_SESSION_READ_ONLY_EXISTS               0xb7UL
#define CKR_SESSION_READ_WRITE_SO_EXISTS           0xb8UL
#define CKR_SIGNATURE_INVALID                      0xc0UL
#define CKR_SIGNATURE_LEN_RANGE                    0xc1UL
#define CKR_TEMPLATE_INCOMPLETE                    0xd0UL
#define CKR_TEMPLATE_INCONSISTENT                  0xd1UL
#define CKR_TOKEN_NOT_PRESENT                      0xe0UL
#define CKR_TOKEN_NOT_RECOGNIZED                   0xe1UL
#define CKR_TOKEN_WRITE_PROTECTED                  0xe2UL
#define CKR_UNWRAPPING_KEY_HANDLE_INVALID          0xf0UL
#define CKR_UNWRAPPING_KEY_SIZE_RANGE              0xf1UL
#define CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT       0xf2UL
#define CKR_USER_ALREADY_LOGGED_IN                 0x100UL
#define CKR_USER_NOT_LOGGED_IN                     0x101UL
#define CKR_USER_PIN_NOT_INITIALIZED               0x102UL
#define CKR_USER_TYPE_INVALID                      0x103UL
#define CKR_USER_ANOTHER_ALREADY_LOGGED_IN         0x104UL
#define CKR_USER_TOO_MANY_TYPES                    0x105UL
#define CKR_WRAPPED_KEY_INVALID                    0x110UL
#define CKR_WRAPPED_KEY_LEN_RANGE                  0x112UL
#define CKR_WRAPPING_KEY_HANDLE_INVALID            0x113UL
#define CKR_WRAPPING_KEY_SIZE_RANGE                0x114UL
#define CKR_WRAPPING_KEY_TYPE_INCONSISTENT         0x115UL
#define CKR_RANDOM_SEED_NOT_SUPPORTED              0x120UL
#define CKR_RANDOM_NO_RNG                          0x121UL
#define CKR_DOMAIN_PARAMS_INVALID                  0x130UL
#define CKR_CURVE_NOT_SUPPORTED                    0x140UL
#define CKR_BUFFER_TOO_SMALL                       0x150UL
#define CKR_SAVED_STATE_INVALID                    0x160UL
#define CKR_INFORMATION_SENSITIVE                  0x170UL
#define CKR_STATE_UNSAVEABLE                       0x180UL
#define CKR_CRYPTOKI_NOT_INITIALIZED               0x190UL
#define CKR_CRYPTOKI_ALREADY_INITIALIZED           0x191UL
#define CKR_MUTEX_BAD                              0x1a0UL
#define CKR_MUTEX_NOT_LOCKED                       0x1a1UL
#define CKR_NEW_PIN_MODE                           0x1b0UL
#define CKR_NEXT_OTP                               0x1b1UL
#define CKR_EXCEEDED_MAX_ITERATIONS                0x1b5UL
#define CKR_FIPS_SELF_TEST_FAILED                  0x1b6UL
#define CKR_LIBRARY_LOAD_FAILED                    0x1b7UL
#define CKR_PIN_TOO_WEAK                           0x1b8UL
#define CKR_PUBLIC_KEY_INVALID                     0x1b9UL
#define CKR_FUNCTION_REJECTED                      0x200UL
#define CKR_TOKEN_RESOURCE_EXCEEDED                0x201UL
#define CKR_OPERATION_CANCEL_FAILED                0x202UL
#define CKR_KEY_EXHAUSTED                          0x203UL
#define CKR_PENDING                                0x204UL
#define CKR_SESSION_ASYNC_NOT_SUPPORTED            0x205UL
#define CKR_SEED_RANDOM_REQUIRED                   0x206UL
#define CKR_OPERATION_NOT_VALIDATED                0x207UL
#define CKR_TOKEN_NOT_INITIALIZED                  0x208UL
#define CKR_PARAMETER_SET_NOT_SUPPORTED            0x209UL
#define CKR_VENDOR_DEFINED                         0x80000000UL

/* Luna: results of its own */
#define CKR_RC_ERROR                               (CKR_VENDOR_DEFINED | 0x4UL)
#define CKR_CONTAINER_HANDLE_INVALID               (CKR_VENDOR_DEFINED | 0x5UL)
#define CKR_TOO_MANY_CONTAINERS                    (CKR_VENDOR_DEFINED | 0x6UL)
#define CKR_USER_LOCKED_OUT                        (CKR_VENDOR_DEFINED | 0x7UL)
#define CKR_CLONING_PARAMETER_ALREADY_EXISTS       (CKR_VENDOR_DEFINED | 0x8UL)
#define CKR_CLONING_PARAMETER_MISSING              (CKR_VENDOR_DEFINED | 0x9UL)
#define CKR_CERTIFICATE_DATA_MISSING               (CKR_VENDOR_DEFINED | 0xaUL)
#define CKR_CERTIFICATE_DATA_INVALID               (CKR_VENDOR_DEFINED | 0xbUL)
#define CKR_ACCEL_DEVICE_ERROR                     (CKR_VENDOR_DEFINED | 0xcUL)
#define CKR_WRAPPING_ERROR                         (CKR_VENDOR_DEFINED | 0xdUL)
#define CKR_UNWRAPPING_ERROR                       (CKR_VENDOR_DEFINED | 0xeUL)
#define CKR_MAC_MISSING                            (CKR_VENDOR_DEFINED | 0xfUL)
#define CKR_DAC_POLICY_PID_MISMATCH                (CKR_VENDOR_DEFINED | 0x10UL)
#define CKR_DAC_MISSING                            (CKR_VENDOR_DEFINED | 0x11UL)
#define CKR_BAD_DAC                                (CKR_VENDOR_DEFINED | 0x12UL)
#define CKR_SSK_MISSING                            (CKR_VENDOR_DEFINED | 0x13UL)
#define CKR_BAD_MAC                                (CKR_VENDOR_DEFINED | 0x14UL)
#define CKR_DAK_MISSING                            (CKR_VENDOR_DEFINED | 0x15UL)
#define CKR_BAD_DAK                                (CKR_VENDOR_DEFINED | 0x16UL)
#define CKR_SIM_AUTHORIZATION_FAILED               (CKR_VENDOR_DEFINED | 0x17UL)
#define CKR_SIM_VERSION_UNSUPPORTED                (CKR_VENDOR_DEFINED | 0x18UL)
#define CKR_SIM_CORRUPT_DATA                       (CKR_VENDOR_DEFINED | 0x19UL)
#define CKR_USER_NOT_AUTHORIZED                    (CKR_VENDOR_DEFINED | 0x1aUL)
#define CKR_MAX_OBJECT_COUNT_EXCEEDED              (CKR_VENDOR_DEFINED | 0x1bUL)
#define CKR_SO_LOGIN_FAILURE_THRESHOLD             (CKR_VENDOR_DEFINED | 0x1cUL)
#define CKR_SIM_AUTHFORM_INVALID                   (CKR_VENDOR_DEFINED | 0x1dUL)
#define CKR_CITS_DAK_MISSING                       (CKR_VENDOR_DEFINED | 0x1eUL)
#define CKR_UNABLE_TO_CONNECT                      (CKR_VENDOR_DEFINED | 0x1fUL)
#define CKR_PARTITION_DISABLED                     (CKR_VENDOR_DEFINED | 0x20UL)
#define CKR_CALLBACK_ERROR                         (CKR_VENDOR_DEFINED | 0x21UL)
#define CKR_SECURITY_PARAMETER_MISSING             (CKR_VENDOR_DEFINED | 0x22UL)
#define CKR_SP_TIMEOUT                             (CKR_VENDOR_DEFINED | 0x23UL)
#define CKR_TIMEOUT                                (CKR_VENDOR_DEFINED | 0x24UL)
#define CKR_ECC_UNKNOWN_CURVE                      (CKR_VENDOR_DEFINED | 0x25UL)
#define CKR_MTK_ZEROIZED                           (CKR_VENDOR_DEFINED | 0x26UL)
#define CKR_MTK_STATE_INVALID                      (CKR_VENDOR_DEFINED | 0x27UL)
#define CKR_INVALID_ENTRY_TYPE                     (CKR_VENDOR_DEFINED | 0x28UL)
#define CKR_MTK_SPLIT_INVALID                      (CKR_VENDOR_DEFINED | 0x29UL)
#define CKR_HSM_STORAGE_FULL                       (CKR_VENDOR_DEFINED | 0x2aUL)
#define CKR_DEVICE_TIMEOUT                         (CKR_VENDOR_DEFINED | 0x2bUL)
#define CKR_CONTAINER_OBJECT_STORAGE_FULL          (CKR_VENDOR_DEFINED | 0x2cUL)
#define CKR_PED_CLIENT_NOT_RUNNING                 (CKR_VENDOR_DEFINED | 0x2dUL)
#define CKR_PED_UNPLUGGED                          (CKR_VENDOR_DEFINED | 0x2eUL)
#define CKR_ECC_POINT_INVALID                      (CKR_VENDOR_DEFINED | 0x2fUL)
#define CKR_OPERATION_NOT_ALLOWED                  (CKR_VENDOR_DEFINED | 0x30UL)
#define CKR_LICENSE_CAPACITY_EXCEEDED              (CKR_VENDOR_DEFINED | 0x31UL)
#define CKR_LOG_FILE_NOT_OPEN                      (CKR_VENDOR_DEFINED | 0x32UL)
#define CKR_LOG_FILE_WRITE_ERROR                   (CKR_VENDOR_DEFINED | 0x33UL)
#define CKR_LOG_BAD_FILE_NAME                      (CKR_VENDOR_DEFINED | 0x34UL)
#define CKR_LOG_FULL                               (CKR_VENDOR_DEFINED | 0x35UL)
#define CKR_LOG_NO_KCV                             (CKR_VENDOR_DEFINED | 0x36UL)
#define CKR_LOG_BAD_RECORD_HMAC                    (CKR_VENDOR_DEFINED | 0x37UL)
#define CKR_LOG_BAD_TIME                           (CKR_VENDOR_DEFINED | 0x38UL)
#define CKR_LOG_AUDIT_NOT_INITIALIZED              (CKR_VENDOR_DEFINED | 0x39UL)
#define CKR_LOG_RESYNC_NEEDED                      (CKR_VENDOR_DEFINED | 0x3aUL)
#define CKR_AUDIT_LOGIN_TIMEOUT_IN_PROGRESS        (CKR_VENDOR_DEFINED | 0x3bUL)
#define CKR_AUDIT_LOGIN_FAILURE_THRESHOLD          (CKR_VENDOR_DEFINED | 0x3cUL)
#define CKR_INVALID_FUF_TARGET                     (CKR_VENDOR_DEFINED | 0x3dUL)
#define CKR_INVALID_FUF_HEADER                     (CKR_VENDOR_DEFINED | 0x3eUL)
#define CKR_INVALID_FUF_VERSION                    (CKR_VENDOR_DEFINED | 0x3fUL)
#define CKR_ECC_ECC_RESULT_AT_INF                  (CKR_VENDOR_DEFINED | 0x40UL)
#define CKR_AGAIN                                  (CKR_VENDOR_DEFINED | 0x41UL)
#define CKR_TOKEN_COPIED                           (CKR_VENDOR_DEFINED | 0x42UL)
#define CKR_SLOT_NOT_EMPTY                         (CKR_VENDOR_DEFINED | 0x43UL)
#define CKR_USER_ALREADY_ACTIVATED                 (CKR_VENDOR_DEFINED | 0x44UL)
#define CKR_STC_NO_CONTEXT                         (CKR_VENDOR_DEFINED | 0x45UL)
#define CKR_STC_CLIENT_IDENTITY_NOT_CONFIGURED     (CKR_VENDOR_DEFINED | 0x46UL)
#define CKR_STC_PARTITION_IDENTITY_NOT_CONFIGURED  (CKR_VENDOR_DEFINED | 0x47UL)
#define CKR_STC_DH_KEYGEN_ERROR                    (CKR_VENDOR_DEFINED | 0x48UL)
#define CKR_STC_CIPHER_SUITE_REJECTED              (CKR_VENDOR_DEFINED | 0x49UL)
#define CKR_STC_KEY_CONFIRMATION_FAILED            (CKR_VENDOR_DEFINED | 0x4eUL)
#define CKR_STC_RESPONSE_BAD_MAC                   (CKR_VENDOR_DEFINED | 0x50UL)
#define CKR_STC_NOT_ENABLED                        (CKR_VENDOR_DEFINED | 0x51UL)
#define CKR_STC_SEQUENCE_NUM_INVALID               (CKR_VENDOR_DEFINED | 0x55UL)
#define CKR_STC_NO_CHANNEL                         (CKR_VENDOR_DEFINED | 0x56UL)
#define CKR_STC_RESPONSE_REPLAYED                  (CKR_VENDOR_DEFINED | 0x58UL)
#define CKR_CHALLENGE_INCORRECT                    (CKR_VENDOR_DEFINED | 0x67UL)
#define CKR_ACCESS_ID_INVALID                      (CKR_VENDOR_DEFINED | 0x68UL)
#define CKR_ACCESS_ID_ALREADY_EXISTS               (CKR_VENDOR_DEFINED | 0x69UL)
#define CKR_KEY_NOT_KEKABLE                        (CKR_VENDOR_DEFINED | 0x6aUL)
#define CKR_MECHANISM_INVALID_FOR_FP               (CKR_VENDOR_DEFINED | 0x6bUL)
#define CKR_OPERATION_INVALID_FOR_FP               (CKR_VENDOR_DEFINED | 0x6cUL)
#define CKR_SESSION_HANDLE_INVALID_FOR_FP          (CKR_VENDOR_DEFINED | 0x6dUL)
#define CKR_STM_CMD_NON_TRANSPORT                  (CKR_VENDOR_DEFINED | 0x6eUL)
#define CKR_OBJECT_ALREADY_EXISTS                  (CKR_VENDOR_DEFINED | 0x6fUL)
#define CKR_PARTITION_ROLE_POLICY_VERSION_INVALID  (CKR_VENDOR_DEFINED | 0x71UL)
#define CKR_PARTITION_ROLE_POLICY_SET_VERSION_INVALID (CKR_VENDOR_DEFINED | 0x72UL)
#define CKR_REKEK_KEY                              (CKR_VENDOR_DEFINED | 0x73UL)
#define CKR_KEK_RETRY_FAILURE                      (CKR_VENDOR_DEFINED | 0x74UL)
#define CKR_RNG_RESEED_TOO_EARLY                   (CKR_VENDOR_DEFINED | 0x75UL)
#define CKR_HSM_TAMPERED                           (CKR_VENDOR_DEFINED | 0x76UL)
#define CKR_CONFIG_FAILS_DEPENDENCIES              (CKR_VENDOR_DEFINED | 0x7dUL)
#define CKR_INVALID_UTILIZATION_METRICS            (CKR_VENDOR_DEFINED | 0x7fUL)
#define CKR_ASSIGNED_KEY_REQUIRES_AUTH_DATA        (CKR_VENDOR_DEFINED | 0x8fUL)
#define CKR_ROLE_CANNOT_MAKE_KEYS_ASSIGNED         (CKR_VENDOR_DEFINED | 0x90UL)
#define CKR_ASSIGNED_KEY_CANNOT_BE_MODIFIED        (CKR_VENDOR_DEFINED | 0x91UL)
#define CKR_AUTH_DATA_TOO_LARGE                    (CKR_VENDOR_DEFINED | 0x92UL)
#define CKR_AUTH_DATA_TOO_SMALL                    (CKR_VENDOR_DEFINED | 0x93UL)
#define CKR_OH_AUTH_DATA_NOT_PROVIDED              (CKR_VENDOR_DEFINED | 0x94UL)
#define CKR_ASSIGNED_KEY_FAILED_ATTRIBUTE_DEPENDENCIES (CKR_VENDOR_DEFINED | 0x95UL)
#define CKR_KEY_CANNOT_BE_AUTHORIZED               (CKR_VENDOR_DEFINED | 0x96UL)
#define CKR_KEY_NOT_AUTHORIZED                     (CKR_VENDOR_DEFINED | 0x97UL)
#define CKR_AUTH_DATA_INCORRECT                    (CKR_VENDOR_DEFINED | 0x98UL)
#define CKR_SMK_ID_NOT_FOUND                       (CKR_VENDOR_DEFINED | 0x99UL)
#define CKR_INTERNAL_INTEGRITY_ERROR               (CKR_VENDOR_DEFINED | 0x9aUL)
#define CKR_ASSIGNED_KEY_CANNOT_BE_RESET           (CKR_VENDOR_DEFINED | 0x9bUL)
#define CKR_AUTH_DATA_INCORRECT_AND_LIMIT_REACHED  (CKR_VENDOR_DEFINED | 0x9cUL)
#define CKR_PED_UNSUPPORTED                        (CKR_VENDOR_DEFINED | 0x9dUL)
#define CKR_PED_ERROR                              (CKR_VENDOR_DEFINED | 0x9eUL)
#define CKR_ACCESS_ID_CONFLICT                     (CKR_VENDOR_DEFINED | 0x9fUL)
#define CKR_KEY_INVALID_FOR_HA_LOGIN               (CKR_VENDOR_DEFINED | 0x100UL)
#define CKR_KEY_EXTRACTABLE                        (CKR_VENDOR_DEFINED | 0x101UL)
#define CKR_AUTH_DATA_NOT_ALLOWED                  (CKR_VENDOR_DEFINED | 0x102UL)
#define CKR_ASSIGNED_KEY_NOT_ALLOWED               (CKR_VENDOR_DEFINED | 0x103UL)
#define CKR_INTEGER_OVERFLOW                       (CKR_VENDOR_DEFINED | 0x104UL)
#define CKR_OBJECT_READ_ONLY                       (CKR_VENDOR_DEFINED | 0x114UL)
#define CKR_KEY_NOT_ACTIVE                         (CKR_VENDOR_DEFINED | 0x136UL)
#define CKR_BUSY                                   (CKR_VENDOR_DEFINED | 0x1604UL)

/* Luna: attribute of a role, flags of CA_ROLE_STATE, ways to authenticate */
#define CKA_LOGIN_ATTEMPTS_LEFT                    0x1bUL
#define CA_ROLE_INITIALIZED                        0x01UL
#define CA_ROLE_LOCKED                             0x02UL
#define CA_ROLE_ACTIVATED                          0x04UL
#define CA_ROLE_HAS_DOMAIN                         0x08UL
#define CA_ROLE_PIN_TO_BE_CHANGED                  0x10UL
#define CA_ROLE_CHALLENGE_TO_BE_CHANGED            0x20UL
#define CA_AUTH_NONE                               0x00UL
#define CA_AUTH_PASSWORD                           0x01UL
#define CA_AUTH_PED                                0x02UL
#define CA_AUTH_INVALID                            0xffUL
