/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "pm-test-vfs.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a write has covered up, until the file is synced: enough to take the write back. */
typedef struct {
  gint64 offset;
  GBytes *before; /* what was there; shorter than the write where the file ended */
  gsize length;
  gint64 size; /* the file's, before */
} Write;

/* What is known of a file, as long as the program runs; connections come and go. */
typedef struct {
  char *path;
  GPtrArray *unsynced; /* Write, oldest first */
} Disk;

typedef struct {
  sqlite3_file base;
  Disk *disk;
  sqlite3_file *real; /* behind this struct */
} File;

static GMutex lock;
static GHashTable *disks; /* by path */
static sqlite3_vfs *real_vfs;
static PmTestFault armed;
static guint countdown;
static const char *only_part; /* of a file's path; NULL: every file fails */
static gboolean struck;

static void
write_free (gpointer data)
{
  Write *write = data;

  g_bytes_unref (write->before);
  g_free (write);
}

/* --- The failure --- */

static void
take_back (int fd, const Write *write)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (write->before, &length);
  struct stat now;

  g_assert_no_errno (fstat (fd, &now));
  g_assert_cmpint (pwrite (fd, data, length, write->offset), ==, length);
  if (write->size < now.st_size && write->offset + (gint64) write->length >= now.st_size)
    g_assert_no_errno (ftruncate (fd, write->size));
}

/* The last writes may be there or not, each for itself, as a disk's cache has it. */
static void
lose_unsynced (Disk *disk)
{
  int fd = open (disk->path, O_RDWR | O_CLOEXEC);

  for (guint i = disk->unsynced->len; fd >= 0 && i > 0; i--)
    if (g_test_rand_int_range (0, 3) > 0)
      take_back (fd, g_ptr_array_index (disk->unsynced, i - 1));
  if (fd >= 0)
    close (fd);
  g_ptr_array_set_size (disk->unsynced, 0);
}

static void
strike (void)
{
  GHashTableIter iter;
  gpointer disk;

  struck = TRUE;
  if (armed != PM_TEST_FAULT_POWER)
    return;
  g_hash_table_iter_init (&iter, disks);
  while (g_hash_table_iter_next (&iter, NULL, &disk))
    lose_unsynced (disk);
}

static gboolean
counts (gboolean writes)
{
  return armed == PM_TEST_FAULT_ONCE || (armed == PM_TEST_FAULT_READ) == !writes;
}

static int
code_of_fault (gboolean writes)
{
  switch (armed) {
  case PM_TEST_FAULT_FULL:
    return writes ? SQLITE_FULL : SQLITE_OK;
  case PM_TEST_FAULT_READ_ONLY:
    return writes ? SQLITE_READONLY : SQLITE_OK;
  case PM_TEST_FAULT_ONCE:
    return SQLITE_OK; /* it is over */
  case PM_TEST_FAULT_NONE:
  case PM_TEST_FAULT_IO:
  case PM_TEST_FAULT_READ:
  case PM_TEST_FAULT_POWER:
  default:
    return SQLITE_IOERR;
  }
}

/* Called under the lock before each call that reads, and before each that writes or syncs. */
static int
meet (const char *path, gboolean writes)
{
  if (armed == PM_TEST_FAULT_NONE ||
      (only_part != NULL && (path == NULL || strstr (path, only_part) == NULL)))
    return SQLITE_OK;
  if (!struck && counts (writes) && countdown-- == 0) {
    strike ();
    if (armed == PM_TEST_FAULT_ONCE)
      return SQLITE_IOERR;
  }
  return struck ? code_of_fault (writes) : SQLITE_OK;
}

static void
remember (File *file, gint64 offset, gsize length)
{
  Write *write = g_new0 (Write, 1);
  guint8 *before = g_malloc (length);
  sqlite3_int64 size = 0;
  gint64 there;

  file->real->pMethods->xFileSize (file->real, &size);
  there = CLAMP (size - offset, 0, (gint64) length);
  if (there > 0)
    file->real->pMethods->xRead (file->real, before, (int) there, offset);
  write->offset = offset;
  write->length = length;
  write->size = size;
  write->before = g_bytes_new_take (before, (gsize) there);
  g_ptr_array_add (file->disk->unsynced, write);
}

/* --- A file --- */

static int
file_close (sqlite3_file *base)
{
  File *file = (File *) base;

  return file->real->pMethods->xClose (file->real);
}

static int
file_read (sqlite3_file *base, void *data, int length, sqlite3_int64 offset)
{
  File *file = (File *) base;
  int code;

  g_mutex_lock (&lock);
  code = meet (file->disk->path, FALSE);
  g_mutex_unlock (&lock);
  return code != SQLITE_OK ? code : file->real->pMethods->xRead (file->real, data, length, offset);
}

static int
file_write (sqlite3_file *base, const void *data, int length, sqlite3_int64 offset)
{
  File *file = (File *) base;
  int code;

  g_mutex_lock (&lock);
  code = meet (file->disk->path, TRUE);
  if (code == SQLITE_OK) {
    remember (file, offset, (gsize) length);
    code = file->real->pMethods->xWrite (file->real, data, length, offset);
  }
  g_mutex_unlock (&lock);
  return code;
}

/* Shrinking is taken for durable at once: SQLite does it only when nothing is lost by it. */
static int
file_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  File *file = (File *) base;
  int code;

  g_mutex_lock (&lock);
  code = meet (file->disk->path, TRUE);
  if (code == SQLITE_OK) {
    g_ptr_array_set_size (file->disk->unsynced, 0);
    code = file->real->pMethods->xTruncate (file->real, size);
  }
  g_mutex_unlock (&lock);
  return code;
}

