/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * PKCS#11 v3.2 for C, with the additions Luna programs know (the second half
 * of each section, marked "Luna").  For the card, which speaks in attributes
 * and mechanisms; for the module; for programs that use the module.
 *
 * Written for this project.  Numbers and layouts are those of the OASIS
 * standard (natural alignment, as on every UNIX); names of structures and of
 * their members too, as programs depend on them.  Numbers are in
 * pkcs11_numbers.h, the functions are rows of pkcs11_calls.def.
 */

#include <stddef.h>

#include "pkcs11_numbers.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CRYPTOKI_VERSION_MAJOR 3
#define CRYPTOKI_VERSION_MINOR 2
#define CRYPTOKI_VERSION_AMENDMENT 0

#define CK_TRUE 1
#define CK_FALSE 0
#ifndef NULL_PTR
#define NULL_PTR NULL
#endif

/* --- simple types --- */

typedef unsigned char CK_BYTE;
typedef CK_BYTE CK_CHAR;
typedef CK_BYTE CK_UTF8CHAR;
typedef CK_BYTE CK_BBOOL;
typedef unsigned long int CK_ULONG;
typedef long int CK_LONG;
typedef CK_BYTE *CK_BYTE_PTR;
typedef CK_CHAR *CK_CHAR_PTR;
typedef CK_UTF8CHAR *CK_UTF8CHAR_PTR;
typedef CK_ULONG *CK_ULONG_PTR;
typedef void *CK_VOID_PTR;
typedef CK_VOID_PTR *CK_VOID_PTR_PTR;

/* A number with a meaning of its own, and a pointer to it. */
#define CK_NUMBER(name)          \
	typedef CK_ULONG name;   \
	typedef name *name##_PTR

CK_NUMBER(CK_FLAGS);
CK_NUMBER(CK_RV);
CK_NUMBER(CK_SLOT_ID);
CK_NUMBER(CK_SESSION_HANDLE);
CK_NUMBER(CK_OBJECT_HANDLE);
CK_NUMBER(CK_OBJECT_CLASS);
CK_NUMBER(CK_HW_FEATURE_TYPE);
CK_NUMBER(CK_KEY_TYPE);
CK_NUMBER(CK_CERTIFICATE_TYPE);
CK_NUMBER(CK_CERTIFICATE_CATEGORY);
CK_NUMBER(CK_JAVA_MIDP_SECURITY_DOMAIN);
CK_NUMBER(CK_ATTRIBUTE_TYPE);
CK_NUMBER(CK_MECHANISM_TYPE);
CK_NUMBER(CK_USER_TYPE);
CK_NUMBER(CK_STATE);
CK_NUMBER(CK_NOTIFICATION);
CK_NUMBER(CK_PROFILE_ID);
CK_NUMBER(CK_RSA_PKCS_MGF_TYPE);
CK_NUMBER(CK_RSA_PKCS_OAEP_SOURCE_TYPE);
CK_NUMBER(CK_EC_KDF_TYPE);
CK_NUMBER(CK_X9_42_DH_KDF_TYPE);
CK_NUMBER(CK_GENERATOR_FUNCTION);
CK_NUMBER(CK_MAC_GENERAL_PARAMS);
CK_NUMBER(CK_EXTRACT_PARAMS);
CK_NUMBER(CK_PKCS5_PBKDF2_SALT_SOURCE_TYPE);
CK_NUMBER(CK_PKCS5_PBKD2_PSEUDO_RANDOM_FUNCTION_TYPE);
CK_NUMBER(CK_SP800_108_PRF_TYPE);
CK_NUMBER(CK_PRF_DATA_TYPE);
CK_NUMBER(CK_SP800_108_DKM_LENGTH_METHOD);
CK_NUMBER(CK_HEDGE_TYPE);
CK_NUMBER(CK_ML_KEM_PARAMETER_SET_TYPE);
CK_NUMBER(CK_ML_DSA_PARAMETER_SET_TYPE);
CK_NUMBER(CK_SLH_DSA_PARAMETER_SET_TYPE);
CK_NUMBER(CK_SESSION_VALIDATION_FLAGS_TYPE);
CK_NUMBER(CK_TRUST);
CK_NUMBER(CK_VALIDATION_TYPE);
CK_NUMBER(CK_VALIDATION_AUTHORITY_TYPE);

