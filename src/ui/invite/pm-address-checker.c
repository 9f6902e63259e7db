/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/invite/pm-address-checker.h"

#include "domain/pm-address.h"
#include "domain/pm-text.h"

/* Long enough not to complain of an address that is half typed. */
#define CHECK_AFTER_MS 400

struct _PmAddressChecker {
  GObject parent_instance;

  PmWorkspace *workspace;
  gint64 poc_id;
  GStrv known_domains;
  guint check_source;

  char *address;
  char *problem;
  char *suggestion;
  gboolean is_free_mail;
  PmPerson *person;
};

G_DEFINE_FINAL_TYPE (PmAddressChecker, pm_address_checker, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What an answer is about: it may come when something else stands in the field. */
typedef struct {
  PmAddressChecker *checker;
  char *address;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->checker);
  g_free (question->address);
  g_free (question);
}

static DexFuture *
keep_person (DexFuture *future, gpointer data)
{
  Question *question = data;
  PmAddressChecker *self = question->checker;
  const GValue *value = dex_future_get_value (future, NULL);
  PmPerson *person = value != NULL ? g_value_get_object (value) : NULL;

  if (g_strcmp0 (self->address, question->address) == 0 && g_set_object (&self->person, person))
    g_signal_emit (self, signals[CHANGED], 0);
  return NULL;
}

/* Who cannot be found stands in nobody's way: the server has the last word anyway. */
static void
ask_for_person (PmAddressChecker *self)
{
  Question *question = g_new0 (Question, 1);

  question->checker = g_object_ref (self);
  question->address = g_strdup (self->address);
  dex_future_disown (
      dex_future_finally (pm_workspace_check_address (self->workspace, self->poc_id, self->address),
                          keep_person, question, question_free));
}

static gboolean
check (gpointer data)
{
  PmAddressChecker *self = data;

  self->check_source = 0;
  pm_address_checker_check_now (self);
  return G_SOURCE_REMOVE;
}

static void
forget (PmAddressChecker *self)
{
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->suggestion, g_free);
  self->is_free_mail = FALSE;
}

static DexFuture *
keep_domains (DexFuture *future, gpointer data)
{
  PmAddressChecker *self = data;
  GListModel *people = g_value_get_object (dex_future_get_value (future, NULL));
  g_autoptr (GPtrArray) domains = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  guint n_people = people != NULL ? g_list_model_get_n_items (people) : 0;

  for (guint i = 0; i < n_people; i++) {
    g_autoptr (PmPerson) person = g_list_model_get_item (people, i);
    g_autofree char *folded = pm_address_fold (pm_person_get_email (person));
    const char *domain = pm_address_get_domain (folded);

    if (domain != NULL && !g_ptr_array_find_with_equal_func (domains, domain, g_str_equal, NULL))
      g_ptr_array_add (domains, g_strdup (domain));
  }
  g_strfreev (self->known_domains);
  self->known_domains = (GStrv) g_ptr_array_steal (domains, NULL);
  return NULL;
}

static void
pm_address_checker_dispose (GObject *object)
{
  PmAddressChecker *self = PM_ADDRESS_CHECKER (object);

  g_clear_handle_id (&self->check_source, g_source_remove);
  forget (self);
  g_clear_object (&self->person);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->known_domains, g_strfreev);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (pm_address_checker_parent_class)->dispose (object);
}

static void
pm_address_checker_class_init (PmAddressCheckerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pm_address_checker_dispose;

  signals[CHANGED] = g_signal_new ("changed", PM_TYPE_ADDRESS_CHECKER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pm_address_checker_init (PmAddressChecker *self)
{
}

/**
 * pm_address_checker_new:
 * @workspace: what is known
 * @poc_id: the POC to which somebody is to be invited
 *
 * Returns: (transfer full): a checker
 */
PmAddressChecker *
pm_address_checker_new (PmWorkspace *workspace, gint64 poc_id)
{
  PmAddressChecker *self;

  g_return_val_if_fail (PM_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (PM_TYPE_ADDRESS_CHECKER, NULL);
  self->workspace = g_object_ref (workspace);
  self->poc_id = poc_id;
  dex_future_disown (dex_future_then (pm_workspace_suggest_people (workspace, poc_id, ""),
                                      keep_domains, g_object_ref (self), g_object_unref));
  return self;
}

/**
 * pm_address_checker_set_address:
 * @self: a checker
 * @address: (nullable): what stands in the field now; looked at when typing pauses
 */
void
pm_address_checker_set_address (PmAddressChecker *self, const char *address)
{
  g_return_if_fail (PM_IS_ADDRESS_CHECKER (self));

  if (!g_set_str (&self->address, address))
    return;
  g_clear_handle_id (&self->check_source, g_source_remove);
  forget (self);
  g_clear_object (&self->person);
  g_signal_emit (self, signals[CHANGED], 0);
  if (!pm_text_is_blank (address))
    self->check_source = g_timeout_add (CHECK_AFTER_MS, check, self);
}

/**
 * pm_address_checker_check_now:
 * @self: a checker
 *
 * Looks at the address without waiting for a pause; an empty one is a problem, too.
 */
void
pm_address_checker_check_now (PmAddressChecker *self)
{
  g_autoptr (GError) error = NULL;
  const char *address;

  g_return_if_fail (PM_IS_ADDRESS_CHECKER (self));

  address = self->address != NULL ? self->address : "";
  g_clear_handle_id (&self->check_source, g_source_remove);
  forget (self);
  if (!pm_address_check (address, &error)) {
    self->problem = g_strdup (error->message);
  } else {
    self->suggestion = pm_address_suggest (address, (const char *const *) self->known_domains);
    self->is_free_mail = pm_address_is_free_mail (address);
    ask_for_person (self);
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * pm_address_checker_get_problem:
 * @self: a checker
 *
 * Returns: (transfer none) (nullable): why no mail can be sent to what stands there, a sentence
 */
const char *
pm_address_checker_get_problem (PmAddressChecker *self)
{
  g_return_val_if_fail (PM_IS_ADDRESS_CHECKER (self), NULL);

  return self->problem;
}

/**
 * pm_address_checker_get_suggestion:
 * @self: a checker
 *
 * Returns: (transfer none) (nullable): the address that was probably meant
 */
const char *
pm_address_checker_get_suggestion (PmAddressChecker *self)
{
  g_return_val_if_fail (PM_IS_ADDRESS_CHECKER (self), NULL);

  return self->suggestion;
}

/**
 * pm_address_checker_is_free_mail:
 * @self: a checker
 *
 * Returns: whether it is an address that everybody can have
 */
gboolean
pm_address_checker_is_free_mail (PmAddressChecker *self)
{
  g_return_val_if_fail (PM_IS_ADDRESS_CHECKER (self), FALSE);

  return self->is_free_mail;
}

/**
 * pm_address_checker_get_person:
 * @self: a checker
 *
 * Returns: (transfer none) (nullable): whom the POC knows by this address
 */
PmPerson *
pm_address_checker_get_person (PmAddressChecker *self)
{
  g_return_val_if_fail (PM_IS_ADDRESS_CHECKER (self), NULL);

  return self->person;
}

/**
 * pm_address_checker_get_known_domains:
 * @self: a checker
 *
 * Returns: (transfer none) (nullable): the domains of the customer's people
 */
const char *const *
pm_address_checker_get_known_domains (PmAddressChecker *self)
{
  g_return_val_if_fail (PM_IS_ADDRESS_CHECKER (self), NULL);

  return (const char *const *) self->known_domains;
}
