/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-poc-input.h"

#include "domain/pm-error.h"
#include "domain/pm-link.h"
#include "domain/pm-text.h"
#include "server/http/pm-record-input.h"

#include <string.h>

#define URL_MAX   2000
#define SCORE_MAX 100

static const PmInput inputs[] = {
  { PM_POC_TITLE, PM_INPUT_NEEDED, PM_TEXT_TITLE_MAX },
  { PM_POC_CUSTOMER_COMPANY_NAME, PM_INPUT_NEEDED, PM_TEXT_TITLE_MAX },
  { PM_POC_DESCRIPTION, PM_INPUT_LINES, PM_TEXT_DESCRIPTION_MAX },
  { PM_POC_EXECUTIVE_SUMMARY, PM_INPUT_LINES, PM_TEXT_DESCRIPTION_MAX },
  { PM_POC_OBJECTIVES, PM_INPUT_LINES, PM_TEXT_DESCRIPTION_MAX },
  { PM_POC_START_DATE },
  { PM_POC_END_DATE },
  { PM_POC_STATUS, PM_INPUT_NEEDED },
  { PM_POC_OVERALL_SUCCESS_SCORE, PM_INPUT_PLAIN, SCORE_MAX },
  { PM_POC_CUSTOMER_LOGO_URL, PM_INPUT_PLAIN, URL_MAX },
};

static gboolean
check_dates (PmPoc *poc, GError **error)
{
  const char *start = pm_poc_get_start_date (poc), *end = pm_poc_get_end_date (poc);

  if (start == NULL || end == NULL || strcmp (start, end) <= 0)
    return TRUE;
  pm_error_refuse_field (error, "end_date", NULL, "The end lies before the start.");
  return FALSE;
}

static gboolean
check_logo (PmPoc *poc, GError **error)
{
  const char *url = pm_poc_get_customer_logo_url (poc);

  if (url == NULL || pm_link_is_web (url))
    return TRUE;
  pm_error_refuse_field (error, "customer_logo_url", "url_scheme",
                         "A logo's address starts with https:// or http://.");
  return FALSE;
}

/**
 * pm_poc_input_read:
 * @poc: a POC; what @body does not mention keeps its value
 * @body: (nullable): a request's body
 * @error: return location
 *
 * Reads what may be said of a POC from outside.
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE, naming the member, if something cannot be; @poc
 *   may be half changed then
 */
gboolean
pm_poc_input_read (PmPoc *poc, JsonObject *body, GError **error)
{
  return pm_record_input_read (PM_RECORD (poc), inputs, G_N_ELEMENTS (inputs), body, error) &&
         check_dates (poc, error) && check_logo (poc, error);
}
