/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PmSource:
 *
 * Where the rows of a list come from.
 */
typedef enum {
  PM_SOURCE_POC,
  PM_SOURCE_PERSON,
  PM_SOURCE_OPERATION,
  PM_SOURCE_TASK,
  PM_SOURCE_CRITERION,
  PM_SOURCE_TASK_GROUP,
  PM_SOURCE_RESOURCE,
  PM_SOURCE_COMMENT,
} PmSource;

#define PM_N_SOURCES (PM_SOURCE_COMMENT + 1)

gboolean pm_source_for_type (GType type, PmSource *source);
GType pm_source_get_item_type (PmSource source);

typedef struct _PmChanges PmChanges;

/**
 * PmChanges:
 * @ids: for each source the rows that changed, came or went
 * @rows: (element-type PmRecord): what some of them are now, where whoever changed them has looked
 * @everything: too much changed to be listed
 *
 * What a piece of writing changed of what lists may show. A change to anything that belongs to a
 * POC names the POC too.
 */
struct _PmChanges {
  GArray *ids[PM_N_SOURCES];
  GPtrArray *rows[PM_N_SOURCES];
  gboolean everything;
};

PmChanges *pm_changes_new (void);
PmChanges *pm_changes_new_everything (void);
void pm_changes_free (PmChanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmChanges, pm_changes_free)

void pm_changes_add (PmChanges *self, PmSource source, gint64 id);
gboolean pm_changes_touch (PmChanges *self, PmSource source);
gboolean pm_changes_has (PmChanges *self, PmSource source, gint64 id);
gboolean pm_changes_is_empty (PmChanges *self);

G_END_DECLS
