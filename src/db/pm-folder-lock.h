/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmFolderLock:
 *
 * Exclusive use of a folder, held until freed or until the process ends, however it ends.
 */
typedef struct _PmFolderLock PmFolderLock;

PmFolderLock *pm_folder_lock_take (const char *folder, GError **error);
void pm_folder_lock_free (PmFolderLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmFolderLock, pm_folder_lock_free)

G_END_DECLS
