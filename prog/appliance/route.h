/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Where the frames of a connection go: to the box itself, or to a device. */

#include "conn.h"

extern const struct conn_events route_events;
