/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db/pm-salvage-file.h"

#include <string.h>

/*
 * Reads the rows of a database file page by page, without following the tree that leads to them, as
 * https://sqlite.org/fileformat2.html describes it. Nothing that stands in the file is believed.
 */

#define DEFAULT_PAGE_SIZE 4096
#define MIN_PAGE_SIZE     512
#define MAX_PAGE_SIZE     65536
#define MAX_FILE          (256 * 1024 * 1024)

#define TABLE_LEAF        13
#define LEAF_HEAD_LENGTH  8
#define LOG_HEAD_LENGTH   32
#define FRAME_HEAD_LENGTH 24

#define MAX_COLUMNS 200

typedef struct {
  const guint8 **pages; /* from page 1 on, at [0]; NULL where there is none */
  gsize n_pages;
  gsize page_size;
  gsize usable; /* bytes of each page */
} Image;

static guint32
get_number (const guint8 *bytes, guint n)
{
  guint32 number = 0;

  for (guint i = 0; i < n; i++)
    number = number << 8 | bytes[i];
  return number;
}

/* Returns how many bytes it takes, 0 if it does not end within @length. */
static gsize
get_varint (const guint8 *bytes, gsize length, guint64 *value)
{
  *value = 0;
  for (gsize i = 0; i < MIN (length, 9); i++) {
    if (i == 8) {
      *value = *value << 8 | bytes[i];
      return 9;
    }
    *value = *value << 7 | (bytes[i] & 0x7f);
    if ((bytes[i] & 0x80) == 0)
      return i + 1;
  }
  return 0;
}

/* --- Pages --- */

static gboolean
is_page_size (gsize size)
{
  return size >= MIN_PAGE_SIZE && size <= MAX_PAGE_SIZE && (size & (size - 1)) == 0;
}

static void
measure (Image *image, const guint8 *file, gsize length)
{
  gsize size = length >= 100 ? get_number (file + 16, 2) : 0;

  if (size == 1)
    size = MAX_PAGE_SIZE;
  image->page_size = is_page_size (size) ? size : DEFAULT_PAGE_SIZE;
  image->usable = image->page_size;
  if (is_page_size (size) && file[20] <= 32)
    image->usable -= file[20];
}

static void
set_page (Image *image, gsize number, const guint8 *page)
{
  if (number < 1 || number > MAX_FILE / image->page_size)
    return;
  if (number > image->n_pages) {
    image->pages = g_renew (const guint8 *, image->pages, number);
    for (gsize i = image->n_pages; i < number; i++)
      image->pages[i] = NULL;
    image->n_pages = number;
  }
  image->pages[number - 1] = page;
}

static void
take_file (Image *image, const guint8 *file, gsize length)
{
  for (gsize at = 0; at + image->page_size <= length; at += image->page_size)
    set_page (image, at / image->page_size + 1, file + at);
}

/* Up to where the log's last transaction that was committed ends. */
static gsize
find_end_of_log (const Image *image, const guint8 *log, gsize length)
{
  gsize step = FRAME_HEAD_LENGTH + image->page_size, end = 0;

  for (gsize at = LOG_HEAD_LENGTH; at + step <= length; at += step) {
    if (memcmp (log + at + 8, log + 16, 8) != 0) /* left over from an earlier log */
      break;
    if (get_number (log + at + 4, 4) != 0)
      end = at + step;
  }
  return end;
}

static void
take_log (Image *image, const guint8 *log, gsize length)
{
  gsize step = FRAME_HEAD_LENGTH + image->page_size;
  gsize end = length < LOG_HEAD_LENGTH ? 0 : find_end_of_log (image, log, length);

  for (gsize at = LOG_HEAD_LENGTH; at < end; at += step)
    set_page (image, get_number (log + at, 4), log + at + FRAME_HEAD_LENGTH);
}

/* --- Records --- */

static void
row_free (gpointer data)
{
  PmSalvagedRow *row = data;

  g_array_unref (row->values);
  g_clear_pointer (&row->record, g_bytes_unref);
  g_free (row);
}

static gboolean
append_overflow (const Image *image, GByteArray *record, guint32 next, gsize wanted)
{
  for (gsize i = 0; record->len < wanted && i <= image->n_pages; i++) {
    const guint8 *page = next >= 1 && next <= image->n_pages ? image->pages[next - 1] : NULL;

    if (page == NULL)
      return FALSE;
    g_byte_array_append (record, page + 4, (guint) MIN (image->usable - 4, wanted - record->len));
    next = get_number (page, 4);
  }
  return record->len == wanted;
}

/* How much of a record of @length bytes stands in its leaf. */
static gsize
find_local_length (const Image *image, gsize length)
{
  gsize most = image->usable - 35;
  gsize least = (image->usable - 12) * 32 / 255 - 23;
  gsize fitting = least + (length - least) % (image->usable - 4);

  if (length <= most)
    return length;
  return fitting <= most ? fitting : least;
}

