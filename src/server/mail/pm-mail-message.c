/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-message.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "domain/pm-mail-template.h"
#include "domain/pm-text.h"
#include "server/mail/pm-mail-account.h"
#include "server/mail/pm-mail-queue.h"

#include <gmime/gmime.h>
#include <sodium.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InternetAddressList, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InternetAddressMailbox, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeDataWrapper, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)

static InternetAddressMailbox *
parse_sender (const char *sender)
{
  g_autoptr (InternetAddressList) list = internet_address_list_parse (NULL, sender);
  InternetAddress *address;

  if (list == NULL || internet_address_list_length (list) != 1)
    return NULL;
  address = internet_address_list_get_address (list, 0);
  return INTERNET_ADDRESS_IS_MAILBOX (address) ? g_object_ref (INTERNET_ADDRESS_MAILBOX (address))
                                               : NULL;
}

/**
 * pm_mail_sender_address:
 * @sender: `Name <address>` or an address
 * @error: return location
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the address; %NULL with %PM_ERROR_INVALID if no mail can
 *   be sent from it
 */
char *
pm_mail_sender_address (const char *sender, GError **error)
{
  g_autoptr (InternetAddressMailbox) mailbox = NULL;

  if (!pm_text_check ("The sender", sender, -1, PM_TEXT_LINE, 2 * PM_TEXT_TITLE_MAX, error))
    return NULL;
  mailbox = parse_sender (sender);
  if (mailbox != NULL)
    return pm_address_normalize (internet_address_mailbox_get_addr (mailbox), error);
  g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
               "“%s” is no sender: “Name <address>” is expected.", sender);
  return NULL;
}

/**
 * pm_mail_message_make_id:
 * @host: what stands behind the @
 *
 * Nobody can guess it, so it tells nothing and never repeats. Any thread, after sodium_init().
 *
 * Returns: (transfer full): a Message-ID without angle brackets
 */
char *
pm_mail_message_make_id (const char *host)
{
  guint8 bytes[16];
  char hex[2 * sizeof bytes + 1];

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2hex (hex, sizeof hex, bytes, sizeof bytes);
  return g_strdup_printf ("%s@%s", hex, host);
}

/* Names and titles come from people: nothing of them may begin a header of its own, nor be taken
 * for text that is encoded already ("=?utf-8?q?…?="): that is told apart by a space of no width. */
static char *
make_header_text (const char *text)
{
  g_autofree char *line = pm_text_single_line (text);
  g_auto (GStrv) parts = g_strsplit (line, "=?", -1);

  return g_strjoinv ("=\u200b?", parts);
}

static void
add_person (GMimeMessage *message, GMimeAddressType type, const char *name, const char *address)
{
  g_autofree char *line = make_header_text (name);

  g_mime_message_add_mailbox (message, type, *line == '\0' ? NULL : line, address);
}

static void
set_headers (GMimeMessage *message,
             const PmMailJob *job,
             InternetAddressMailbox *sender,
             const char *subject)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (job->created_at / G_TIME_SPAN_SECOND);
  g_autofree char *line = make_header_text (subject);

  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_FROM,
                              internet_address_get_name (INTERNET_ADDRESS (sender)),
                              internet_address_mailbox_get_addr (sender));
  add_person (message, GMIME_ADDRESS_TYPE_TO, job->recipient_name, job->recipient);
  if (job->sender_email != NULL)
    add_person (message, GMIME_ADDRESS_TYPE_REPLY_TO, job->sender, job->sender_email);
  g_mime_message_set_subject (message, line, "utf-8");
  g_mime_message_set_date (message, date);
  g_mime_message_set_message_id (message, job->message_id);
  g_mime_object_set_header (GMIME_OBJECT (message), "Auto-Submitted", "auto-generated", NULL);
}

/* GMime's own way to set text would choose an older character set where one is enough. */
static GMimeObject *
text_part (const char *subtype, const char *text)
{
  GMimePart *part = g_mime_part_new_with_type ("text", subtype);
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new_with_buffer (text, strlen (text));
  g_autoptr (GMimeDataWrapper) content =
      g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);

  g_mime_object_set_content_type_parameter (GMIME_OBJECT (part), "charset", "utf-8");
  g_mime_part_set_content (part, content);
  g_mime_part_set_content_encoding (part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return GMIME_OBJECT (part);
}

