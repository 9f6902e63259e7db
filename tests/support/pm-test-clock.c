/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Preloaded into a program under test, sets its clock: PM_TEST_CLOCK names a file with three
 * numbers, which may change while the program runs. How far its wall clock is ahead, how long the
 * machine has slept, and how much time has passed at once, all in microseconds. pmtest.clock
 * writes it.
 *
 * What GLib's main loop times comes due with time that has passed at once, as soon as something
 * wakes it. What waits for a condition in a thread waits as long as it really takes.
 */

#include <dlfcn.h>
#include <fcntl.h>
#include <glib.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  gint64 ahead;
  gint64 slept;
  gint64 passed;
} Setting;

static const Setting unset;
static const volatile Setting *setting = &unset;
static int (*real_clock_gettime) (clockid_t, struct timespec *);

static __attribute__ ((constructor)) void
set_up (void)
{
  const char *path = getenv ("PM_TEST_CLOCK");
  int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  void *map = MAP_FAILED;

  if (fd >= 0)
    map = mmap (NULL, sizeof (Setting), PROT_READ, MAP_SHARED, fd, 0);
  if (map != MAP_FAILED)
    setting = map;
  if (fd >= 0)
    close (fd);
}

static gint64
shift_of (clockid_t id)
{
  switch (id) {
  case CLOCK_REALTIME:
  case CLOCK_REALTIME_COARSE:
    return setting->ahead + setting->slept + setting->passed;
  case CLOCK_BOOTTIME:
    return setting->slept + setting->passed;
  case CLOCK_MONOTONIC:
  case CLOCK_MONOTONIC_COARSE:
    return setting->passed;
  default:
    return 0;
  }
}

int
clock_gettime (clockid_t id, struct timespec *time)
{
  gint64 shift = shift_of (id);
  gint64 nanoseconds;
  int result;

  if (real_clock_gettime == NULL)
    real_clock_gettime =
        (int (*) (clockid_t, struct timespec *)) dlsym (RTLD_NEXT, "clock_gettime");
  result = real_clock_gettime (id, time);
  nanoseconds = time->tv_nsec + shift % G_USEC_PER_SEC * 1000;
  time->tv_sec += shift / G_USEC_PER_SEC;
  /* A shift back may reach below the second, one ahead beyond it. */
  time->tv_sec += (nanoseconds >= 1000000000) - (nanoseconds < 0);
  time->tv_nsec = (nanoseconds + 1000000000) % 1000000000;
  return result;
}

int
gettimeofday (struct timeval *time, void *zone)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t
time (time_t *result)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  if (result != NULL)
    *result = now.tv_sec;
  return now.tv_sec;
}