/* --- structures --- */

/* A structure by its standard name, and a pointer to it. */
#define CK_STRUCT(name)           \
	typedef struct name name; \
	typedef struct name *name##_PTR

CK_STRUCT(CK_VERSION);
struct CK_VERSION {
	CK_BYTE major;
	CK_BYTE minor;
};

CK_STRUCT(CK_INFO);
struct CK_INFO {
	CK_VERSION cryptokiVersion;
	CK_UTF8CHAR manufacturerID[32]; /* blank padded, no NUL; so all texts */
	CK_FLAGS flags;
	CK_UTF8CHAR libraryDescription[32];
	CK_VERSION libraryVersion;
};

CK_STRUCT(CK_SLOT_INFO);
struct CK_SLOT_INFO {
	CK_UTF8CHAR slotDescription[64];
	CK_UTF8CHAR manufacturerID[32];
	CK_FLAGS flags;
	CK_VERSION hardwareVersion;
	CK_VERSION firmwareVersion;
};

CK_STRUCT(CK_TOKEN_INFO);
struct CK_TOKEN_INFO {
	CK_UTF8CHAR label[32];
	CK_UTF8CHAR manufacturerID[32];
	CK_UTF8CHAR model[16];
	CK_CHAR serialNumber[16];
	CK_FLAGS flags;
	CK_ULONG ulMaxSessionCount;
	CK_ULONG ulSessionCount;
	CK_ULONG ulMaxRwSessionCount;
	CK_ULONG ulRwSessionCount;
	CK_ULONG ulMaxPinLen;
	CK_ULONG ulMinPinLen;
	CK_ULONG ulTotalPublicMemory;
	CK_ULONG ulFreePublicMemory;
	CK_ULONG ulTotalPrivateMemory;
	CK_ULONG ulFreePrivateMemory;
	CK_VERSION hardwareVersion;
	CK_VERSION firmwareVersion;
	CK_CHAR utcTime[16];
};

CK_STRUCT(CK_SESSION_INFO);
struct CK_SESSION_INFO {
	CK_SLOT_ID slotID;
	CK_STATE state;
	CK_FLAGS flags;
	CK_ULONG ulDeviceError;
};

CK_STRUCT(CK_ATTRIBUTE);
struct CK_ATTRIBUTE {
	CK_ATTRIBUTE_TYPE type;
	CK_VOID_PTR pValue;
	CK_ULONG ulValueLen; /* bytes */
};

CK_STRUCT(CK_DATE);
struct CK_DATE {
	CK_CHAR year[4];
	CK_CHAR month[2];
	CK_CHAR day[2];
};

CK_STRUCT(CK_MECHANISM);
struct CK_MECHANISM {
	CK_MECHANISM_TYPE mechanism;
	CK_VOID_PTR pParameter;
	CK_ULONG ulParameterLen; /* bytes */
};

CK_STRUCT(CK_MECHANISM_INFO);
struct CK_MECHANISM_INFO {
	CK_ULONG ulMinKeySize;
	CK_ULONG ulMaxKeySize;
	CK_FLAGS flags;
};

typedef CK_RV (*CK_NOTIFY)(CK_SESSION_HANDLE session, CK_NOTIFICATION event, CK_VOID_PTR app);
typedef CK_RV (*CK_CREATEMUTEX)(CK_VOID_PTR_PTR out_mutex);
typedef CK_RV (*CK_DESTROYMUTEX)(CK_VOID_PTR mutex);
typedef CK_RV (*CK_LOCKMUTEX)(CK_VOID_PTR mutex);
typedef CK_RV (*CK_UNLOCKMUTEX)(CK_VOID_PTR mutex);

