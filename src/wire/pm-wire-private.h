/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "wire/pm-wire.h"

G_BEGIN_DECLS

/* What the two ways to read JSON have in common. */

gboolean pm_wire_is_sane (const char *data, gsize length);
gboolean pm_wire_refuse (const PmField *info, const char *wanted, GError **error);
gboolean pm_wire_take_text (const char *text,
                            PmRecord *record,
                            const PmField *info,
                            guint field,
                            GError **error);
gboolean pm_wire_check (PmRecord *record, GError **error);

G_END_DECLS
