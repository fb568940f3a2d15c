/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the servers offer: slots, and why one offers none. */

#include "vtl.h"

enum err vtl_list_slots(const struct vtl_options *o);
enum err vtl_verify(const struct vtl_options *o);