CK_STRUCT(CK_C_INITIALIZE_ARGS);
struct CK_C_INITIALIZE_ARGS {
	CK_CREATEMUTEX CreateMutex;
	CK_DESTROYMUTEX DestroyMutex;
	CK_LOCKMUTEX LockMutex;
	CK_UNLOCKMUTEX UnlockMutex;
	CK_FLAGS flags;
	CK_VOID_PTR pReserved;
};

CK_STRUCT(CK_INTERFACE);
typedef CK_INTERFACE_PTR *CK_INTERFACE_PTR_PTR;
struct CK_INTERFACE {
	CK_UTF8CHAR_PTR pInterfaceName;
	CK_VOID_PTR pFunctionList; /* begins with a CK_VERSION */
	CK_FLAGS flags;
};

CK_STRUCT(CK_ASYNC_DATA);
struct CK_ASYNC_DATA {
	CK_ULONG ulVersion;
	CK_BYTE_PTR pValue;
	CK_ULONG ulValue;
	CK_OBJECT_HANDLE hObject;
	CK_OBJECT_HANDLE hAdditionalObject;
};

/* --- parameters of mechanisms --- */

CK_STRUCT(CK_RSA_PKCS_OAEP_PARAMS);
struct CK_RSA_PKCS_OAEP_PARAMS {
	CK_MECHANISM_TYPE hashAlg;
	CK_RSA_PKCS_MGF_TYPE mgf;
	CK_RSA_PKCS_OAEP_SOURCE_TYPE source;
	CK_VOID_PTR pSourceData;
	CK_ULONG ulSourceDataLen;
};

CK_STRUCT(CK_RSA_PKCS_PSS_PARAMS);
struct CK_RSA_PKCS_PSS_PARAMS {
	CK_MECHANISM_TYPE hashAlg;
	CK_RSA_PKCS_MGF_TYPE mgf;
	CK_ULONG sLen;
};

CK_STRUCT(CK_ECDH1_DERIVE_PARAMS);
struct CK_ECDH1_DERIVE_PARAMS {
	CK_EC_KDF_TYPE kdf;
	CK_ULONG ulSharedDataLen;
	CK_BYTE_PTR pSharedData;
	CK_ULONG ulPublicDataLen;
	CK_BYTE_PTR pPublicData;
};

CK_STRUCT(CK_EDDSA_PARAMS);
struct CK_EDDSA_PARAMS {
	CK_BBOOL phFlag;
	CK_ULONG ulContextDataLen;
	CK_BYTE_PTR pContextData;
};

CK_STRUCT(CK_AES_CTR_PARAMS);
struct CK_AES_CTR_PARAMS {
	CK_ULONG ulCounterBits;
	CK_BYTE cb[16];
};

CK_STRUCT(CK_GCM_PARAMS);
struct CK_GCM_PARAMS {
	CK_BYTE_PTR pIv;
	CK_ULONG ulIvLen;
	CK_ULONG ulIvBits; /* old callers leave it wrong: use ulIvLen */
	CK_BYTE_PTR pAAD;
	CK_ULONG ulAADLen;
	CK_ULONG ulTagBits;
};

CK_STRUCT(CK_CCM_PARAMS);
struct CK_CCM_PARAMS {
	CK_ULONG ulDataLen;
	CK_BYTE_PTR pNonce;
	CK_ULONG ulNonceLen;
	CK_BYTE_PTR pAAD;
	CK_ULONG ulAADLen;
	CK_ULONG ulMACLen;
};

CK_STRUCT(CK_GCM_MESSAGE_PARAMS);
struct CK_GCM_MESSAGE_PARAMS {
	CK_BYTE_PTR pIv;
	CK_ULONG ulIvLen;
	CK_ULONG ulIvFixedBits;
	CK_GENERATOR_FUNCTION ivGenerator;
	CK_BYTE_PTR pTag;
	CK_ULONG ulTagBits;
};