static GBytes *
read_record (const Image *image, const guint8 *page, gsize at, gint64 *id)
{
  GByteArray *record;
  guint64 length, key;
  gsize n, local;

  n = get_varint (page + at, image->usable - at, &length);
  at += n;
  if (n == 0 || length < 2 || length > MAX_FILE)
    return NULL;
  n = get_varint (page + at, image->usable - at, &key);
  at += n;
  local = find_local_length (image, length);
  if (n == 0 || at + local + (local < length ? 4 : 0) > image->usable)
    return NULL;
  *id = (gint64) key;
  record = g_byte_array_new ();
  g_byte_array_append (record, page + at, (guint) local);
  if (local < length &&
      !append_overflow (image, record, get_number (page + at + local, 4), length)) {
    g_byte_array_unref (record);
    return NULL;
  }
  return g_byte_array_free_to_bytes (record);
}

static gint64
get_signed (const guint8 *bytes, gsize length)
{
  guint64 number = (bytes[0] & 0x80) != 0 ? G_MAXUINT64 : 0;

  for (gsize i = 0; i < length; i++)
    number = number << 8 | bytes[i];
  return (gint64) number;
}

static gsize
get_length (guint64 type)
{
  static const gsize lengths[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0 };

  return type < G_N_ELEMENTS (lengths) ? lengths[type] : (gsize) (type - 12) / 2;
}

static PmSalvagedValue
read_value (guint64 type, const guint8 *bytes)
{
  PmSalvagedValue value = { .kind = PM_SALVAGED_NULL, .bytes = bytes, .length = get_length (type) };
  guint64 bits;

  if (type >= 12) {
    value.kind = type % 2 == 1 ? PM_SALVAGED_TEXT : PM_SALVAGED_BLOB;
  } else if (type == 7) {
    value.kind = PM_SALVAGED_REAL;
    bits = (guint64) get_signed (bytes, 8);
    memcpy (&value.real, &bits, sizeof bits);
  } else if (type != 0) {
    value.kind = PM_SALVAGED_INTEGER;
    value.integer = type >= 8 ? (gint64) type - 8 : get_signed (bytes, value.length);
  }
  return value;
}

static gboolean
read_values (GBytes *record, GArray *values)
{
  gsize length, at, end;
  const guint8 *bytes = g_bytes_get_data (record, &length);
  guint64 head, type;

  at = get_varint (bytes, length, &head);
  if (at == 0 || head > length || head < at)
    return FALSE;
  for (end = head; at < head;) {
    gsize n = get_varint (bytes + at, head - at, &type);
    PmSalvagedValue value;

    if (n == 0 || type == 10 || type == 11 || get_length (type) > length - end ||
        values->len == MAX_COLUMNS)
      return FALSE;
    value = read_value (type, bytes + end);
    g_array_append_val (values, value);
    at += n;
    end += value.length;
  }
  return end == length;
}

static void
read_leaf (const Image *image, const guint8 *page, GPtrArray *rows)
{
  guint n_cells = get_number (page + 3, 2);

  for (guint i = 0; i < n_cells && LEAF_HEAD_LENGTH + 2 * (i + 1) <= image->usable; i++) {
    gsize at = get_number (page + LEAF_HEAD_LENGTH + 2 * i, 2);
    PmSalvagedRow *row;
    GBytes *record;
    gint64 id;

    record =
        at >= LEAF_HEAD_LENGTH && at < image->usable ? read_record (image, page, at, &id) : NULL;
    if (record == NULL)
      continue;
    row = g_new0 (PmSalvagedRow, 1);
    row->id = id;
    row->record = record;
    row->values = g_array_new (FALSE, FALSE, sizeof (PmSalvagedValue));
    if (read_values (record, row->values))
      g_ptr_array_add (rows, row);
    else
      row_free (row);
  }
}

/**
 * pm_salvage_file:
 * @path: the file of a damaged database, whose log may stand beside it
 *
 * Reads what stands in pages that are whole, whatever has become of the others. Rows that were
 * deleted may be among them.
 *
 * Returns: (transfer full) (element-type PmSalvagedRow): rows of whatever table. Any thread.
 */
GPtrArray *
pm_salvage_file (const char *path)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
  g_autofree char *file = NULL;
  g_autofree char *log = NULL;
  gsize n_file = 0, n_log = 0;
  Image image = { 0 };

  g_file_get_contents (path, &file, &n_file, NULL);
  g_file_get_contents (log_path, &log, &n_log, NULL);
  measure (&image, (const guint8 *) file, n_file);
  take_file (&image, (const guint8 *) file, n_file);
  take_log (&image, (const guint8 *) log, n_log);
  /* The first page holds the schema. */
  for (gsize i = 1; i < image.n_pages; i++)
    if (image.pages[i] != NULL && image.pages[i][0] == TABLE_LEAF)
      read_leaf (&image, image.pages[i], rows);
  g_free (image.pages);
  return rows;
}
