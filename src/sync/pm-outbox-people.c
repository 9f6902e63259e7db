/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-private.h"

#include "domain/pm-error.h"
#include "domain/pm-participant.h"
#include "remote/pm-remote-plain.h"

/*
 * How access is taken away and given back on a server of API 1.0.0. Somebody may take part several
 * times there, and removing takes one of them away; giving access back adds one, whoever has it.
 */

/* How often somebody may take part. */
#define MAX_PARTS 32

/* Awaits. How often somebody takes part, or -1. */
static int
count_parts (PmOutbox *self, PmOutboxEntry *entry, GError **error)
{
  gint64 user_id = pm_operation_get_user_id (entry->operation);
  g_autoptr (GPtrArray) people = NULL;
  int n_parts = 0;

  people = dex_await_boxed (
      pm_remote_read_list (self->remote, PM_PLAIN_PEOPLE, entry->poc_number, 0, NULL), error);
  if (people == NULL)
    return -1;
  for (guint i = 0; i < people->len; i++) {
    gpointer row = g_ptr_array_index (people, i);

    n_parts += PM_IS_PARTICIPANT (row) && pm_participant_get_user_id (row) == user_id;
  }
  return n_parts;
}

/* Awaits. */
static PmAnswer *
take_away (PmOutbox *self, PmOutboxEntry *entry, gboolean *done, GError **error)
{
  gint64 user_id = pm_operation_get_user_id (entry->operation);

  for (guint i = 0; i < MAX_PARTS; i++) {
    int n_parts = count_parts (self, entry, error);
    g_autoptr (PmAnswer) answer = NULL;

    *done = n_parts == 0;
    if (n_parts <= 0)
      return NULL;
    answer = pm_outbox_tell (
        entry, pm_remote_remove_participant (self->remote, entry->poc_number, user_id, NULL),
        error);
    if (answer == NULL || answer->error != NULL)
      return g_steal_pointer (&answer);
  }
  g_set_error_literal (error, PM_ERROR, PM_ERROR_REFUSED,
                       "The server says that it has removed this person, and lists them still.");
  return NULL;
}

/* Awaits. */
static PmAnswer *
give_back (PmOutbox *self, PmOutboxEntry *entry, gboolean *done, GError **error)
{
  int n_parts = count_parts (self, entry, error);

  *done = n_parts > 0;
  if (n_parts != 0)
    return NULL;
  return pm_outbox_tell (entry,
                         pm_remote_add_participant (self->remote, entry->poc_number,
                                                    pm_operation_get_user_id (entry->operation),
                                                    NULL),
                         error);
}

/**
 * pm_outbox_say_person_plainly:
 * @self: an outbox
 * @entry: one of its entries, about somebody's access
 * @done: (out): whether the server has done it
 * @error: return location
 *
 * Says it to a server of API 1.0.0. Awaits.
 *
 * Returns: (transfer full) (nullable): the answer; %NULL when it is done, and on failure
 */
PmAnswer *
pm_outbox_say_person_plainly (PmOutbox *self, PmOutboxEntry *entry, gboolean *done, GError **error)
{
  *done = FALSE;
  if (pm_operation_get_kind (entry->operation) == PM_OPERATION_KIND_REMOVE)
    return take_away (self, entry, done, error);
  return give_back (self, entry, done, error);
}