CK_STRUCT(CK_AES_CBC_ENCRYPT_DATA_PARAMS);
struct CK_AES_CBC_ENCRYPT_DATA_PARAMS {
	CK_BYTE iv[16];
	CK_BYTE_PTR pData;
	CK_ULONG length;
};

CK_STRUCT(CK_DES_CBC_ENCRYPT_DATA_PARAMS);
struct CK_DES_CBC_ENCRYPT_DATA_PARAMS {
	CK_BYTE iv[8];
	CK_BYTE_PTR pData;
	CK_ULONG length;
};

CK_STRUCT(CK_KEY_DERIVATION_STRING_DATA);
struct CK_KEY_DERIVATION_STRING_DATA {
	CK_BYTE_PTR pData;
	CK_ULONG ulLen;
};

CK_STRUCT(CK_RSA_AES_KEY_WRAP_PARAMS);
struct CK_RSA_AES_KEY_WRAP_PARAMS {
	CK_ULONG ulAESKeyBits;
	CK_RSA_PKCS_OAEP_PARAMS_PTR pOAEPParams;
};

CK_STRUCT(CK_HKDF_PARAMS);
struct CK_HKDF_PARAMS {
	CK_BBOOL bExtract;
	CK_BBOOL bExpand;
	CK_MECHANISM_TYPE prfHashMechanism;
	CK_ULONG ulSaltType;
	CK_BYTE_PTR pSalt;
	CK_ULONG ulSaltLen;
	CK_OBJECT_HANDLE hSaltKey;
	CK_BYTE_PTR pInfo;
	CK_ULONG ulInfoLen;
};

/* The form of v2.40 and later: the password's length is a number, not a
 * pointer to one as in the older CK_PKCS5_PBKD2_PARAMS. */
CK_STRUCT(CK_PKCS5_PBKD2_PARAMS2);
struct CK_PKCS5_PBKD2_PARAMS2 {
	CK_PKCS5_PBKDF2_SALT_SOURCE_TYPE saltSource;
	CK_VOID_PTR pSaltSourceData;
	CK_ULONG ulSaltSourceDataLen;
	CK_ULONG iterations;
	CK_PKCS5_PBKD2_PSEUDO_RANDOM_FUNCTION_TYPE prf;
	CK_VOID_PTR pPrfData;
	CK_ULONG ulPrfDataLen;
	CK_UTF8CHAR_PTR pPassword;
	CK_ULONG ulPasswordLen;
};

CK_STRUCT(CK_PRF_DATA_PARAM);
struct CK_PRF_DATA_PARAM {
	CK_PRF_DATA_TYPE type;
	CK_VOID_PTR pValue;
	CK_ULONG ulValueLen;
};

CK_STRUCT(CK_DERIVED_KEY);
struct CK_DERIVED_KEY {
	CK_ATTRIBUTE_PTR pTemplate;
	CK_ULONG ulAttributeCount;
	CK_OBJECT_HANDLE_PTR phKey;
};

CK_STRUCT(CK_SP800_108_KDF_PARAMS);
struct CK_SP800_108_KDF_PARAMS {
	CK_SP800_108_PRF_TYPE prfType;
	CK_ULONG ulNumberOfDataParams;
	CK_PRF_DATA_PARAM_PTR pDataParams;
	CK_ULONG ulAdditionalDerivedKeys;
	CK_DERIVED_KEY_PTR pAdditionalDerivedKeys;
};

CK_STRUCT(CK_SIGN_ADDITIONAL_CONTEXT);
struct CK_SIGN_ADDITIONAL_CONTEXT {
	CK_HEDGE_TYPE hedgeVariant;
	CK_BYTE_PTR pContext;
	CK_ULONG ulContextLen;
};

