/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-address.h"
#include "domain/pm-error.h"

#include <string.h>

#define TEN   "aaaaaaaaaa"
#define SIXTY TEN TEN TEN TEN TEN TEN

static void
addresses_are_brought_into_one_form (void)
{
  static const struct {
    const char *typed, *normalized;
  } cases[] = {
    { "jane.doe@globex.example", "jane.doe@globex.example" },
    { "  Jane.Doe@GLOBEX.Example\n", "Jane.Doe@globex.example" },
    { "\xc2\xa0jane@globex.example\xe2\x80\x8b", "jane@globex.example" },
    { "o'neil+poc=1@a-b.example", "o'neil+poc=1@a-b.example" },
    { "jane@bücher.example", "jane@xn--bcher-kva.example" },
    { "jane@BÜCHER.example", "jane@xn--bcher-kva.example" },
    { "jane@例え.テスト", "jane@xn--r8jz45g.xn--zckzah" },
    { "jürgen@globex.example", "jürgen@globex.example" },
    { "\"jane doe\"@globex.example", "\"jane doe\"@globex.example" },
    { "\"a\\\"b@c\"@globex.example", "\"a\\\"b@c\"@globex.example" },
    { SIXTY "aaaa@globex.example", SIXTY "aaaa@globex.example" },
    { "jane@1and1.example", "jane@1and1.example" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *normalized = pm_address_normalize (cases[i].typed, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (normalized, ==, cases[i].normalized);
    g_assert_true (pm_address_check (cases[i].typed, NULL));
  }
}

static void
what_is_no_address_is_refused_with_a_sentence (void)
{
  static const struct {
    const char *typed, *sentence;
  } cases[] = {
    { "", "An e-mail address is needed." },
    { "   ", "An e-mail address is needed." },
    { "jane", "The address has no @." },
    { "@globex.example", "The part before the @ is missing." },
    { "jane@", "The domain after the @ is missing." },
    { "jane@globex", "The domain after the @ is incomplete, as in “example.com”." },
    { "jane@globex..example", "The domain has a dot in the wrong place." },
    { "jane@.globex.example", "The domain has a dot in the wrong place." },
    { "jane@globex.example.", "The domain has a dot in the wrong place." },
    { "jane@-globex.example", "The domain has a hyphen in the wrong place." },
    { "jane@glo_bex.example", "The domain contains a character that is not possible there." },
    { "jane@[192.0.2.1]", "The domain contains a character that is not possible there." },
    { "jane@192.0.2.1", "The domain after the @ is a number, not a name." },
    { "jane@glo bex.example", "The domain contains a character that is not possible there." },
    { "jane@" SIXTY "aaaa.example", "A part of the domain is too long." },
    { SIXTY "aaaaa@globex.example", "The part before the @ is too long." },
    { ".jane@globex.example", "The part before the @ has a dot in the wrong place." },
    { "jane.@globex.example", "The part before the @ has a dot in the wrong place." },
    { "ja..ne@globex.example", "The part before the @ has a dot in the wrong place." },
    { "jane doe@globex.example", "The address contains a space." },
    { "Jane <jane@globex.example>", "Only the address itself is needed, without a name and < >." },
    { "@relay.example,@two.example:jane@globex.example",
      "The part before the @ contains “@”, which is not possible there." },
    { "ann@a.example, bob@b.example",
      "The part before the @ contains “@”, which is not possible there." },
    { "ja\"ne@globex.example",
      "The part before the @ contains “\"”, which is not possible there." },
    { "\"ja\"ne\"@globex.example", "The part before the @ has a quotation mark too many." },
    { "\"jane\\\"@globex.example", "The part before the @ ends in a backslash." },
    { "\"@globex.example", "The part before the @ contains “\"”, which is not possible there." },
    { "jane@globex.example\r\nBcc: eve@evil.example",
      "The address contains control characters or special spaces." },
    { "ja\x01ne@globex.example", "The address contains control characters or special spaces." },
    { "ja\xe2\x80\x8bne@globex.example",
      "The address contains control characters or special spaces." },
    { "jane@glo\xe2\x80\xae"
      "bex.example",
      "The address contains control characters or special spaces." },
    { "ja\xffne@globex.example", "The address is not valid text." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *normalized = pm_address_normalize (cases[i].typed, &error);

    g_test_message ("%s", cases[i].typed);
    g_assert_error (error, PM_ERROR, PM_ERROR_INVALID);
    g_assert_null (normalized);
    g_assert_cmpstr (error->message, ==, cases[i].sentence);
  }
}

static void
too_long_an_address_is_refused_however_long (void)
{
  static const gsize sizes[] = { 255, 10 * 1024 * 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *huge = g_malloc0 (sizes[i] + 1);

    memset (huge, 'a', sizes[i]);
    memcpy (huge, "jane@", 5);
    g_assert_false (pm_address_check (huge, &error));
    g_assert_cmpstr (error->message, ==,
                     "The address is too long: at most 254 characters are possible.");
    g_free (pm_address_fold (huge));
    g_free (pm_address_suggest (huge, NULL));
    g_free (pm_address_mask (huge));
    g_assert_false (pm_address_is_free_mail (huge));
  }
}

static void
a_domain_may_not_grow_too_long_in_ascii (void)
{
  g_autoptr (GError) error = NULL;
  GString *address = g_string_new ("j@");

  for (guint i = 0; i < 14; i++)
    g_string_append (address, "üaöbücäd.");
  g_string_append (address, "example");
  g_assert_cmpint (address->len, <, 254);
  g_assert_false (pm_address_check (address->str, &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_INVALID);
  g_string_free (address, TRUE);
}

static void
addresses_are_compared_without_case (void)
{
  static const struct {
    const char *a, *b;
  } same[] = {
    { "Jane.Doe@Globex.Example", "jane.doe@globex.example" },
    { " jane@globex.example ", "JANE@GLOBEX.EXAMPLE" },
    { "jane@bücher.example", "jane@XN--BCHER-KVA.example" },
    { "J\xc3\x9cRGEN@globex.example", "ju\xcc\x88rgen@globex.example" },
    { NULL, "" },
    { "not an address", "Not An Address" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++) {
    g_autofree char *a = pm_address_fold (same[i].a);
    g_autofree char *b = pm_address_fold (same[i].b);

    g_assert_cmpstr (a, ==, b);
  }
}

static void
different_addresses_stay_different (void)
{
  g_autofree char *a = pm_address_fold ("jane+a@globex.example");
  g_autofree char *b = pm_address_fold ("jane@globex.example");

  g_assert_cmpstr (a, !=, b);
}

static void
free_mail_is_known (void)
{
  g_assert_true (pm_address_is_free_mail ("jane@GMAIL.com "));
  g_assert_true (pm_address_is_free_mail ("jane@web.de"));
  g_assert_false (pm_address_is_free_mail ("jane@globex.example"));
  g_assert_false (pm_address_is_free_mail ("gmail.com"));
  g_assert_false (pm_address_is_free_mail (""));
}

static void
typing_errors_in_the_domain_are_noticed (void)
{
  static const char *const known[] = { "globex.example", "initech.com", "acme.com", "ibm.com",
                                       NULL };
  static const struct {
    const char *typed, *suggestion;
  } cases[] = {
    { "jane@gmial.com", "jane@gmail.com" },
    { "jane@gmail.con", "jane@gmail.com" },
    { "jane@gmai.co", "jane@gmail.com" },
    { "jane@hotmial.com", "jane@hotmail.com" },
    { "jane@outlok.com", "jane@outlook.com" },
    { "Jane.Doe@glbex.example", "Jane.Doe@globex.example" },
    { "jane@golbex.exmaple", "jane@globex.example" },
    { "jane@acne.com", "jane@acme.com" },
    { "jane@imb.com", "jane@ibm.com" },
    { "jane@globex.example", NULL },
    { "jane@GLOBEX.example", NULL },
    { "jane@gmail.com", NULL },
    { "jane@ymail.com", NULL },
    { "jane@yahoo.it", NULL },
    { "jane@sap.com", NULL },
    { "jane@abb.com", NULL },
    { "jane@weg.de", NULL },
    { "jane@umbrella.example", NULL },
    { "jane", NULL },
    { "", NULL },
    { "jane@\xff", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *suggestion = pm_address_suggest (cases[i].typed, known);

    g_test_message ("%s", cases[i].typed);
    g_assert_cmpstr (suggestion, ==, cases[i].suggestion);
  }
}

static void
a_masked_address_is_known_to_its_owner_only (void)
{
  static const struct {
    const char *address, *masked;
  } cases[] = {
    { "jane.doe@globex.example", "j•••@globex.example" },
    { "j@globex.example", "j•••@globex.example" },
    { "\xc3\xa4nne@globex.example", "ä•••@globex.example" },
    { "\"jane doe\"@globex.example", "j•••@globex.example" },
    { "@globex.example", "•••@globex.example" },
    { "jane", "•••" },
    { "", "•••" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *masked = pm_address_mask (cases[i].address);

    g_assert_cmpstr (masked, ==, cases[i].masked);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/addresses-are-brought-into-one-form",
                   addresses_are_brought_into_one_form);
  g_test_add_func ("/address/what-is-no-address-is-refused-with-a-sentence",
                   what_is_no_address_is_refused_with_a_sentence);
  g_test_add_func ("/address/too-long-an-address-is-refused-however-long",
                   too_long_an_address_is_refused_however_long);
  g_test_add_func ("/address/a-domain-may-not-grow-too-long-in-ascii",
                   a_domain_may_not_grow_too_long_in_ascii);
  g_test_add_func ("/address/addresses-are-compared-without-case",
                   addresses_are_compared_without_case);
  g_test_add_func ("/address/different-addresses-stay-different",
                   different_addresses_stay_different);
  g_test_add_func ("/address/free-mail-is-known", free_mail_is_known);
  g_test_add_func ("/address/typing-errors-in-the-domain-are-noticed",
                   typing_errors_in_the_domain_are_noticed);
  g_test_add_func ("/address/a-masked-address-is-known-to-its-owner-only",
                   a_masked_address_is_known_to_its_owner_only);
  return g_test_run ();
}
