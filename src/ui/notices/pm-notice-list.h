/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmNoticeList:
 *
 * What a person should know, as long as there is anything; it takes no room otherwise. Properties,
 * writable and nullable: `notices`, a #GListModel of #PmNotice; `failures`, one of #PmFailure.
 * Read-only: `n-items`, of both.
 */
#define PM_TYPE_NOTICE_LIST (pm_notice_list_get_type ())
G_DECLARE_FINAL_TYPE (PmNoticeList, pm_notice_list, PM, NOTICE_LIST, AdwBin)

G_END_DECLS
