/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db/pm-folder-lock.h"

#include "domain/pm-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

struct _PmFolderLock {
  int fd;
};

/**
 * pm_folder_lock_take:
 * @folder: a folder; made, for its owner only, if it does not exist
 * @error: return location
 *
 * Takes the folder for this process, by a lock on its file `lock`. It never waits.
 *
 * Returns: (transfer full) (nullable): the lock. %PM_ERROR_BUSY if another process holds it,
 *   %PM_ERROR_STORAGE if the folder cannot be written to
 */
PmFolderLock *
pm_folder_lock_take (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "lock", NULL);
  g_autofd int fd = -1;
  PmFolderLock *self;

  if (g_mkdir_with_parents (folder, 0700) < 0 ||
      (fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0) {
    g_set_error (error, PM_ERROR, PM_ERROR_STORAGE, "The folder “%s” cannot be used: %s.", folder,
                 g_strerror (errno));
    return NULL;
  }
  if (flock (fd, LOCK_EX | LOCK_NB) < 0) {
    g_set_error (error, PM_ERROR, PM_ERROR_BUSY, "The folder “%s” is in use by another process.",
                 folder);
    return NULL;
  }
  self = g_new0 (PmFolderLock, 1);
  self->fd = g_steal_fd (&fd);
  return self;
}

/**
 * pm_folder_lock_free:
 * @self: (transfer full): the lock
 *
 * Gives the folder back.
 */
void
pm_folder_lock_free (PmFolderLock *self)
{
  close (self->fd);
  g_free (self);
}
