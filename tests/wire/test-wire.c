/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "wire/pm-wire-bulk.h"
#include "wire/pm-wire.h"

#include "domain/pm-draft.h"
#include "domain/pm-engagement.h"
#include "domain/pm-error.h"
#include "domain/pm-invitation.h"
#include "domain/pm-poc.h"

#include <string.h>

static const char invitation_text[] =
    "{\"id\":1,\"poc_id\":4,\"email\":\"john@globex.example\",\"full_name\":\"John Doe\","
    "\"status\":\"pending\",\"is_customer\":true,\"personal_message\":null,\"invited_by\":3,"
    "\"created_at\":\"2026-11-22T10:46:37.462020Z\",\"expires_at\":\"2026-11-23T11:46:37+01:00\","
    "\"resend_count\":2,\"something_new\":{\"deep\":[1,2]},"
    "\"delivery\":{\"state\":\"deferred\",\"attempts\":3,\"last_error\":\"450 later\"}}";

/* Both ways to read JSON say the same. */
static PmRecord *
decode (GType type, const char *text, GError **error)
{
  g_autoptr (JsonNode) node = pm_wire_parse (text, -1, NULL);
  g_autoptr (yyjson_doc) doc = pm_wire_parse_bulk (text, strlen (text), NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (GError) other = NULL;
  g_autoptr (PmRecord) record = pm_wire_decode_new (type, node, &local);
  g_autoptr (PmRecord) in_bulk = pm_wire_decode_bulk (type, yyjson_doc_get_root (doc), &other);

  g_assert_true ((record != NULL) == (in_bulk != NULL));
  if (record != NULL) {
    g_assert_true (pm_record_equal (record, in_bulk));
    return g_steal_pointer (&record);
  }
  g_assert_error (other, local->domain, local->code);
  g_assert_cmpstr (local->message, ==, other->message);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static PmInvitation *
decode_invitation (const char *text, GError **error)
{
  PmRecord *record = decode (PM_TYPE_INVITATION, text, error);

  return record == NULL ? NULL : PM_INVITATION (record);
}

static void
an_invitation_is_read_as_the_api_writes_it (void)
{
  g_autoptr (PmInvitation) invitation = decode_invitation (invitation_text, NULL);

  g_assert_nonnull (invitation);
  g_assert_cmpint (pm_invitation_get_id (invitation), ==, 1);
  g_assert_cmpstr (pm_invitation_get_email (invitation), ==, "john@globex.example");
  g_assert_cmpint (pm_invitation_get_status (invitation), ==, PM_INVITATION_STATUS_PENDING);
  g_assert_true (pm_invitation_get_is_customer (invitation));
  g_assert_null (pm_invitation_get_personal_message (invitation));
  g_assert_cmpint (pm_invitation_get_created_at (invitation) % G_USEC_PER_SEC, ==, 462020);
  g_assert_cmpint (pm_invitation_get_expires_at (invitation) -
                       pm_invitation_get_created_at (invitation),
                   ==, G_TIME_SPAN_DAY - 462020);
}

static void
nested_members_are_read_and_written_in_their_object (void)
{
  g_autoptr (PmInvitation) invitation = decode_invitation (invitation_text, NULL);
  g_autoptr (JsonObject) object = NULL;
  JsonObject *delivery;

  g_assert_cmpint (pm_invitation_get_delivery_state (invitation), ==, PM_DELIVERY_STATE_DEFERRED);
  g_assert_cmpint (pm_invitation_get_delivery_attempts (invitation), ==, 3);
  object = pm_wire_encode (PM_RECORD (invitation));
  delivery = pm_wire_get_object (object, "delivery");
  g_assert_nonnull (delivery);
  g_assert_cmpstr (pm_wire_get_string (delivery, "state"), ==, "deferred");
  g_assert_cmpstr (pm_wire_get_string (delivery, "last_error"), ==, "450 later");
  g_assert_false (json_object_has_member (object, "delivery_state"));
}

static void
what_is_written_reads_back_the_same (void)
{
  g_autoptr (PmInvitation) invitation = decode_invitation (invitation_text, NULL);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (PmInvitation) again = NULL;
  g_autofree char *text = NULL;

  pm_invitation_set_personal_message (invitation, "\"quoted\"\n\\ \t ünï 😀 </script>");
  json_node_take_object (node, pm_wire_encode (PM_RECORD (invitation)));
  text = pm_wire_to_text (node);
  again = decode_invitation (text, NULL);
  g_assert_nonnull (again);
  g_assert_true (pm_record_equal (PM_RECORD (invitation), PM_RECORD (again)));
}

static void
local_fields_do_not_travel (void)
{
  g_autoptr (PmPoc) poc = pm_poc_new ();
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonObject) hostile =
      pm_wire_parse_object ("{\"title\":\"x\",\"is_mine\":true}", -1, NULL);

  pm_poc_set_title (poc, "x");
  pm_poc_set_open_invitations (poc, 3);
  object = pm_wire_encode (PM_RECORD (poc));
  g_assert_false (json_object_has_member (object, "open_invitations"));
  g_assert_true (pm_wire_decode (hostile, PM_RECORD (poc), NULL));
  g_assert_false (pm_poc_get_is_mine (poc));
}

static void
members_left_out_keep_their_value_and_null_unsets (void)
{
  g_autoptr (PmPoc) poc = pm_poc_new ();
  g_autoptr (JsonObject) object = pm_wire_parse_object ("{\"description\":null}", -1, NULL);

  pm_poc_set_title (poc, "Kept");
  pm_poc_set_description (poc, "Gone");
  g_assert_true (pm_wire_decode (object, PM_RECORD (poc), NULL));
  g_assert_cmpstr (pm_poc_get_title (poc), ==, "Kept");
  g_assert_false (pm_record_is_set (PM_RECORD (poc), PM_POC_DESCRIPTION));
}

static void
json_fields_keep_their_structure (void)
{
  g_autoptr (JsonObject) object = pm_wire_parse_object ("{\"activity\":[1,0,{\"a\":2}]}", -1, NULL);
  g_autoptr (PmEngagement) engagement = pm_engagement_new ();
  g_autoptr (JsonObject) back = NULL;

  g_assert_true (pm_wire_decode (object, PM_RECORD (engagement), NULL));
  g_assert_cmpstr (pm_engagement_get_activity (engagement), ==, "[1,0,{\"a\":2}]");
  back = pm_wire_encode (PM_RECORD (engagement));
  g_assert_cmpint (json_array_get_length (pm_wire_get_array (back, "activity")), ==, 3);
}

static const struct {
  const char *text;
  const char *blamed;
} wrong_invitations[] = {
  { "{}", "email" },
  { "{\"email\":null}", "email" },
  { "{\"email\":5}", "email" },
  { "{\"email\":[\"a@b.example\"]}", "email" },
  { "{\"email\":\"a\",\"id\":\"7\"}", "id" },
  { "{\"email\":\"a\",\"id\":1.5}", "id" },
  { "{\"email\":\"a\",\"is_customer\":1}", "is_customer" },
  { "{\"email\":\"a\",\"status\":\"unheard-of\"}", "status" },
  { "{\"email\":\"a\",\"status\":3}", "status" },
  { "{\"email\":\"a\",\"expires_at\":\"2026-02-30T10:00:00Z\"}", "expires_at" },
  { "{\"email\":\"a\",\"expires_at\":\"tomorrow\"}", "expires_at" },
  { "{\"email\":\"a\",\"expires_at\":12}", "expires_at" },
  { "{\"email\":\"a\",\"delivery\":{\"state\":\"lost\"}}", "delivery_state" },
};

static void
wrong_types_are_refused_by_name (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong_invitations); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (PmInvitation) invitation = decode_invitation (wrong_invitations[i].text, &error);

    g_test_message ("%s", wrong_invitations[i].text);
    g_assert_null (invitation);
    g_assert_error (error, PM_ERROR, PM_ERROR_UNPROCESSABLE);
    g_assert_nonnull (strstr (error->message, wrong_invitations[i].blamed));
  }
}