static GMimeObject *
both_parts (const PmRenderedMail *mail)
{
  GMimeMultipart *both = g_mime_multipart_new_with_subtype ("alternative");
  g_autoptr (GMimeObject) text = text_part ("plain", mail->text);
  g_autoptr (GMimeObject) html = text_part ("html", mail->html);

  g_mime_multipart_add (both, text);
  g_mime_multipart_add (both, html);
  return GMIME_OBJECT (both);
}

static PmRenderedMail *
render_invitation (const PmMailJob *job, GError **error)
{
  PmInvitation *invitation = job->invitation;
  g_autofree char *name = pm_text_full_name (pm_invitation_get_first_name (invitation),
                                             pm_invitation_get_last_name (invitation), NULL);
  PmMailValues values = {
    .poc = pm_poc_get_title (job->poc),
    .company = pm_poc_get_customer_company_name (job->poc),
    .customer_name = name,
    .first_name = pm_invitation_get_first_name (invitation),
    .inviter = job->sender,
    .organization = job->organization,
    .message = pm_invitation_get_personal_message (invitation),
    .link = job->link,
    .expires_at = pm_invitation_get_expires_at (invitation),
    .start_date = pm_poc_get_start_date (job->poc),
    .end_date = pm_poc_get_end_date (job->poc),
    .description = pm_poc_get_description (job->poc),
  };

  if (g_str_equal (job->kind, PM_MAIL_KIND_TRIAL))
    return pm_mail_render_trial (job->template, &values, error);
  if (g_str_equal (job->kind, PM_MAIL_KIND_REMINDER))
    return pm_mail_render_reminder (job->template, &values, error);
  return pm_mail_render (job->template, &values, error);
}

static PmRenderedMail *
render (const PmMailJob *job, GError **error)
{
  PmAccountMail values = {
    .kind = job->kind,
    .name = job->recipient_name,
    .address = job->address,
    .asked_by = job->sender,
    .organization = job->organization,
    .link = job->link,
    .works_until = job->give_up_at,
  };

  if (job->invitation != NULL)
    return render_invitation (job, error);
  return pm_account_mail_render (&values, error);
}

static gboolean
check_job (const PmMailJob *job, GError **error)
{
  if (job->problem != NULL) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_DAMAGED, job->problem);
    return FALSE;
  }
  if (job->link == NULL && !g_str_equal (job->kind, PM_MAIL_KIND_TRIAL) &&
      !g_str_equal (job->kind, PM_MAIL_KIND_TEST)) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_DAMAGED, "This mail has lost its link.");
    return FALSE;
  }
  return pm_address_check (job->recipient, error);
}

static GBytes *
write_message (GMimeMessage *message)
{
  GMimeFormatOptions *format = g_mime_format_options_new ();
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new ();
  GByteArray *array = g_byte_array_new ();

  g_mime_stream_mem_set_byte_array (GMIME_STREAM_MEM (stream), array);
  g_mime_format_options_set_newline_format (format, GMIME_NEWLINE_FORMAT_DOS);
  g_mime_object_write_to_stream (GMIME_OBJECT (message), format, stream);
  g_mime_format_options_free (format);
  return g_byte_array_free_to_bytes (array);
}

static char *
letter_name (const PmMailJob *job)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc_usec (job->created_at);
  g_autofree char *moment = g_date_time_format (date, "%Y%m%dT%H%M%S");

  return g_strdup_printf ("%s.%06d-%06" G_GINT64_FORMAT, moment, g_date_time_get_microsecond (date),
                          job->id);
}

/**
 * pm_mail_message_new:
 * @job: what the mail is made of
 * @sender: `Name <address>`
 * @error: return location
 *
 * Renders a mail. The same @job gives the same mail. Any thread, after g_mime_init().
 *
 * Returns: (transfer full) (nullable): the letter, or %NULL with %PM_ERROR_INVALID if an address
 *   or the template cannot be used
 */
PmLetter *
pm_mail_message_new (const PmMailJob *job, const char *sender, GError **error)
{
  g_autoptr (InternetAddressMailbox) from = NULL;
  g_autoptr (GMimeMessage) message = NULL;
  g_autoptr (GMimeObject) body = NULL;
  g_autoptr (PmRenderedMail) mail = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *address = pm_mail_sender_address (sender, error);
  g_autofree char *name = letter_name (job);

  if (address == NULL || !check_job (job, error))
    return NULL;
  mail = render (job, error);
  if (mail == NULL)
    return NULL;

  from = parse_sender (sender);
  message = g_mime_message_new (TRUE);
  body = both_parts (mail);
  set_headers (message, job, from, mail->subject);
  g_mime_message_set_mime_part (message, body);
  bytes = write_message (message);
  return pm_letter_new (name, address, job->recipient, bytes);
}
