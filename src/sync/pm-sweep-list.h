/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-page.h"
#include "remote/pm-remote-plain.h"

G_BEGIN_DECLS

gboolean pm_sweep_read_pages (PmRemote *remote,
                              PmPlainList list,
                              GCancellable *cancellable,
                              PmPage *page,
                              gboolean *whole,
                              GError **error);

G_END_DECLS
