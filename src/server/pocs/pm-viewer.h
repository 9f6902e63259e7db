/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/**
 * PmViewer:
 * @user_id: who looks at a POC
 * @inviter_id: who invited them to it, 0 for nobody
 * @is_internal: whether they are one of the organization's own people
 * @company: the customer's name
 *
 * What somebody may see of the other people in a POC. A customer sees names and titles, and no
 * addresses but their own and their inviter's.
 */
typedef struct {
  gint64 user_id;
  gint64 inviter_id;
  gboolean is_internal;
  char *company;
} PmViewer;

gboolean pm_viewer_init (PmViewer *self, PmDb *db, PmRequest *request, GError **error);
void pm_viewer_clear (PmViewer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PmViewer, pm_viewer_clear)

gboolean pm_person_is_named (const char *full_name, const char *email);
gboolean pm_viewer_may_see_address (const PmViewer *self, gint64 user_id);
char *pm_viewer_get_name_of (const PmViewer *self,
                             gint64 user_id,
                             const char *full_name,
                             const char *email,
                             gboolean is_customer);

G_END_DECLS