static int
file_sync (sqlite3_file *base, int flags)
{
  File *file = (File *) base;
  int code;

  g_mutex_lock (&lock);
  code = meet (file->disk->path, TRUE);
  if (code == SQLITE_OK)
    g_ptr_array_set_size (file->disk->unsynced, 0);
  g_mutex_unlock (&lock);
  return code;
}

static int
file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  File *file = (File *) base;

  return file->real->pMethods->xFileSize (file->real, size);
}

static int
file_lock (sqlite3_file *base, int kind)
{
  File *file = (File *) base;

  return file->real->pMethods->xLock (file->real, kind);
}

static int
file_unlock (sqlite3_file *base, int kind)
{
  File *file = (File *) base;

  return file->real->pMethods->xUnlock (file->real, kind);
}

static int
file_check_lock (sqlite3_file *base, int *held)
{
  File *file = (File *) base;

  return file->real->pMethods->xCheckReservedLock (file->real, held);
}

static int
file_control (sqlite3_file *base, int what, void *argument)
{
  File *file = (File *) base;

  return file->real->pMethods->xFileControl (file->real, what, argument);
}

static int
file_sector_size (sqlite3_file *base)
{
  File *file = (File *) base;

  return file->real->pMethods->xSectorSize (file->real);
}

/* Nothing is promised of what was not synced. */
static int
file_characteristics (sqlite3_file *base)
{
  return 0;
}

static int
file_shm_map (sqlite3_file *base, int page, int size, int extend, void volatile **memory)
{
  File *file = (File *) base;

  return file->real->pMethods->xShmMap (file->real, page, size, extend, memory);
}

static int
file_shm_lock (sqlite3_file *base, int offset, int n, int flags)
{
  File *file = (File *) base;

  return file->real->pMethods->xShmLock (file->real, offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *base)
{
  File *file = (File *) base;

  file->real->pMethods->xShmBarrier (file->real);
}

static int
file_shm_unmap (sqlite3_file *base, int delete)
{
  File *file = (File *) base;

  return file->real->pMethods->xShmUnmap (file->real, delete);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_lock,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_characteristics,
  .xShmMap = file_shm_map,
  .xShmLock = file_shm_lock,
  .xShmBarrier = file_shm_barrier,
  .xShmUnmap = file_shm_unmap,
};

/* --- The disk --- */

static Disk *
find_disk (const char *path)
{
  Disk *disk = path != NULL ? g_hash_table_lookup (disks, path) : NULL;

  if (disk != NULL)
    return disk;
  disk = g_new0 (Disk, 1);
  disk->path = g_strdup (path);
  disk->unsynced = g_ptr_array_new_with_free_func (write_free);
  if (path != NULL)
    g_hash_table_insert (disks, disk->path, disk);
  return disk;
}

static int
vfs_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out_flags)
{
  File *file = (File *) base;
  int code;

  file->real = (sqlite3_file *) (gpointer) (file + 1);
  file->base.pMethods = NULL;
  g_mutex_lock (&lock);
  code = meet (path, FALSE);
  file->disk = find_disk (path);
  g_mutex_unlock (&lock);
  if (code == SQLITE_OK)
    code = real_vfs->xOpen (real_vfs, path, file->real, flags, out_flags);
  if (code == SQLITE_OK)
    file->base.pMethods = &methods;
  return code == SQLITE_IOERR ? SQLITE_CANTOPEN : code;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *path, int sync)
{
  int code;

  g_mutex_lock (&lock);
  code = meet (path, TRUE);
  if (code == SQLITE_OK) {
    g_ptr_array_set_size (find_disk (path)->unsynced, 0);
    code = real_vfs->xDelete (real_vfs, path, sync);
  }
  g_mutex_unlock (&lock);
  return code;
}

/**
 * pm_test_vfs_install:
 *
 * Puts the failing disk in place. Once, before the first database is opened.
 */
void
pm_test_vfs_install (void)
{
  static sqlite3_vfs vfs;

  sqlite3_initialize ();
  real_vfs = sqlite3_vfs_find (NULL);
  disks = g_hash_table_new (g_str_hash, g_str_equal);
  vfs = *real_vfs;
  vfs.zName = "pm-test";
  vfs.szOsFile = (int) sizeof (File) + real_vfs->szOsFile;
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, TRUE), ==, SQLITE_OK);
}

/**
 * pm_test_vfs_arm:
 * @fault: what is to happen
 * @after: how many calls go well before: writes and syncs, if the fault does not say otherwise
 */
void
pm_test_vfs_arm (PmTestFault fault, guint after)
{
  pm_test_vfs_arm_for (fault, after, NULL);
}

/**
 * pm_test_vfs_arm_for:
 * @fault: what is to happen
 * @after: how many calls go well before
 * @part: (nullable): part of the path of files that it happens to; of static storage
 */
void
pm_test_vfs_arm_for (PmTestFault fault, guint after, const char *part)
{
  g_mutex_lock (&lock);
  armed = fault;
  countdown = after;
  struck = FALSE;
  only_part = part;
  g_mutex_unlock (&lock);
}

/**
 * pm_test_vfs_mend:
 *
 * All is well again. After a loss of power only once every database was closed.
 */
void
pm_test_vfs_mend (void)
{
  pm_test_vfs_arm (PM_TEST_FAULT_NONE, 0);
}

/**
 * pm_test_vfs_has_struck:
 *
 * Returns: whether the armed fault has come
 */
gboolean
pm_test_vfs_has_struck (void)
{
  gboolean answer;

  g_mutex_lock (&lock);
  answer = struck;
  g_mutex_unlock (&lock);
  return answer;
}
