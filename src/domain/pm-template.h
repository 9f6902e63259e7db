/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmTemplate:
 *
 * An organization's invitation mail: subject, text, and HTML if it has its own.
 */
/* clang-format off */
#define PM_TEMPLATE_FIELDS(F, ...)                                    \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                \
  F (SUBJECT, subject, STRING, PM_FIELD_REQUIRED, NULL, __VA_ARGS__)  \
  F (TEXT, text, STRING, PM_FIELD_REQUIRED, NULL, __VA_ARGS__)        \
  F (HTML, html, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)           \
  F (UPDATED_AT, updated_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_TEMPLATE (pm_template_get_type ())
PM_DECLARE_RECORD (PmTemplate, pm_template, PM_TEMPLATE, TEMPLATE, PM_TEMPLATE_FIELDS)

G_END_DECLS
