/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"

G_DEFINE_QUARK (pm - error - quark, pm_error)