CK_STRUCT(CK_HASH_SIGN_ADDITIONAL_CONTEXT);
struct CK_HASH_SIGN_ADDITIONAL_CONTEXT {
	CK_HEDGE_TYPE hedgeVariant;
	CK_BYTE_PTR pContext;
	CK_ULONG ulContextLen;
	CK_MECHANISM_TYPE hash;
};

/* Luna: CKM_NIST_PRF_KDF */
CK_STRUCT(CK_KDF_PRF_PARAMS);
struct CK_KDF_PRF_PARAMS {
	CK_ULONG prfType;
	CK_BYTE_PTR pLabel;
	CK_ULONG ulLabelLen;
	CK_BYTE_PTR pContext;
	CK_ULONG ulContextLen;
	CK_ULONG ulCounter;
	CK_ULONG ulEncodingScheme;
};

/* Luna: CA_RoleStateGet */
CK_STRUCT(CA_ROLE_STATE);
struct CA_ROLE_STATE {
	CK_BYTE flags; /* CA_ROLE_ bits */
	CK_BYTE loginAttemptsLeft;
	CK_BYTE primaryAuthMech;
	CK_BYTE secondaryAuthMech;
};

/* Luna: CA_GetHAState, the newer layout (serial numbers as text) */
CK_STRUCT(CK_HA_MEMBER);
struct CK_HA_MEMBER {
	CK_CHAR memberSerial[20];
	CK_RV memberStatus; /* CKR_OK: alive */
};

CK_STRUCT(CK_HA_STATUS);
struct CK_HA_STATUS {
	CK_CHAR groupSerial[20];
	CK_HA_MEMBER memberList[CK_HA_MAX_MEMBERS];
	CK_ULONG listSize;
};

/* --- functions --- */

CK_STRUCT(CK_FUNCTION_LIST);
typedef CK_FUNCTION_LIST_PTR *CK_FUNCTION_LIST_PTR_PTR;
CK_STRUCT(CK_FUNCTION_LIST_3_0);
typedef CK_FUNCTION_LIST_3_0_PTR *CK_FUNCTION_LIST_3_0_PTR_PTR;
CK_STRUCT(CK_FUNCTION_LIST_3_2);
typedef CK_FUNCTION_LIST_3_2_PTR *CK_FUNCTION_LIST_3_2_PTR_PTR;

/* CK_C_Initialize and so on: the types of pointers to the functions. */
#define CALL_2_40(name, arguments) typedef CK_RV(*CK_##name) arguments;
#define CALL_3_0(name, arguments) typedef CK_RV(*CK_##name) arguments;
#define CALL_3_2(name, arguments) typedef CK_RV(*CK_##name) arguments;
#include "pkcs11_calls.def"

struct CK_FUNCTION_LIST {
	CK_VERSION version;
#define CALL_2_40(name, arguments) CK_##name name;
#include "pkcs11_calls.def"
};

struct CK_FUNCTION_LIST_3_0 {
	CK_VERSION version;
#define CALL_2_40(name, arguments) CK_##name name;
#define CALL_3_0(name, arguments) CK_##name name;
#include "pkcs11_calls.def"
};

struct CK_FUNCTION_LIST_3_2 {
	CK_VERSION version;
#define CALL_2_40(name, arguments) CK_##name name;
#define CALL_3_0(name, arguments) CK_##name name;
#define CALL_3_2(name, arguments) CK_##name name;
#include "pkcs11_calls.def"
};

/* The module defines CK_EXPORT to make its entry points visible. */
#ifndef CK_EXPORT
#define CK_EXPORT
#endif
#define CALL_2_40(name, arguments) CK_EXPORT CK_RV name arguments;
#define CALL_3_0(name, arguments) CK_EXPORT CK_RV name arguments;
#define CALL_3_2(name, arguments) CK_EXPORT CK_RV name arguments;
#include "pkcs11_calls.def"

#undef CK_NUMBER
#undef CK_STRUCT

#ifdef __cplusplus
}
#endif
