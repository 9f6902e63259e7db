/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A disk that fails: stands between SQLite and the real one, for every database that is opened
 * after pm_test_vfs_install(). Its files are real files, so that what is left of them after a
 * failure is looked at by opening them again. Any thread.
 */

/**
 * PmTestFault:
 * @PM_TEST_FAULT_NONE: all is well
 * @PM_TEST_FAULT_FULL: nothing can be written any more
 * @PM_TEST_FAULT_READ_ONLY: the same, but because nobody may
 * @PM_TEST_FAULT_IO: nothing can be read or written any more
 * @PM_TEST_FAULT_READ: likewise, but what counts down are reads
 * @PM_TEST_FAULT_ONCE: one call fails, be it a read or a write, and then all is well
 * @PM_TEST_FAULT_POWER: the machine stops: of what was written since a file was last synced only
 *   some is there, in any order, and nothing can be read or written any more
 */
typedef enum {
  PM_TEST_FAULT_NONE,
  PM_TEST_FAULT_FULL,
  PM_TEST_FAULT_READ_ONLY,
  PM_TEST_FAULT_IO,
  PM_TEST_FAULT_READ,
  PM_TEST_FAULT_ONCE,
  PM_TEST_FAULT_POWER,
} PmTestFault;

void pm_test_vfs_install (void);
void pm_test_vfs_arm (PmTestFault fault, guint after);
void pm_test_vfs_arm_for (PmTestFault fault, guint after, const char *part);
void pm_test_vfs_mend (void);
gboolean pm_test_vfs_has_struck (void);

G_END_DECLS
