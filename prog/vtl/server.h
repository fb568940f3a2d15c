/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The servers that this client machine trusts. */

#include "vtl.h"

enum err vtl_add_server(const struct vtl_options *o);
enum err vtl_delete_server(const struct vtl_options *o);
enum err vtl_list_servers(const struct vtl_options *o);
