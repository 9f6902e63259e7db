/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-changes.h"

#include "domain/pm-comment.h"
#include "domain/pm-criterion.h"
#include "domain/pm-operation.h"
#include "domain/pm-person.h"
#include "domain/pm-poc.h"
#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"

/* Beyond this many ids of one source, going through everything costs less than naming them. */
#define MAX_NAMED 4000

/**
 * pm_source_get_item_type:
 * @source: a source
 *
 * Returns: the record type of its rows. Any thread.
 */
GType
pm_source_get_item_type (PmSource source)
{
  switch (source) {
  case PM_SOURCE_POC:
    return PM_TYPE_POC;
  case PM_SOURCE_PERSON:
    return PM_TYPE_PERSON;
  case PM_SOURCE_OPERATION:
    return PM_TYPE_OPERATION;
  case PM_SOURCE_TASK:
    return PM_TYPE_TASK;
  case PM_SOURCE_CRITERION:
    return PM_TYPE_CRITERION;
  case PM_SOURCE_TASK_GROUP:
    return PM_TYPE_TASK_GROUP;
  case PM_SOURCE_RESOURCE:
    return PM_TYPE_RESOURCE;
  case PM_SOURCE_COMMENT:
    return PM_TYPE_COMMENT;
  default:
    g_assert_not_reached ();
  }
}

/**
 * pm_source_for_type:
 * @type: a record type
 * @source: (out): the source whose rows are of that type
 *
 * Returns: %FALSE if no list shows such records. Any thread.
 */
gboolean
pm_source_for_type (GType type, PmSource *source)
{
  for (guint i = 0; i < PM_N_SOURCES; i++)
    if (pm_source_get_item_type ((PmSource) i) == type) {
      *source = (PmSource) i;
      return TRUE;
    }
  return FALSE;
}

/**
 * pm_changes_new:
 *
 * Returns: (transfer full): no changes yet
 */
PmChanges *
pm_changes_new (void)
{
  PmChanges *self = g_new0 (PmChanges, 1);

  for (guint i = 0; i < PM_N_SOURCES; i++) {
    self->ids[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
    self->rows[i] = g_ptr_array_new_with_free_func (g_object_unref);
  }
  return self;
}

/**
 * pm_changes_new_everything:
 *
 * Returns: (transfer full): the change of everything, as after a switch to another file
 */
PmChanges *
pm_changes_new_everything (void)
{
  PmChanges *self = pm_changes_new ();

  self->everything = TRUE;
  return self;
}

void
pm_changes_free (PmChanges *self)
{
  for (guint i = 0; i < PM_N_SOURCES; i++) {
    g_array_unref (self->ids[i]);
    g_ptr_array_unref (self->rows[i]);
  }
  g_free (self);
}

void
pm_changes_add (PmChanges *self, PmSource source, gint64 id)
{
  if (self->ids[source]->len >= MAX_NAMED)
    self->everything = TRUE;
  else
    g_array_append_val (self->ids[source], id);
}

/**
 * pm_changes_touch:
 * @self: changes
 * @source: a source
 *
 * Returns: whether anything of @source changed
 */
gboolean
pm_changes_touch (PmChanges *self, PmSource source)
{
  return self->everything || self->ids[source]->len > 0;
}

/**
 * pm_changes_has:
 * @self: changes
 * @source: a source
 * @id: a row
 *
 * Returns: whether the row may have changed
 */
gboolean
pm_changes_has (PmChanges *self, PmSource source, gint64 id)
{
  if (self->everything)
    return TRUE;
  for (guint i = 0; i < self->ids[source]->len; i++)
    if (g_array_index (self->ids[source], gint64, i) == id)
      return TRUE;
  return FALSE;
}

gboolean
pm_changes_is_empty (PmChanges *self)
{
  for (guint i = 0; i < PM_N_SOURCES; i++)
    if (pm_changes_touch (self, (PmSource) i))
      return FALSE;
  return TRUE;
}
