/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-sync"

#include "sync/pm-puller.h"

#include "domain/pm-backoff.h"
#include "domain/pm-error.h"
#include "sync/pm-change-feed.h"

#define BACKOFF_BASE G_USEC_PER_SEC
#define BACKOFF_CAP  (60 * G_USEC_PER_SEC)

/* What comes while the cache writes is stored together, up to so many objects: one commit of four
 * pages takes half as long as four of one. */
#define STORED_TOGETHER 4000

/* A server that answers at once without anything new, again and again, is not asked in a loop. */
#define BREAKER_ANSWERS 5
#define BREAKER_SPAN    (500 * G_TIME_SPAN_MILLISECOND)

struct _PmPuller {
  GObject parent_instance;

  PmCache *cache;
  PmRemote *remote;
  PmWho *who;
  PmSweep *sweep;
  PmPace *pace;
  PmFeed *feed; /* chosen when the server has said what it is, by who the account is */

  PmPullState state;
  PmPullState trouble; /* the last failure's state, until a page has come */
  char *problem;
  char *refusal;             /* why it may not read as it does */
  DexFuture *running;        /* the loop */
  GCancellable *asking;      /* what the loop awaits, if it can be given up */
  DexPromise *wake;          /* likewise, when it only waits */
  gboolean storing;          /* whether the cache writes a page */
  DexFuture *prefetched;     /* what comes after that page */
  DexFuture *after;          /* the answer after that, where it could not be put together with it */
  GCancellable *prefetching; /* the means to give it up */
  gint64 retry_after;
  guint failures;
  gboolean beginning_again; /* a second time without success only after a pause */

  guint unmoved;
  gint64 unmoved_since;
};

G_DEFINE_FINAL_TYPE (PmPuller, pm_puller, G_TYPE_OBJECT)

