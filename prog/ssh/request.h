/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The requests of a connection to its monitor, as packets. */

#include "gate.h"

/* The connection sends a request and waits for the answer. */
enum err request_run(int monitor, const struct request *r, struct answer *out);
/* The monitor takes the next request, and answers it. */
enum err request_take(int connection, struct request *out);
enum err request_answer(int connection, const struct answer *a);
