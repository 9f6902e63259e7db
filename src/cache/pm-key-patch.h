/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-key-list-private.h"
#include "cache/pm-keys.h"

G_BEGIN_DECLS

PmKeys *pm_key_patch (PmDb *mirror,
                      const PmKeyPlacing *placing,
                      const PmKeyQuery *query,
                      PmKeys *order,
                      GArray *changed,
                      GArray **splices,
                      GError **error);

G_END_DECLS