enum {
  CHANGED,
  SETTLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
drop_prefetched (PmPuller *self)
{
  if (self->prefetching != NULL)
    g_cancellable_cancel (self->prefetching);
  g_clear_object (&self->prefetching);
  dex_clear (&self->prefetched);
  dex_clear (&self->after);
}

static void
interrupt (PmPuller *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  if (self->wake != NULL && dex_future_is_pending (DEX_FUTURE (self->wake)))
    dex_promise_resolve_boolean (self->wake, TRUE);
}

static void
note_failure (PmPuller *self, PmPullState next, const GError *error)
{
  self->failures++;
  self->beginning_again = FALSE;
  self->trouble = next;
  self->retry_after = error->domain == PM_ERROR ? pm_error_get_retry_after (error) : 0;
  g_set_str (&self->problem, error->message);
  g_debug ("Pulling failed: %s", error->message);
}

static void
note_outcome (PmPuller *self, PmPullEvent event, const GError *error)
{
  PmPullState next = pm_pull_next (self->state, event);

  if (event == PM_PULL_MORE || event == PM_PULL_END) {
    self->failures = 0;
    self->beginning_again &= event == PM_PULL_MORE;
    self->trouble = PM_PULL_STOPPED;
    g_set_str (&self->problem, NULL);
  } else if (event == PM_PULL_GONE || (event == PM_PULL_WAKE && error != NULL)) {
    self->beginning_again = TRUE;
  } else if (next == PM_PULL_ASKING_WHO) {
    g_set_str (&self->refusal, error->message);
  } else if (event == PM_PULL_LOST || event == PM_PULL_WRONG || event == PM_PULL_REFUSED ||
             event == PM_PULL_DENIED) {
    note_failure (self, next, error);
  }
}

/* What a plain server does not let somebody read of its lists says nothing of the others. */
static gboolean
is_feed_denied (PmPuller *self, const GError *error)
{
  return g_error_matches (error, PM_ERROR, PM_ERROR_FORBIDDEN) && PM_IS_CHANGE_FEED (self->feed);
}

static PmPullEvent
event_for (PmPuller *self, const GError *error)
{
  if (g_error_matches (error, PM_ERROR, PM_ERROR_OFFLINE) ||
      g_error_matches (error, PM_ERROR, PM_ERROR_TIMED_OUT))
    return PM_PULL_LOST;
  if (g_error_matches (error, PM_ERROR, PM_ERROR_UNAUTHORIZED))
    return PM_PULL_REFUSED;
  if (is_feed_denied (self, error))
    return PM_PULL_DENIED;
  if (self->beginning_again)
    return PM_PULL_WRONG;
  if (g_error_matches (error, PM_ERROR, PM_ERROR_GONE))
    return PM_PULL_GONE;
  /* The cache goes on from elsewhere: it was damaged, or somebody else has written to it. */
  if (g_error_matches (error, PM_ERROR, PM_ERROR_DAMAGED) ||
      g_error_matches (error, PM_ERROR, PM_ERROR_CONFLICT))
    return PM_PULL_WAKE;
  return PM_PULL_WRONG;
}

/* --- Asking; all of these await --- */

/* What the server is stays so while the program runs; who the account is can be learnt anew. */
static gboolean
choose_feed (PmPuller *self, GError **error)
{
  gboolean known = self->feed != NULL;

  if (!known) {
    g_autoptr (PmServerInfo) info = dex_await_boxed (pm_remote_probe (self->remote), error);

    if (info == NULL)
      return FALSE;
  }
  if (known && PM_IS_SWEEP (self->feed) == pm_sweep_is_needed (self->sweep))
    return TRUE;
  drop_prefetched (self);
  g_clear_object (&self->feed);
  self->feed = pm_sweep_is_needed (self->sweep) ? g_object_ref (PM_FEED (self->sweep))
                                                : pm_change_feed_new (self->remote, self->pace);
  return TRUE;
}

static PmPage *
fetch (PmPuller *self, gboolean wait, GError **error)
{
  DexFuture *future;

  if (self->prefetched != NULL) {
    g_set_object (&self->asking, self->prefetching);
    g_clear_object (&self->prefetching);
    future = g_steal_pointer (&self->prefetched);
  } else {
    self->asking = g_cancellable_new ();
    future = pm_feed_next (self->feed, pm_cache_get_state (self->cache), wait, self->asking);
  }
  return dex_await_boxed (future, error);
}

/* What comes after a page while that is being stored. */
typedef struct {
  PmPuller *puller;
  PmFeed *feed;
  char *state;
  GCancellable *cancellable;
} PmGathering;

static void
gathering_free (gpointer data)
{
  PmGathering *self = data;

  g_clear_object (&self->puller);
  g_clear_object (&self->feed);
  g_clear_object (&self->cancellable);
  g_free (self->state);
  g_free (self);
}

/* One more page; the answer is kept for later where it is none, or one that must stand alone. */
static gboolean
gather_more (PmGathering *self, PmPage *page)
{
  g_autoptr (DexFuture) answer =
      pm_feed_next (self->feed, page->new_state, FALSE, self->cancellable);
  g_autoptr (PmPage) next = dex_await_boxed (dex_ref (answer), NULL);

  if (next != NULL && pm_page_append (page, next))
    return TRUE;
  if (!g_cancellable_is_cancelled (self->cancellable))
    self->puller->after = g_steal_pointer (&answer);
  return FALSE;
}

static gboolean
may_gather_more (PmGathering *self, PmPage *page)
{
  return page->has_more && page->read == 0 && page->records->len < STORED_TOGETHER &&
         self->puller->storing && !g_cancellable_is_cancelled (self->cancellable);
}

static DexFuture *
gather_fiber (gpointer data)
{
  PmGathering *self = data;
  GError *error = NULL;
  PmPage *page =
      dex_await_boxed (pm_feed_next (self->feed, self->state, FALSE, self->cancellable), &error);

  if (page == NULL)
    return dex_future_new_for_error (error);
  while (may_gather_more (self, page) && gather_more (self, page))
    ;
  return dex_future_new_take_boxed (PM_TYPE_PAGE, page);
}

static DexFuture *
gather (PmPuller *self, const char *state)
{
  PmGathering *gathering = g_new0 (PmGathering, 1);

  gathering->puller = g_object_ref (self);
  gathering->feed = g_object_ref (self->feed);
  gathering->state = g_strdup (state);
  gathering->cancellable = g_object_ref (self->prefetching);
  return dex_scheduler_spawn (NULL, 0, gather_fiber, gathering, gathering_free);
}

static void
prefetch (PmPuller *self, PmPage *page)
{
  g_autoptr (DexFuture) after = g_steal_pointer (&self->after);

  drop_prefetched (self);
  self->prefetching = g_cancellable_new ();
  self->prefetched = after != NULL ? g_steal_pointer (&after) : gather (self, page->new_state);
}

static gboolean
check_moved (PmPuller *self, PmPage *page, GError **error)
{
  gint64 now = g_get_monotonic_time ();

  if (g_strcmp0 (page->old_state, page->new_state) != 0) {
    self->unmoved = 0;
    return TRUE;
  }
  if (self->unmoved == 0 || now - self->unmoved_since > BREAKER_SPAN) {
    self->unmoved = 0;
    self->unmoved_since = now;
  }
  self->unmoved++;
  if (!page->has_more && self->unmoved < BREAKER_ANSWERS)
    return TRUE;
  self->unmoved = 0;
  g_set_error_literal (error, PM_ERROR, PM_ERROR_SERVER,
                       "The server gives the same list of changes again and again.");
  return FALSE;
}

static gboolean
store (PmPuller *self, PmPage *page, GError **error)
{
  gboolean done;

  self->storing = TRUE;
  if (page->has_more)
    prefetch (self, page);
  done = dex_await (pm_cache_apply_page (self->cache, page), error);
  self->storing = FALSE;
  return done;
}

static gboolean
pull_page (PmPuller *self, gboolean wait, gboolean *has_more, GError **error)
{
  g_autoptr (PmPage) page = NULL;

  if (!choose_feed (self, error))
    return FALSE;
  page = fetch (self, wait, error);
  if (page == NULL || !check_moved (self, page, error) || !store (self, page, error))
    return FALSE;
  if (page->settled->len > 0)
    g_signal_emit (self, signals[SETTLED], 0, page);
  *has_more = page->has_more;
  return TRUE;
}

static PmPullEvent
ask (PmPuller *self, gboolean wait, GError **error)
{
  gboolean has_more = FALSE;
  gboolean done = pull_page (self, wait, &has_more, error);

  g_clear_object (&self->asking);
  if (!done)
    drop_prefetched (self);
  if (done)
    return has_more ? PM_PULL_MORE : PM_PULL_END;
  return event_for (self, *error);
}

static PmPullEvent
rebuild (PmPuller *self, GError **error)
{
  if (!dex_await (pm_cache_begin_rebuild (self->cache), error))
    return PM_PULL_WRONG;
  return PM_PULL_REBUILT;
}

/* What the server does not let this account read any more does not stay here either. */
static gboolean
forget (PmPuller *self, GError **error)
{
  return pm_cache_get_saved_at (self->cache) == 0 ||
         dex_await (pm_cache_forget (self->cache), error);
}

/* Whose role has changed may read in another way, and not all of what they could. */
static PmPullEvent
ask_who (PmPuller *self, GError **error)
{
  if (!pm_who_learn (self->who, error))
    return event_for (self, *error);
  if (pm_sweep_is_needed (self->sweep))
    return forget (self, error) ? PM_PULL_OTHER_ROLE : PM_PULL_WRONG;
  g_set_error_literal (error, PM_ERROR, PM_ERROR_FORBIDDEN, self->refusal);
  return PM_PULL_DENIED;
}

static void
wait_for_wake (PmPuller *self, gboolean with_limit)
{
  gint64 delay =
      pm_backoff_delay (MAX (self->failures, 1) - 1, BACKOFF_BASE, BACKOFF_CAP, g_random_double ());
  DexFuture *limit;

  limit = with_limit ? dex_timeout_new_usec (MAX (delay, self->retry_after))
                     : dex_future_new_infinite ();
  self->wake = dex_promise_new ();
  dex_await (dex_future_first (dex_ref (DEX_FUTURE (self->wake)), limit, NULL), NULL);
  dex_clear (&self->wake);
}

static PmPullEvent
step (PmPuller *self, GError **error)
{
  switch (self->state) {
  case PM_PULL_CATCHING_UP:
  case PM_PULL_PARKED:
    return ask (self, self->state == PM_PULL_PARKED, error);
  case PM_PULL_REBUILDING:
    return rebuild (self, error);
  case PM_PULL_ASKING_WHO:
    return ask_who (self, error);
  case PM_PULL_SHUT_OUT:
    if (!forget (self, error))
      return PM_PULL_WRONG;
    wait_for_wake (self, TRUE);
    return PM_PULL_WAKE;
  case PM_PULL_OFFLINE:
  case PM_PULL_FAULTY:
  case PM_PULL_SIGNED_OUT:
    wait_for_wake (self, self->state != PM_PULL_SIGNED_OUT);
    return PM_PULL_WAKE;
  case PM_PULL_STOPPED:
  case PM_PULL_N_STATES:
  default:
    g_assert_not_reached ();
  }
}

static void
move (PmPuller *self, PmPullEvent event)
{
  PmPullState next = pm_pull_next (self->state, event);

  if (next != self->state)
    g_debug ("Pulling goes from %d to %d", self->state, next);
  self->state = next;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* A step that somebody else ended early says nothing about the server. */
static DexFuture *
loop_fiber (gpointer data)
{
  PmPuller *self = PM_PULLER (data);

  while (self->state != PM_PULL_STOPPED) {
    g_autoptr (GError) error = NULL;
    PmPullEvent event = step (self, &error);

    if (self->state == PM_PULL_STOPPED || g_error_matches (error, PM_ERROR, PM_ERROR_CANCELLED))
      continue;
    note_outcome (self, event, error);
    move (self, event);
  }
  drop_prefetched (self);
  return dex_future_new_true ();
}

static void
pm_puller_finalize (GObject *object)
{
  PmPuller *self = PM_PULLER (object);

  drop_prefetched (self);
  g_clear_object (&self->cache);
  g_clear_object (&self->remote);
  g_clear_object (&self->feed);
  g_clear_object (&self->who);
  g_clear_object (&self->sweep);
  g_clear_object (&self->pace);
  g_clear_object (&self->asking);
  dex_clear (&self->wake);
  dex_clear (&self->running);
  g_free (self->problem);
  g_free (self->refusal);
  G_OBJECT_CLASS (pm_puller_parent_class)->finalize (object);
}

static void
pm_puller_class_init (PmPullerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pm_puller_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[SETTLED] = g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, PM_TYPE_PAGE);
}

static void
pm_puller_init (PmPuller *self)
{
}

/**
 * pm_puller_new:
 * @cache: what is filled
 * @remote: the server it is filled from
 * @who: who the account is
 * @sweep: what reads the server where that is needed
 * @pace: how much it is asked where it is not
 *
 * Returns: (transfer full): a puller that has not started
 */
PmPuller *
pm_puller_new (PmCache *cache, PmRemote *remote, PmWho *who, PmSweep *sweep, PmPace *pace)
{
  PmPuller *self = g_object_new (PM_TYPE_PULLER, NULL);

  self->cache = g_object_ref (cache);
  self->remote = g_object_ref (remote);
  self->who = g_object_ref (who);
  self->sweep = g_object_ref (sweep);
  self->pace = g_object_ref (pace);
  return self;
}

/**
 * pm_puller_handle:
 * @self: a puller
 * @event: one of the events that come from outside: start, stop, wake, session
 *
 * Lets the puller know. What it was waiting for is given up when there is something better to do.
 */
void
pm_puller_handle (PmPuller *self, PmPullEvent event)
{
  PmPullState before = self->state;

  move (self, event);
  if (self->state != before)
    interrupt (self);
  if (before != PM_PULL_STOPPED || self->state == PM_PULL_STOPPED)
    return;
  if (self->running != NULL && dex_future_is_pending (self->running))
    return; /* it has not noticed that it was to stop, and goes on */
  dex_clear (&self->running);
  self->running = dex_scheduler_spawn (NULL, 0, loop_fiber, g_object_ref (self), g_object_unref);
}

/**
 * pm_puller_wake:
 * @self: a puller
 * @insist: whether a person asks, so that not even a server's wish to wait counts
 *
 * Tries at once what waits for a better time.
 */
void
pm_puller_wake (PmPuller *self, gboolean insist)
{
  if (insist || self->trouble == PM_PULL_STOPPED || self->retry_after == 0)
    pm_puller_handle (self, PM_PULL_WAKE);
}

/**
 * pm_puller_get_state:
 * @self: a puller
 *
 * Returns: where it stands
 */
PmPullState
pm_puller_get_state (PmPuller *self)
{
  return self->state;
}

/**
 * pm_puller_get_trouble:
 * @self: a puller
 *
 * Returns: the state that the last failure led to, even while it is being tried again;
 *   %PM_PULL_STOPPED when there is no trouble
 */
PmPullState
pm_puller_get_trouble (PmPuller *self)
{
  return self->trouble;
}

/**
 * pm_puller_get_problem:
 * @self: a puller
 *
 * Returns: (transfer none) (nullable): the last failure in words, until a page has come
 */
const char *
pm_puller_get_problem (PmPuller *self)
{
  return self->problem;
}

/**
 * pm_puller_join:
 * @self: a puller that was told to stop
 *
 * Returns: (transfer full): resolves when nothing of it touches the cache any more
 */
DexFuture *
pm_puller_join (PmPuller *self)
{
  return self->running != NULL ? dex_ref (self->running) : dex_future_new_true ();
}
