/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-criterion.h"
#include "domain/pm-draft.h"
#include "domain/pm-event.h"
#include "domain/pm-invitation.h"
#include "domain/pm-membership.h"
#include "domain/pm-operation.h"
#include "domain/pm-organization.h"
#include "domain/pm-participant.h"
#include "domain/pm-person.h"
#include "domain/pm-poc.h"
#include "domain/pm-task.h"
#include "domain/pm-template.h"
#include "domain/pm-user.h"

#include <string.h>

static GType (*const types[]) (void) = {
  pm_criterion_get_type,  pm_draft_get_type,     pm_event_get_type,        pm_invitation_get_type,
  pm_membership_get_type, pm_operation_get_type, pm_organization_get_type, pm_participant_get_type,
  pm_person_get_type,     pm_poc_get_type,       pm_task_get_type,         pm_template_get_type,
  pm_user_get_type,
};

static void
set_something (PmRecord *record, const PmField *field, guint i)
{
  switch (field->kind) {
  case PM_KIND_INTEGER:
    pm_record_set_integer (record, i, 7 + i);
    break;
  case PM_KIND_TIME:
    pm_record_set_time (record, i, 7 + i);
    break;
  case PM_KIND_BOOLEAN:
    pm_record_set_boolean (record, i, TRUE);
    break;
  case PM_KIND_ENUM:
    pm_record_set_enum (record, i, 1);
    break;
  case PM_KIND_STRING:
  case PM_KIND_DATE:
  case PM_KIND_JSON:
  default:
    pm_record_set_string (record, i, field->name);
    break;
  }
}

static void
every_field_of_every_record_can_be_set_and_unset (void)
{
  for (guint t = 0; t < G_N_ELEMENTS (types); t++) {
    g_autoptr (PmRecord) record = g_object_new (types[t](), NULL);
    g_autoptr (PmRecord) empty = g_object_new (types[t](), NULL);
    guint n_fields;
    const PmField *fields = pm_record_get_fields (record, &n_fields);

    for (guint i = 0; i < n_fields; i++) {
      g_assert_false (pm_record_is_set (record, i));
      set_something (record, &fields[i], i);
      g_assert_true (pm_record_is_set (record, i));
      g_assert_false (pm_record_equal (record, empty));
      pm_record_unset (record, i);
      g_assert_true (pm_record_equal (record, empty));
    }
  }
}

static void
every_field_of_every_record_is_copied_and_compared (void)
{
  for (guint t = 0; t < G_N_ELEMENTS (types); t++) {
    g_autoptr (PmRecord) record = g_object_new (types[t](), NULL);
    guint n_fields;
    const PmField *fields = pm_record_type_get_fields (types[t](), &n_fields);

    for (guint i = 0; i < n_fields; i++)
      set_something (record, &fields[i], i);
    for (guint i = 0; i < n_fields; i++) {
      g_autoptr (PmRecord) copy = pm_record_copy (record);

      g_assert_true (pm_record_equal (record, copy));
      pm_record_unset (copy, i);
      g_assert_false (pm_record_equal (record, copy));
    }
  }
}

static void
every_field_is_a_property (void)
{
  for (guint t = 0; t < G_N_ELEMENTS (types); t++) {
    g_autoptr (GTypeClass) klass = g_type_class_ref (types[t]());
    guint n_fields;
    const PmField *fields = pm_record_type_get_fields (types[t](), &n_fields);

    for (guint i = 0; i < n_fields; i++) {
      g_autofree char *name = g_strdelimit (g_strdup (fields[i].name), "_", '-');

      g_assert_nonnull (g_object_class_find_property (G_OBJECT_CLASS (klass), name));
    }
  }
}

static void
null_and_nothing_differ (void)
{
  g_autoptr (PmPoc) poc = pm_poc_new (), other = pm_poc_new ();

  pm_poc_set_description (poc, "");
  g_assert_true (pm_record_is_set (PM_RECORD (poc), PM_POC_DESCRIPTION));
  g_assert_false (pm_record_equal (PM_RECORD (poc), PM_RECORD (other)));
  pm_poc_set_description (poc, NULL);
  g_assert_true (pm_record_equal (PM_RECORD (poc), PM_RECORD (other)));
  pm_poc_set_overall_success_score (poc, 0);
  g_assert_true (pm_record_is_set (PM_RECORD (poc), PM_POC_OVERALL_SUCCESS_SCORE));
  pm_poc_set_created_at (poc, 0);
  g_assert_false (pm_record_is_set (PM_RECORD (poc), PM_POC_CREATED_AT));
}

static void
count (GObject *object, GParamSpec *pspec, guint *counter)
{
  (*counter)++;
}

static void
only_what_changes_is_notified_of (void)
{
  g_autoptr (PmPoc) poc = pm_poc_new (), other = pm_poc_new ();
  guint titles = 0, all = 0;

  pm_poc_set_title (poc, "Phoenix");
  pm_poc_set_id (poc, 7);
  g_signal_connect (poc, "notify::title", G_CALLBACK (count), &titles);
  g_signal_connect (poc, "notify", G_CALLBACK (count), &all);
  pm_poc_set_title (poc, "Phoenix");
  pm_poc_set_id (poc, 7);
  g_assert_cmpint (all, ==, 0);
  pm_poc_set_title (other, "Griffin");
  pm_poc_set_id (other, 7);
  g_assert_true (pm_record_assign (PM_RECORD (poc), PM_RECORD (other)));
  g_assert_cmpint (titles, ==, 1);
  g_assert_cmpint (all, ==, 1);
  g_assert_false (pm_record_assign (PM_RECORD (poc), PM_RECORD (other)));
  g_assert_cmpint (all, ==, 1);
}

static void
the_words_on_the_wire_go_both_ways (void)
{
  int value = 42;

  g_assert_cmpstr (pm_enum_to_nick (PM_TYPE_ROLE, PM_ROLE_SALES_ENGINEER), ==, "sales_engineer");
  g_assert_true (pm_enum_from_nick (PM_TYPE_ROLE, "customer", &value));
  g_assert_cmpint (value, ==, PM_ROLE_CUSTOMER);
  g_assert_false (pm_enum_from_nick (PM_TYPE_ROLE, "Customer", &value));
  g_assert_false (pm_enum_from_nick (PM_TYPE_ROLE, "", &value));
  g_assert_cmpint (value, ==, PM_ROLE_CUSTOMER);
  g_assert_null (pm_enum_to_nick (PM_TYPE_ROLE, 99));
}

static void
a_huge_value_is_kept_whole (void)
{
  gsize size = 10 * 1024 * 1024;
  g_autofree char *huge = g_malloc0 (size + 1);
  g_autoptr (PmPoc) poc = pm_poc_new ();

  memset (huge, 'x', size);
  pm_poc_set_description (poc, huge);
  g_assert_cmpstr (pm_poc_get_description (poc), ==, huge);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/record/" path, function)
  ADD ("every-field-of-every-record-can-be-set-and-unset",
       every_field_of_every_record_can_be_set_and_unset);
  ADD ("every-field-of-every-record-is-copied-and-compared",
       every_field_of_every_record_is_copied_and_compared);
  ADD ("every-field-is-a-property", every_field_is_a_property);
  ADD ("null-and-nothing-differ", null_and_nothing_differ);
  ADD ("only-what-changes-is-notified-of", only_what_changes_is_notified_of);
  ADD ("the-words-on-the-wire-go-both-ways", the_words_on_the_wire_go_both_ways);
  ADD ("a-huge-value-is-kept-whole", a_huge_value_is_kept_whole);
  return g_test_run ();
}
