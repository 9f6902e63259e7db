/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "remote/pm-remote.h"
#include "remote/pm-transport.h"

G_BEGIN_DECLS

typedef struct _PmTrip PmTrip;

/* Makes something of a success, whose body is an object, or text that was left to it. The answer is
 * transferred. */
typedef DexFuture *(*PmReader) (PmTrip *trip, PmAnswer *answer);

/* A call on its way through renewal and back. */
struct _PmTrip {
  PmRemote *remote;
  PmHttpCall *call;
  PmReader reader; /* (nullable): without it the answer itself is the result, whatever it says */
  char *since;     /* (nullable): for the change feed */
  gboolean anonymous;
};

PmTrip *pm_trip_new (PmRemote *remote, PmReader reader, const char *method, char *path);
void pm_trip_free (gpointer data);
DexFuture *pm_trip_start (PmTrip *self);

DexFuture *
pm_remote_write (PmRemote *self, const char *method, char *path, const char *body, const char *key);
DexFuture *pm_resolve_boxed (GType type, gpointer boxed, GError *error);

G_END_DECLS
