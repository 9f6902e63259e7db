# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the sources and what was built of them are."""

import os
import pathlib

SOURCES = pathlib.Path(__file__).resolve().parents[3]
BUILD = pathlib.Path(os.environ.get("PM_BUILD_ROOT", SOURCES / "build"))
APPLICATION = BUILD / "src/poc-manager"
SERVER = BUILD / "src/server/poc-manager-server"
ARTIFACTS = BUILD / "test-artifacts"
