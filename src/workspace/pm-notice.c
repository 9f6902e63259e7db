/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-notice.h"

struct _PmNotice {
  GObject parent_instance;

  PmNoticeKind kind;
  char *text;
  guint count;
  guint n_unsent;
};

G_DEFINE_FINAL_TYPE (PmNotice, pm_notice, G_TYPE_OBJECT)

enum {
  DISMISSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
pm_notice_finalize (GObject *object)
{
  g_free (PM_NOTICE (object)->text);
  G_OBJECT_CLASS (pm_notice_parent_class)->finalize (object);
}

static void
pm_notice_class_init (PmNoticeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pm_notice_finalize;
  signals[DISMISSED] = g_signal_new ("dismissed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pm_notice_init (PmNotice *self)
{
}

/**
 * pm_notice_new:
 * @kind: what there is to be told
 * @text: (nullable): what belongs to that
 * @count: a number that belongs to that
 * @n_unsent: another one
 *
 * Returns: (transfer full): a notice
 */
PmNotice *
pm_notice_new (PmNoticeKind kind, const char *text, guint count, guint n_unsent)
{
  PmNotice *self = g_object_new (PM_TYPE_NOTICE, NULL);

  self->kind = kind;
  self->text = g_strdup (text);
  self->count = count;
  self->n_unsent = n_unsent;
  return self;
}

PmNoticeKind
pm_notice_get_kind (PmNotice *self)
{
  return self->kind;
}

const char *
pm_notice_get_text (PmNotice *self)
{
  return self->text;
}

guint
pm_notice_get_count (PmNotice *self)
{
  return self->count;
}

guint
pm_notice_get_n_unsent (PmNotice *self)
{
  return self->n_unsent;
}

/**
 * pm_notice_dismiss:
 * @self: a notice that has been read
 *
 * Takes it from the list in which it stands.
 */
void
pm_notice_dismiss (PmNotice *self)
{
  g_signal_emit (self, signals[DISMISSED], 0);
}
