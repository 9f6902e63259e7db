# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests act with: a person at the desktop, a browser, a mail server, the real server, and a
network that can be cut. Everything waits for conditions; nothing sleeps for luck."""