static void
days_that_do_not_exist_are_refused (void)
{
  const char *dates[] = { "2026-02-29", "2026-13-01", "2026-1-1", "", "2026-11-22T00:00:00Z" };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++) {
    g_autofree char *text = g_strdup_printf ("{\"title\":\"x\",\"end_date\":\"%s\"}", dates[i]);
    g_autoptr (GError) error = NULL;

    g_assert_null (decode (PM_TYPE_POC, text, &error));
    g_assert_error (error, PM_ERROR, PM_ERROR_UNPROCESSABLE);
  }
}

static const struct {
  const char *bytes;
  gssize length;
} no_json[] = {
  { "", 0 },
  { " ", 1 },
  { "{", 1 },
  { "{\"a\":1,}", -1 },
  { "{'a':1}", -1 },
  { "{\"a\":1} x", -1 },
  { "<html>Bad gateway</html>", -1 },
  { "{\"a\":\"\xff\xfe\"}", -1 },
  { "{\"a\":\"b\0c\"}", 11 },
  { "{\"a\":NaN}", -1 },
  { "{\"a\":\"b\\u0000c\"}", -1 },
};

static void
assert_no_json_in_bulk (const char *bytes, gssize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pm_wire_parse_bulk (bytes, length < 0 ? strlen (bytes) : (gsize) length, &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_NOT_JSON);
}

