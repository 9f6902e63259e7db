/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/notices/pm-notice-words.h"

#include <glib/gi18n.h>

static char *
words_for_drafts (PmNotice *notice)
{
  guint n_drafts = pm_notice_get_count (notice), n_unsent = pm_notice_get_n_unsent (notice);
  g_autofree char *drafts =
      g_strdup_printf (ngettext ("%u draft", "%u drafts", n_drafts), n_drafts);
  g_autofree char *unsent =
      g_strdup_printf (ngettext ("%u unsent change", "%u unsent changes", n_unsent), n_unsent);

  /* Translators: "2 drafts", "1 unsent change", and the path of a file */
  return g_strdup_printf (
      _ ("The file with your drafts and unsent changes was damaged. What could "
         "be read of it was kept: %1$s and %2$s. The damaged file is now\n%3$s"),
      drafts, unsent, pm_notice_get_text (notice));
}

static char *
words_for_tasks (PmNotice *notice)
{
  const char *title = pm_notice_get_text (notice);
  guint n_others = pm_notice_get_count (notice) - 1;

  if (title == NULL)
    return g_strdup (
        _ ("The server cannot give the tasks of some POCs at present. What is shown is "
           "from an earlier time."));
  if (n_others == 0)
    /* Translators: %s is the title of a POC */
    return g_strdup_printf (_ ("The server cannot give the tasks of “%s” at present. What is shown "
                               "is from an earlier time."),
                            title);
  /* Translators: %1$s is the title of a POC */
  return g_strdup_printf (
      ngettext ("The server cannot give the tasks of “%1$s” and %2$u other POC "
                "at present. What is shown is from an earlier time.",
                "The server cannot give the tasks of “%1$s” and %2$u other POCs "
                "at present. What is shown is from an earlier time.",
                n_others),
      title, n_others);
}

/**
 * pm_notice_words_title:
 * @notice: a notice
 *
 * Returns: (transfer full): what it is about
 */
char *
pm_notice_words_title (PmNotice *notice)
{
  switch (pm_notice_get_kind (notice)) {
  case PM_NOTICE_COPY_LOST:
    return g_strdup (_ ("Fetching Everything Again"));
  case PM_NOTICE_DRAFTS_DAMAGED:
    return g_strdup (_ ("Drafts Were Damaged"));
  case PM_NOTICE_TASKS_MISSING:
    return g_strdup (_ ("Tasks From an Earlier Time"));
  case PM_NOTICE_NOT_KEPT:
    return g_strdup (_ ("Signed In for This Time Only"));
  default:
    g_return_val_if_reached (g_strdup (""));
  }
}

/**
 * pm_notice_words_body:
 * @notice: a notice
 *
 * Returns: (transfer full): what has happened, and what that means
 */
char *
pm_notice_words_body (PmNotice *notice)
{
  switch (pm_notice_get_kind (notice)) {
  case PM_NOTICE_COPY_LOST:
    return g_strdup (_ ("The offline copy could not be read and is fetched again from the server. "
                        "Your drafts and unsent changes were kept."));
  case PM_NOTICE_DRAFTS_DAMAGED:
    return words_for_drafts (notice);
  case PM_NOTICE_TASKS_MISSING:
    return words_for_tasks (notice);
  case PM_NOTICE_NOT_KEPT:
    return g_strdup (pm_notice_get_text (notice));
  default:
    g_return_val_if_reached (g_strdup (""));
  }
}

/**
 * pm_failure_words_reason:
 * @code: what kind of failure it is
 * @message: (nullable): it in words
 * @folder: (nullable): the workspace's folder
 *
 * Returns: (transfer full): why a workspace could not be opened, and what to do
 */
char *
pm_failure_words_reason (PmError code, const char *message, const char *folder)
{
  if (code == PM_ERROR_BUSY)
    return g_strdup (_ ("It is in use by another POC Manager. Close that one, then try again."));
  if (code == PM_ERROR_NEWER)
    return g_strdup (_ ("Its drafts were written by a newer version of POC Manager. Update POC "
                        "Manager, then try again."));
  if (code == PM_ERROR_DAMAGED)
    /* Translators: %1$s is a whole sentence, %2$s the path of a folder */
    return g_strdup_printf (_ ("%1$s Its drafts are still in %2$s and can be opened once the file "
                               "workspace.ini there is restored. To go on without them, sign in to "
                               "this account once more."),
                            message, folder);
  if (code == PM_ERROR_STORAGE)
    /* Translators: %1$s is a whole sentence, %2$s the path of a folder */
    return g_strdup_printf (_ ("%1$s Nothing is lost: look whether the disk has room and you may "
                               "write to %2$s, then try again."),
                            message, folder);
  /* Translators: %s is a whole sentence */
  return g_strdup_printf (_ ("%s Nothing was changed, and it can be tried again."), message);
}
