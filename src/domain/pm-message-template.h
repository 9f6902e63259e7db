/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmMessageGaps:
 * @PM_MESSAGE_LACKS_FIRST_NAME: `{first_name}` is used and not known
 * @PM_MESSAGE_LACKS_POC: `{poc}` is used and not known
 * @PM_MESSAGE_LACKS_COMPANY: `{company}` is used and not known
 * @PM_MESSAGE_LACKS_INVITER: `{inviter}` is used and not known
 * @PM_MESSAGE_HAS_UNKNOWN: a placeholder is used that does not exist
 *
 * Why an expanded message needs a second look.
 */
typedef enum {
  PM_MESSAGE_COMPLETE = 0,
  PM_MESSAGE_LACKS_FIRST_NAME = 1 << 0,
  PM_MESSAGE_LACKS_POC = 1 << 1,
  PM_MESSAGE_LACKS_COMPANY = 1 << 2,
  PM_MESSAGE_LACKS_INVITER = 1 << 3,
  PM_MESSAGE_HAS_UNKNOWN = 1 << 4,
} PmMessageGaps;

/**
 * PmMessageValues:
 * @first_name: (nullable): the invitee's first name
 * @poc: (nullable): the POC's title
 * @company: (nullable): the customer's company
 * @inviter: (nullable): the name of who invites
 *
 * What a personal message is filled with.
 */
typedef struct {
  const char *first_name;
  const char *poc;
  const char *company;
  const char *inviter;
} PmMessageValues;

const char *pm_message_template_built_in (void);
char *pm_message_expand (const char *message, const PmMessageValues *values, PmMessageGaps *gaps);

G_END_DECLS
