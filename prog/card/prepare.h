/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What a call on path MECHANISM needs before it runs: its mechanism decoded,
 * its key found, both checked, the operation under way taken. The lane does
 * this once, and the request carries the result (r->prepared, r->object) to
 * whoever runs it. An error is the answer.
 */

#include "request.h"
#include "wire/messages.h"

enum err prepare_crypt(struct request *r, const struct msg_crypt_request *in);
enum err prepare_crypt_check(struct request *r,
    const struct msg_crypt_check_request *in);
enum err prepare_stream_start(struct request *r,
    const struct msg_stream_start_request *in);
enum err prepare_stream_finish(struct request *r,
    const struct msg_stream_finish_request *in);
/* The session's operation for one request: what stream_update, stream_finish
 * and stream_cancel work on. */
enum err prepare_work(struct request *r, uint64_t function, struct work **out);
