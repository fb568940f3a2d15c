/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The version of what is stored: tables, sealing and the fields of records have
 * one number together, so that an operator needs to know one. Whoever changes any
 * of it raises the number, says so in docs/storage.md and makes a golden store
 * (tests/golden). */

#define STORE_VERSION 2u
