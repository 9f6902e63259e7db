/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-person.h"

PM_DEFINE_RECORD (PmPerson, pm_person, PM_PERSON, PM_PERSON_FIELDS)
