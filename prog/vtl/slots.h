/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Shows the slots of the servers, and why a server offers none. */

#include "vtl.h"

enum err vtl_list_slots(const struct vtl_options *o);
enum err vtl_verify(const struct vtl_options *o);
