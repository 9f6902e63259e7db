/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/outbox/pm-operation-words.h"

#include "domain/pm-comment.h"
#include "domain/pm-criterion.h"
#include "domain/pm-item.h"
#include "domain/pm-poc.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "domain/pm-text.h"
#include "ui/common/pm-looks.h"
#include "ui/common/pm-words.h"
#include "workspace/pm-workspace.h"

#include <glib/gi18n.h>

/* In each, %s is what the item is called. */
typedef struct {
  const char *create;
  const char *edit;
  const char *delete;
} Sentences;

static const Sentences sentences[] = {
  [PM_ITEM_TYPE_POC] = { N_ ("Create the POC “%s”"), N_ ("Change the POC “%s”"),
                         N_ ("Delete the POC “%s”") },
  [PM_ITEM_TYPE_TASK] = { N_ ("Add the task “%s”"), N_ ("Change the task “%s”"),
                          N_ ("Delete the task “%s”") },
  [PM_ITEM_TYPE_TASK_GROUP] = { N_ ("Add the task group “%s”"), N_ ("Change the task group “%s”"),
                                N_ ("Delete the task group “%s”") },
  [PM_ITEM_TYPE_CRITERION] = { N_ ("Add the success criterion “%s”"),
                               N_ ("Change the success criterion “%s”"),
                               N_ ("Delete the success criterion “%s”") },
  [PM_ITEM_TYPE_RESOURCE] = { N_ ("Add the resource “%s”"), N_ ("Change the resource “%s”"),
                              N_ ("Delete the resource “%s”") },
  [PM_ITEM_TYPE_COMMENT] = { N_ ("New comment"), N_ ("Change a comment"), N_ ("Delete a comment") },
};

static const struct {
  const char *name;
  const char *words;
} fields[] = {
  { "title", N_ ("Title") },
  { "description", N_ ("Description") },
  { "status", N_ ("Status") },
  { "customer_company_name", N_ ("Company") },
  { "executive_summary", N_ ("Executive Summary") },
  { "objectives", N_ ("Objectives") },
  { "start_date", N_ ("Start Date") },
  { "end_date", N_ ("End Date") },
  { "due_date", N_ ("Due Date") },
  { "overall_success_score", N_ ("Success Score") },
  { "success_level", N_ ("Success Level") },
  { "sort_order", N_ ("Position") },
  { "poc_task_group_id", N_ ("Task Group") },
  { "success_criteria_id", N_ ("Success Criterion") },
  { "target_value", N_ ("Target") },
  { "achieved_value", N_ ("Achieved") },
  { "is_met", N_ ("Met") },
  { "importance_level", N_ ("Importance") },
  { "resource_type", N_ ("Kind") },
  { "content", N_ ("Content") },
  { "subject", N_ ("Subject") },
  { "is_internal", N_ ("Who Sees It") },
};

/* @sentence comes from the tables above, so that it is no format to the compiler. */
static char *
name_it (const char *sentence, const char *title)
{
  GString *words = g_string_new (sentence);

  g_string_replace (words, "%s", title != NULL ? title : "", 1);
  return g_string_free_and_steal (words);
}

/* --- What is done with an item --- */

static gboolean
speaks_only_of (PmRecord *written, guint field)
{
  guint n_writable;
  const guint *writable =
      pm_item_type_get_writable (pm_item_type_for_record (G_OBJECT_TYPE (written)), &n_writable);

  for (guint i = 0; i < n_writable; i++)
    if (pm_record_is_set (written, writable[i]) != (writable[i] == field))
      return FALSE;
  return TRUE;
}

static char *
words_for_task (PmTaskStatus before, PmTaskStatus status, const char *title)
{
  if (status == PM_TASK_STATUS_COMPLETED)
    return g_strdup_printf (_ ("Complete the task “%s”"), title);
  if (pm_task_status_is_done (before) && !pm_task_status_is_done (status))
    return g_strdup_printf (_ ("Reopen the task “%s”"), title);
  /* Translators: the second %s is a status, as in "Set the task “Install” to Blocked" */
  return g_strdup_printf (_ ("Set the task “%s” to %s"), title,
                          _ (pm_look_of_task_status (status)->words));
}

static char *
words_for_poc (PmPocStatus status, const char *title)
{
  if (status == PM_POC_STATUS_ARCHIVED)
    return g_strdup_printf (_ ("Archive the POC “%s”"), title);
  /* Translators: the second %s is a status, as in "Set the POC “Phoenix” to Active" */
  return g_strdup_printf (_ ("Set the POC “%s” to %s"), title,
                          _ (pm_look_of_poc_status (status)->words));
}

