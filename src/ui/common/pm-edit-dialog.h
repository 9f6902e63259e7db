/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-date-row.h"
#include "ui/common/pm-hint.h"
#include "ui/common/pm-text-area.h"
#include "workspace/pm-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmEditDialog:
 *
 * The base of dialogs in which something is made or changed: **Cancel**, and a button that saves.
 * What was typed is not lost without asking. A subclass has a template with its fields as `form`.
 * Properties: `form` (the fields), `save-label`, `creating` (read-only, whether it makes something
 * new).
 */
#define PM_TYPE_EDIT_DIALOG (pm_edit_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (PmEditDialog, pm_edit_dialog, PM, EDIT_DIALOG, AdwDialog)

/**
 * PmEditDialogClass:
 * @load: fills the fields with what an item says
 * @store: makes an item say what the fields do
 * @check: whether the fields can be saved; says what is wrong, and goes to the first that is
 * @saved: (nullable): what is done when it is safely stored
 */
struct _PmEditDialogClass {
  AdwDialogClass parent_class;

  void (*load) (PmEditDialog *self, PmRecord *item);
  void (*store) (PmEditDialog *self, PmRecord *item);
  gboolean (*check) (PmEditDialog *self);
  void (*saved) (PmEditDialog *self, PmRecord *item);
};

void pm_edit_dialog_present (PmEditDialog *self,
                             GtkWidget *opener,
                             PmWorkspace *workspace,
                             PmRecord *item,
                             gboolean creating);
PmWorkspace *pm_edit_dialog_get_workspace (PmEditDialog *self);
GtkWidget *pm_edit_dialog_get_opener (PmEditDialog *self);

/* For the fields of a form */
gboolean pm_edit_check_line (AdwEntryRow *row, PmHint *hint, gboolean required, gsize max_chars);
gboolean pm_edit_check_days (PmDateRow *first, PmDateRow *last, PmHint *hint);
void pm_edit_set_line (AdwEntryRow *row, const char *line);
char *pm_edit_dup_line (AdwEntryRow *row);
char *pm_edit_dup_text (PmTextArea *area);

G_END_DECLS
