/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What a connection may ask of its monitor, and how both say it. */

#include "gate.h"

/* The connection asks and waits. */
enum err request_run(int monitor, const struct request *r, struct answer *out);
/* The monitor takes the next one, and answers it. */
enum err request_take(int connection, struct request *out);
enum err request_answer(int connection, const struct answer *a);