/* What changes one thing only is called by that. */
static char *
words_for_single_change (PmOperation *operation, PmRecord *written, const char *title)
{
  g_autoptr (PmRecord) base = pm_workspace_read_base (operation);

  if (PM_IS_TASK (written) && speaks_only_of (written, PM_TASK_STATUS))
    return words_for_task (base != NULL ? pm_task_get_status (PM_TASK (base)) : 0,
                           pm_task_get_status (PM_TASK (written)), title);
  if (PM_IS_POC (written) && speaks_only_of (written, PM_POC_STATUS))
    return words_for_poc (pm_poc_get_status (PM_POC (written)), title);
  if (PM_IS_CRITERION (written) && speaks_only_of (written, PM_CRITERION_IS_MET))
    return g_strdup_printf (pm_criterion_get_is_met (PM_CRITERION (written))
                                ? _ ("Mark “%s” as met")
                                : _ ("Mark “%s” as not met"),
                            title);
  return NULL;
}

static char *
words_for_edit (PmOperation *operation)
{
  const char *title = pm_operation_get_title (operation);
  g_autoptr (PmRecord) written = pm_workspace_read_operation (operation);
  char *words = NULL;

  if (written != NULL && title != NULL)
    words = words_for_single_change (operation, written, title);
  if (words != NULL)
    return words;
  return name_it (_ (sentences[pm_operation_get_item_type (operation)].edit), title);
}

static char *
words_for_comment (PmOperation *operation)
{
  g_autoptr (PmRecord) written = pm_workspace_read_operation (operation);
  gboolean is_internal, is_on_task;

  if (written == NULL)
    return g_strdup (_ (sentences[PM_ITEM_TYPE_COMMENT].create));
  is_internal = pm_comment_get_is_internal (PM_COMMENT (written));
  is_on_task = pm_comment_get_poc_task_id (PM_COMMENT (written)) != 0;
  if (is_internal)
    return g_strdup (is_on_task ? _ ("New internal comment on a task")
                                : _ ("New internal comment on the POC"));
  return g_strdup (is_on_task ? _ ("New comment to the customer on a task")
                              : _ ("New comment to the customer on the POC"));
}

static char *
words_for_item (PmOperation *operation)
{
  PmItemType type = pm_operation_get_item_type (operation);
  PmOperationKind kind = pm_operation_get_kind (operation);

  if (kind == PM_OPERATION_KIND_EDIT)
    return words_for_edit (operation);
  if (kind == PM_OPERATION_KIND_DELETE)
    return name_it (_ (sentences[type].delete), pm_operation_get_title (operation));
  if (type == PM_ITEM_TYPE_COMMENT)
    return words_for_comment (operation);
  return name_it (_ (sentences[type].create), pm_operation_get_title (operation));
}

/* --- What is done with a person --- */

static char *
words_for_person (PmOperationKind kind, const char *who)
{
  switch (kind) {
  case PM_OPERATION_KIND_RESEND:
    /* Translators: %s is a person or an e-mail address */
    return g_strdup_printf (_ ("Resend the invitation to %s"), who);
  case PM_OPERATION_KIND_CANCEL:
    /* Translators: %s is a person or an e-mail address */
    return g_strdup_printf (_ ("Cancel the invitation of %s"), who);
  case PM_OPERATION_KIND_REMIND:
    /* Translators: %s is a person or an e-mail address */
    return g_strdup_printf (_ ("Remind %s"), who);
  case PM_OPERATION_KIND_REMOVE:
    /* Translators: %s is a person or an e-mail address */
    return g_strdup_printf (_ ("Remove access of %s"), who);
  case PM_OPERATION_KIND_RESTORE:
    /* Translators: %s is a person or an e-mail address */
    return g_strdup_printf (_ ("Restore access of %s"), who);
  case PM_OPERATION_KIND_INVITE:
  case PM_OPERATION_KIND_CREATE:
  case PM_OPERATION_KIND_EDIT:
  case PM_OPERATION_KIND_DELETE:
  default:
    /* Translators: %s is a person or an e-mail address */
    return g_strdup_printf (_ ("Invite %s"), who);
  }
}

/* --- The second line --- */

/* What has a sentence of its own needs no list. */
static char *
list_changes (PmOperation *operation)
{
  PmItemType type = pm_operation_get_item_type (operation);
  g_autoptr (PmRecord) written = pm_workspace_read_operation (operation);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *sentence =
      written != NULL ? words_for_single_change (operation, written, "") : NULL;
  g_auto (GStrv) all = NULL;
  guint n_writable, n_fields;
  const guint *writable = pm_item_type_get_writable (type, &n_writable);
  const PmField *table = pm_record_type_get_fields (pm_item_type_get_record_type (type), &n_fields);

  for (guint i = 0; written != NULL && sentence == NULL && i < n_writable; i++)
    if (pm_record_is_set (written, writable[i]))
      g_strv_builder_take (names, pm_operation_words_field (type, table[writable[i]].name));
  all = g_strv_builder_end (names);
  return g_strjoinv (", ", all);
}

static char *
detail_of_item (PmOperation *operation)
{
  if (pm_operation_get_item_type (operation) == PM_ITEM_TYPE_COMMENT)
    return pm_text_single_line (pm_operation_get_title (operation));
  if (pm_operation_get_kind (operation) == PM_OPERATION_KIND_EDIT)
    return list_changes (operation);
  return g_strdup ("");
}

/**
 * pm_operation_words_title:
 * @operation: something that waits in the outbox
 *
 * Returns: (transfer full): what it does
 */
