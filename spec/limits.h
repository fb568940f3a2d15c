/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Limits that several programs share. What arrives longer is refused. */

#define LIMIT_FRAME_BODY (160u * 1024u) /* behind the frame header */
#define LIMIT_DATA (64u * 1024u)        /* input of one cryptographic call */
#define LIMIT_TEMPLATE (72u * 1024u)    /* an encoded list of attributes */
#define LIMIT_ATTRIBUTES 64u            /* in one template */
#define LIMIT_VALUE (64u * 1024u)       /* of one attribute */
#define LIMIT_LABEL 32u                 /* HSM, partition, token labels */
#define LIMIT_NAME 64u                  /* users, clients, files */
#define LIMIT_PASSWORD_MIN 7u           /* HSM and partition roles */
#define LIMIT_PASSWORD 255u
#define LIMIT_DOMAIN 128u
#define LIMIT_PARTITIONS 100u           /* in one message; licences: models.def */
#define PARTITION_ALL_FREE UINT64_MAX   /* as the size of a new one */
#define LIMIT_POLICY_NEEDS 512u         /* what a policy depends on, in words */
#define LIMIT_POLICY_ROWS (32u * 1024u) /* the policies of a scope */
#define LIMIT_CLIENTS 800u              /* registered; in one message */
#define LIMIT_HANDLES 4096u             /* in one find response */
#define LIMIT_LINK_SESSIONS 4096u       /* sessions of one link */
#define LIMIT_CLONE_BLOB (129u * 1024u) /* one object under way: any there is */
#define LIMIT_CERTIFICATE (16u * 1024u) /* a PEM file */

#define LIMIT_SO_FAILURES 3u            /* HSM SO: zeroized, not adjustable */
#define LIMIT_ROLE_FAILURES 10u         /* partition roles: default and most */