static void
what_is_no_json_is_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (no_json); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = pm_wire_parse (no_json[i].bytes, no_json[i].length, &error);

    g_test_message ("case %u", i);
    g_assert_null (node);
    g_assert_error (error, PM_ERROR, PM_ERROR_NOT_JSON);
    if (no_json[i].length >= 0 || !strstr (no_json[i].bytes, "\\u0000"))
      assert_no_json_in_bulk (no_json[i].bytes, no_json[i].length);
  }
}

static void
deep_nesting_is_refused_and_does_not_crash (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (deep, '[');
  g_assert_null (pm_wire_parse (deep->str, deep->len, &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_NOT_JSON);
  g_clear_error (&error);
  g_assert_null (pm_wire_parse_bulk (deep->str, deep->len, &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_NOT_JSON);
}

static void
assert_no_record_in_bulk (GType type, const char *text)
{
  g_autoptr (yyjson_doc) doc = pm_wire_parse_bulk (text, strlen (text), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (doc);
  g_assert_null (pm_wire_decode_bulk (type, yyjson_doc_get_root (doc), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_UNPROCESSABLE);
}

/* What json-glib must not be given at all is refused in bulk where a field would take it. */
static void
no_field_takes_nul_or_deep_nesting (void)
{
  g_autofree char *open = g_strnfill (1000, '[');
  g_autofree char *closed = g_strnfill (1000, ']');
  g_autofree char *deep = g_strdup_printf ("{\"activity\":%s%s}", open, closed);

  assert_no_record_in_bulk (PM_TYPE_ENGAGEMENT, deep);
  assert_no_record_in_bulk (PM_TYPE_ENGAGEMENT, "{\"activity\":[\"b\\u0000c\"]}");
  assert_no_record_in_bulk (PM_TYPE_POC, "{\"title\":\"b\\u0000c\"}");
  assert_no_record_in_bulk (PM_TYPE_POC, "{\"title\":\"x\",\"id\":9223372036854775808}");
}

static void
brackets_inside_text_are_no_nesting (void)
{
  g_autoptr (GString) text = g_string_new ("{\"title\":\"\\\"");
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append (text, "[{");
  g_string_append (text, "\"}");
  node = pm_wire_parse (text->str, text->len, NULL);
  g_assert_nonnull (node);
}

static void
ten_megabytes_of_text_arrive_whole (void)
{
  g_autofree char *big = g_strnfill (10 * 1024 * 1024, 'x');
  g_autofree char *text = g_strdup_printf ("{\"title\":\"%s\"}", big);
  g_autoptr (JsonNode) node = pm_wire_parse (text, -1, NULL);
  g_autoptr (PmRecord) poc = pm_wire_decode_new (PM_TYPE_POC, node, NULL);

  g_assert_cmpuint (strlen (pm_poc_get_title (PM_POC (poc))), ==, strlen (big));
}

static void
only_objects_are_records (void)
{
  const char *texts[] = { "[]", "5", "null", "\"x\"" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (decode (PM_TYPE_POC, texts[i], &error));
    g_assert_error (error, PM_ERROR, PM_ERROR_UNPROCESSABLE);
  }
}

static PmRecord *
record_full_of (const char *text, GType type)
{
  PmRecord *record = g_object_new (type, NULL);
  guint n_fields;
  const PmField *fields = pm_record_get_fields (record, &n_fields);

  for (guint i = 0; i < n_fields; i++) {
    if (fields[i].kind == PM_KIND_STRING)
      pm_record_set_string (record, i, text);
    else if (fields[i].kind == PM_KIND_JSON)
      pm_record_set_string (record, i, "{\"a\": [1, null, \"x\"]}");
    else if (fields[i].kind == PM_KIND_INTEGER)
      pm_record_set_integer (record, i, G_MININT64 + (gint64) i);
    else if (fields[i].kind == PM_KIND_BOOLEAN)
      pm_record_set_boolean (record, i, i % 2 == 0);
    else if (fields[i].kind == PM_KIND_TIME)
      pm_record_set_time (record, i, G_GINT64_CONSTANT (1795340797462020) + i);
  }
  return record;
}

static void
assert_read_alike (GType type, JsonNode *encoded)
{
  g_autofree char *text = pm_wire_to_text (encoded);
  g_autoptr (GError) error = NULL;
  g_autoptr (PmRecord) record = decode (type, text, &error);

  g_assert_true (record != NULL || strstr (error->message, "must be there") != NULL);
}

static void
assert_written_as_encoded (PmRecord *record)
{
  g_autoptr (GString) json = g_string_new ("[");
  g_autoptr (JsonNode) written = NULL;
  g_autoptr (JsonNode) encoded = json_node_new (JSON_NODE_OBJECT);
  JsonArray *both;

  pm_wire_write_record (json, record);
  pm_wire_write_record (json, record);
  g_string_append_c (json, ']');
  written = pm_wire_parse (json->str, (gssize) json->len, NULL);
  g_assert_nonnull (written);
  both = json_node_get_array (written);
  g_assert_cmpuint (json_array_get_length (both), ==, 2);
  json_node_take_object (encoded, pm_wire_encode (record));
  for (guint i = 0; i < 2; i++)
    g_assert_true (json_node_equal (json_array_get_element (both, i), encoded));
  assert_read_alike (G_OBJECT_TYPE (record), encoded);
}

static void
text_says_the_same_as_the_tree (void)
{
  const char *texts[] = { "", "plain", "\"quoted\\\" /slash/", "\x01\x1f\x7f\b\f\n\r\t",
                          "Zoë 漢字 🎉" };
  GType types[] = { PM_TYPE_POC, PM_TYPE_INVITATION, PM_TYPE_ENGAGEMENT };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (PmRecord) empty = g_object_new (types[i], NULL);

    assert_written_as_encoded (empty);
    for (guint j = 0; j < G_N_ELEMENTS (texts); j++) {
      g_autoptr (PmRecord) full = record_full_of (texts[j], types[i]);

      assert_written_as_encoded (full);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/reads-the-api", an_invitation_is_read_as_the_api_writes_it);
  g_test_add_func ("/wire/nested", nested_members_are_read_and_written_in_their_object);
  g_test_add_func ("/wire/round-trip", what_is_written_reads_back_the_same);
  g_test_add_func ("/wire/local", local_fields_do_not_travel);
  g_test_add_func ("/wire/partial", members_left_out_keep_their_value_and_null_unsets);
  g_test_add_func ("/wire/json-fields", json_fields_keep_their_structure);
  g_test_add_func ("/wire/wrong-types", wrong_types_are_refused_by_name);
  g_test_add_func ("/wire/impossible-days", days_that_do_not_exist_are_refused);
  g_test_add_func ("/wire/no-json", what_is_no_json_is_refused);
  g_test_add_func ("/wire/deep-nesting", deep_nesting_is_refused_and_does_not_crash);
  g_test_add_func ("/wire/nul-and-depth", no_field_takes_nul_or_deep_nesting);
  g_test_add_func ("/wire/brackets-in-text", brackets_inside_text_are_no_nesting);
  g_test_add_func ("/wire/ten-megabytes", ten_megabytes_of_text_arrive_whole);
  g_test_add_func ("/wire/only-objects", only_objects_are_records);
  g_test_add_func ("/wire/text", text_says_the_same_as_the_tree);
  return g_test_run ();
}
