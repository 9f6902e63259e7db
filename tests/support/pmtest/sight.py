# SPDX-License-Identifier: GPL-3.0-or-later
"""What a GTK program tells of its window through AT-SPI, asked for in few messages.

libatspi asks for one property of one thing at a time and waits for each answer: 2,500 messages for
a window of 450 things. Here one message brings all that GTK has ever been asked for (GetItems),
and as it forgets nothing and what it remembers is not all there is, each thing that has children
is asked for them. Those messages are sent together, so that nobody waits for single answers.
"""

import functools

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ACCESSIBLE = "org.a11y.atspi.Accessible"
CACHE = "org.a11y.atspi.Cache"
COMPONENT = "org.a11y.atspi.Component"
TEXT = "org.a11y.atspi.Text"
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
# Deeper than any window; what grows while it is looked at is not followed for ever.
DEEPEST = 100

State = Atspi.StateType


@functools.cache
def connection():
    """To the accessibility bus, which is not the session's."""
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    [address] = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                  None, None, Gio.DBusCallFlags.NONE, -1, None)
    return Gio.DBusConnection.new_for_address_sync(
        address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)


@functools.cache
def role_name(number):
    return Atspi.role_get_name(Atspi.Role(number))


def ask(bus_name, path, interface, method, parameters=None):
    """One question; fails with a #GLib.Error, as when the thing has gone."""
    return connection().call_sync(bus_name, path, interface, method, parameters, None,
                                  Gio.DBusCallFlags.NONE, -1, None).unpack()


def ask_all(questions):
    """The answers to many at once, each given as for ask(); None for those that failed.

    They are #GLib.Variants still, because to unpack one takes longer than to get it.
    """
    answers = [None] * len(questions)
    waiting = len(questions)

    def on_answer(bus, result, number):
        nonlocal waiting
        waiting -= 1
        try:
            answers[number] = bus.call_finish(result)
        except GLib.Error:
            pass

    for number, (bus_name, path, interface, method, parameters) in enumerate(questions):
        connection().call(bus_name, path, interface, method, parameters, None,
                          Gio.DBusCallFlags.NONE, -1, None, on_answer, number)
    while waiting:
        GLib.MainContext.default().iteration(True)
    return answers


def path_in(item):
    return item.get_child_value(0).get_child_value(1).get_string()


class Thing:
    """As it was when it was looked at, but for what is_now() and extents() ask.

    @item is what GetItems tells of it: itself, its application, its parent, its number there, the
    number of its children, its interfaces, its name, its role, its description and its states.
    """

    def __init__(self, bus_name, item, parent):
        self.bus_name = bus_name
        self.path = path_in(item)
        self.parent = parent
        self.name = item.get_child_value(6).get_string()
        self.role = role_name(item.get_child_value(7).get_uint32())
        self.children = []
        self._item = item
        self._states = item.get_child_value(9).unpack()

    @functools.cached_property
    def interfaces(self):
        return self._item.get_child_value(5).get_strv()

    def has(self, state):
        return bool(self._states[state // 32] >> state % 32 & 1)

    def is_now(self, state):
        [self._states] = ask(self.bus_name, self.path, ACCESSIBLE, "GetState")
        return self.has(state)

    def extents(self):
        return ask(*self._extents())[0]

    def everything(self):
        yield self
        for child in self.children:
            yield from child.everything()

    def _extents(self):
        window = GLib.Variant("(u)", (Atspi.CoordType.WINDOW,))
        return self.bus_name, self.path, COMPONENT, "GetExtents", window


def extents_of(things):
    """Of each; None where there are none."""
    placed = [thing for thing in things if COMPONENT in thing.interfaces]
    answers = ask_all([thing._extents() for thing in placed])
    extents = {thing.path: answer.unpack()[0] for thing, answer in zip(placed, answers) if answer}
    return [extents.get(thing.path) for thing in things]


def texts_of(things):
    """The text in each, of fields and labels; "" where there is none."""
    with_text = [thing for thing in things if TEXT in thing.interfaces]
    everything = GLib.Variant("(ii)", (0, -1))
    answers = ask_all([(thing.bus_name, thing.path, TEXT, "GetText", everything)
                       for thing in with_text])
    texts = {thing.path: answer.unpack()[0] for thing, answer in zip(with_text, answers) if answer}
    return [texts.get(thing.path, "") for thing in things]


class Sight:
    """Of the program whose process has the number @pid."""

    def __init__(self, pid):
        self._pid = pid
        self._bus_name = None
        self._parents = ()

    def look(self):
        """All there is, as the application's #Thing; None while it tells nothing."""
        if self._find_bus_name() is None:
            return None
        items, children = {}, {}
        self._ask(items, children, {ROOT, *self._parents})
        for _ in range(DEEPEST):
            known = list(self._walk(children))
            unknown = {path for path in known if path not in children and (
                path not in items or items[path].get_child_value(4).get_int32() != 0)}
            if unknown:
                self._ask(None, children, unknown)
            elif all(path in items for path in known):
                break
            else:
                self._ask(items, children, ())
                # What is still missing has gone meanwhile.
                children = {path: [child for child in those if child in items]
                            for path, those in children.items()}
        self._parents = [path for path in known if children.get(path)]
        return self._grow(ROOT, None, items, children) if ROOT in items else None

    def frames(self):
        """The windows, without what is in them."""
        if self._find_bus_name() is None:
            return []
        items, children = {}, {}
        self._ask(items, children, {ROOT})
        return [Thing(self._bus_name, items[path], None) for path in children[ROOT]
                if path in items]

    def _ask(self, items, children, parents):
        """Adds to @items, if not %NULL, what the program remembers; the children of @parents."""
        questions = [(self._bus_name, path, ACCESSIBLE, "GetChildren", None) for path in parents]
        if items is not None:
            questions.append((self._bus_name, "/org/a11y/atspi/cache", CACHE, "GetItems", None))
        answers = ask_all(questions)
        if items is not None:
            listed = answers.pop()
            for number in range(listed.get_child_value(0).n_children() if listed else 0):
                item = listed.get_child_value(0).get_child_value(number)
                items[path_in(item)] = item
        for path, answer in zip(parents, answers):
            children[path] = [child for _, child in answer.unpack()[0]] if answer else []

    def _walk(self, children, path=ROOT):
        yield path
        for child in children.get(path, ()):
            yield from self._walk(children, child)

    def _grow(self, path, parent, items, children):
        thing = Thing(self._bus_name, items[path], parent)
        thing.children = [self._grow(child, thing, items, children)
                          for child in children.get(path, ())]
        return thing

    def _find_bus_name(self):
        if self._bus_name is None:
            [programs] = ask(REGISTRY, ROOT, ACCESSIBLE, "GetChildren")
            names = [name for name, _ in programs]
            answers = ask_all([("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                GLib.Variant("(s)", (name,))) for name in names])
            self._bus_name = next((name for name, answer in zip(names, answers)
                                   if answer and answer.unpack() == (self._pid,)), None)
        return self._bus_name
