# SPDX-License-Identifier: GPL-3.0-or-later
"""A port that stays ours while nobody listens on it."""

import socket


def take_port():
    """A socket that never listens: whoever asks the system for any port does not get its own, so
    that no other test's server answers what was meant for one that is down."""
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.bind(("127.0.0.1", 0))
    return place