char *
pm_operation_words_title (PmOperation *operation)
{
  const char *who;

  g_return_val_if_fail (PM_IS_OPERATION (operation), NULL);

  if (pm_operation_get_item_type (operation) != PM_ITEM_TYPE_NONE)
    return words_for_item (operation);
  who = pm_operation_get_full_name (operation);
  if (pm_text_is_blank (who))
    who = pm_operation_get_email (operation);
  return who != NULL ? words_for_person (pm_operation_get_kind (operation), who) : g_strdup ("");
}

/**
 * pm_operation_words_detail:
 * @operation: something that waits in the outbox
 *
 * Returns: (transfer full): what else there is to tell it by: the address of somebody who has a
 *   name, a comment's text, what is changed; "" for nothing
 */
char *
pm_operation_words_detail (PmOperation *operation)
{
  g_return_val_if_fail (PM_IS_OPERATION (operation), NULL);

  if (pm_operation_get_item_type (operation) != PM_ITEM_TYPE_NONE)
    return detail_of_item (operation);
  if (pm_text_is_blank (pm_operation_get_full_name (operation)))
    return g_strdup ("");
  return g_strdup (pm_operation_get_email (operation));
}

/* --- Fields and what is in them --- */

/**
 * pm_operation_words_field:
 * @type: a kind of items
 * @field: a field of it, by its name on the wire
 *
 * Returns: (transfer full): what people call the field
 */
char *
pm_operation_words_field (PmItemType type, const char *field)
{
  g_return_val_if_fail (field != NULL, NULL);

  if (type == PM_ITEM_TYPE_COMMENT && g_str_equal (field, "content"))
    return g_strdup (_ ("Text"));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].name, field))
      return g_strdup (_ (fields[i].words));
  return g_strdup (field);
}

static const PmField *
find_field (PmItemType type, const char *name)
{
  guint n_fields;
  const PmField *table = pm_record_type_get_fields (pm_item_type_get_record_type (type), &n_fields);

  for (guint i = 0; i < n_fields; i++)
    if (g_str_equal (table[i].name, name))
      return &table[i];
  return NULL;
}

static char *
words_for_enum (GType type, const char *nick)
{
  int value;

  if (!pm_enum_from_nick (type, nick, &value))
    return g_strdup (nick);
  if (type == PM_TYPE_TASK_STATUS)
    return g_strdup (_ (pm_look_of_task_status (value)->words));
  if (type == PM_TYPE_POC_STATUS)
    return g_strdup (_ (pm_look_of_poc_status (value)->words));
  return g_strdup (_ (pm_look_of_resource_type (value)->words));
}

static char *
words_for_boolean (const char *field, gboolean value)
{
  if (g_str_equal (field, "is_internal"))
    return g_strdup (value ? _ ("Only colleagues") : _ ("The customer, too"));
  return g_strdup (value ? _ ("Yes") : _ ("No"));
}

/**
 * pm_operation_words_value:
 * @type: a kind of items
 * @field: a field of it, by its name on the wire
 * @value: (nullable): what is in the field, as it stands on the wire
 *
 * Returns: (transfer full): that as people read it; "" for nothing
 */
char *
pm_operation_words_value (PmItemType type, const char *field, const char *value)
{
  const PmField *info;

  g_return_val_if_fail (type != PM_ITEM_TYPE_NONE, NULL);
  g_return_val_if_fail (field != NULL, NULL);

  info = find_field (type, field);
  if (value == NULL || info == NULL)
    return g_strdup (value != NULL ? value : "");
  switch (info->kind) {
  case PM_KIND_DATE:
    return pm_words_date (value);
  case PM_KIND_ENUM:
    return words_for_enum (info->get_type (), value);
  case PM_KIND_BOOLEAN:
    return words_for_boolean (field, g_str_equal (value, "true"));
  case PM_KIND_INTEGER:
  case PM_KIND_STRING:
  case PM_KIND_TIME:
  case PM_KIND_JSON:
  default:
    return g_strdup (value);
  }
}

/* --- For templates --- */

static char *
closure_operation_title (gpointer scope,
                         PmOperation *operation,
                         PmOperationKind kind,
                         const char *payload,
                         const char *title,
                         const char *full_name,
                         const char *email)
{
  return operation != NULL ? pm_operation_words_title (operation) : g_strdup ("");
}

static char *
closure_operation_detail (gpointer scope,
                          PmOperation *operation,
                          PmOperationKind kind,
                          const char *payload,
                          const char *title,
                          const char *full_name,
                          const char *email)
{
  return operation != NULL ? pm_operation_words_detail (operation) : g_strdup ("");
}

/**
 * pm_operation_words_bind:
 * @widget_class: a class with a template
 *
 * Lets the template bind to what is said here. Call it from class_init, after the template is set.
 */
void
pm_operation_words_bind (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback_full (widget_class, "operation_title",
                                                G_CALLBACK (closure_operation_title));
  gtk_widget_class_bind_template_callback_full (widget_class, "operation_detail",
                                                G_CALLBACK (closure_operation_detail));
}
