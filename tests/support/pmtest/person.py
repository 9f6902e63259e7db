# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at the desktop: reads through AT-SPI, clicks and types through xdotool.

What GTK 4.18 tells through AT-SPI, as found out:

- Extents are relative to the window, also when asked for the screen; and each ancestor's CSS
  padding and border is left out of them. Person.place_of() adds the window's place on the screen
  and guesses the lost paddings from how much room the children leave at the parents' ends.
- Buttons, labels, switches and dialogs have their visible words as name. A toast is an `alert`
  with a label and its button inside, a switch row a `check box` twice (the row and the switch).
- An entry row is a `list item` named twice ("Email Address Email Address") with two labels and the
  field itself, a `text` named "Email Address". A password's text reads as bullets or not at all.
- A list shows its visible rows only, as `list item`; a row has a name only where the list item
  binds `accessible-label`. What lies beyond must be scrolled to.
- A menu is a `menu`, its entries are `menu item`s without any name or label: they are told apart
  by position alone. A menu button is a `button` around a `toggle button` of the same name.
- Popovers and menus are windows of their own to X, but their extents are those of the frame.
"""

import dataclasses
import re
import subprocess
import time

from pmtest.sight import Sight, State, extents_of, texts_of
from pmtest.waiting import PATIENCE, wait_for

ALL_STATES = [State(number) for number in range(State.LAST_DEFINED)]
FIELDS = ("text", "entry", "password text", "spin button", "combo box")
# What a container leaves free at its ends up to this width is taken for padding.
WIDEST_PADDING = 28
# What still moves has moved by then, in seconds.
A_FRAME = 0.02


def tool(*words):
    return subprocess.run(["xdotool", *map(str, words)], check=True, capture_output=True,
                          text=True).stdout


def describe(thing):
    states = ",".join(state.value_nick for state in ALL_STATES if thing.has(state))
    [text] = texts_of([thing])
    return f"{thing.role} {thing.name!r} {text!r} {states}"


def is_usable(thing):
    return thing.has(State.SHOWING) and thing.has(State.SENSITIVE)


def names(thing, name):
    """Whether @thing goes by @name, words or a compiled pattern."""
    if isinstance(name, re.Pattern):
        return bool(name.search(thing.name))
    return thing.name in (name, f"{name} {name}")


@dataclasses.dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, thing):
        """Where it is now."""
        return cls(*thing.extents())


def ancestors(thing):
    """Those in the window, it itself among them."""
    parent = thing.parent
    while parent is not None and parent.parent is not None:
        yield parent
        parent = parent.parent


def lost_padding(thing):
    """What the ancestors' paddings add to the place of @thing, as (x, y). A margin is not lost: what
    has one does not seem to begin where its parent does."""
    families = [[parent, *parent.children] for parent in ancestors(thing)]
    extents = iter(extents_of([one for family in families for one in family]))
    x = y = 0
    for family in families:
        boxes = [Box(*place) for place in [next(extents) for _ in family] if place]
        outer, *inner = boxes or [Box(0, 0, 0, 0)]
        x += lost_before([(box.x, box.width) for box in inner], outer.x, outer.width)
        y += lost_before([(box.y, box.height) for box in inner], outer.y, outer.height)
    return x, y


def lost_before(inner, start, size):
    """The padding before what lies in @inner, as (start, size), when as much lies behind it."""
    first = min((begin for begin, length in inner), default=start)
    last = max((begin + length for begin, length in inner), default=start)
    spare = start + size - last
    return spare // 2 if first == start and 0 < spare <= WIDEST_PADDING else 0


class Person:
    """Sits at the program that runs as @process (a #subprocess.Popen)."""

    def __init__(self, process):
        self.process = process
        self._sight = Sight(process.pid)
        self._numbers = {}

    # --- Looking ---

    def everything(self, within=None):
        """All things that show; later children lie above earlier ones."""
        top = self._sight.look()
        if top is not None and within is not None:
            top = next((thing for thing in top.everything() if thing.path == within.path), None)
        return list(self._showing(top)) if top is not None else []

    def _showing(self, thing):
        # Of the application itself nobody says that it shows.
        if thing.parent is not None and not thing.has(State.SHOWING):
            return
        if thing.parent is not None:
            yield thing
        for child in thing.children:
            yield from self._showing(child)

    def find_all(self, name=None, role=None, within=None):
        return [thing for thing in self.everything(within)
                if (name is None or names(thing, name)) and role in (None, thing.role)]

    def find(self, name=None, role=None, within=None, seconds=PATIENCE):
        """The thing that goes by @name: what can be acted on before what can only be read, what
        lies in a dialog before what lies beneath."""

        def found():
            things = self.find_all(name, role, within)
            usable = [thing for thing in things if is_usable(thing)]
            acting = [thing for thing in usable if self._takes_action(thing)]
            return (acting or usable or [None])[-1]

        return wait_for(found, lambda: self._missing(f"{role or 'thing'} {name!r}"), seconds)

    def field(self, name, within=None, seconds=PATIENCE):
        """The field labelled @name."""

        def found():
            things = [thing for thing in self.find_all(name, None, within)
                      if thing.role in FIELDS]
            return things and things[-1]

        return wait_for(found, lambda: self._missing(f"field {name!r}"), seconds)

    def reads(self):
        """All words that show, a line each."""
        things = self.everything()
        lines = [line for thing, text in zip(things, texts_of(things))
                 for line in (thing.name, text) if line]
        return list(dict.fromkeys(lines))

    def sees(self, words):
        things = self.everything()
        # Most are somebody's name, and the texts need to be asked for.
        return any(words in thing.name for thing in things) or any(
            words in text for text in texts_of(things))

    def wait_to_see(self, words, seconds=PATIENCE):
        wait_for(lambda: self.sees(words), lambda: self._missing(repr(words)), seconds)

    def wait_until_gone(self, words, seconds=PATIENCE):
        wait_for(lambda: not self.sees(words), f"{words!r} gone", seconds)

    def wait_to_be_in(self, name):
        """Until the field @name has the keyboard."""
        wait_for(lambda: self.field(name).has(State.FOCUSED), f"the keyboard in {name!r}")

    def text_of(self, name):
        return texts_of([self.field(name)])[0]

    def is_on(self, name):
        """Whether the switch, check or toggle button @name is on."""
        return any(thing.has(state) for thing in self.find_all(name)
                   for state in (State.CHECKED, State.PRESSED))

    # --- Acting ---

    def click(self, name, role=None, within=None, button=1, times=1):
        thing = self.find(name, role, within)
        self.click_thing(thing, button, times)
        return thing

    def click_thing(self, thing, button=1, times=1):
        x, y = self.place_of(thing)
        # xdotool waits after the last click, too.
        delay = 60 if times > 1 else 0
        tool("mousemove", x, y, "click", "--repeat", times, "--delay", delay, button)

    def go_into(self, name):
        """Clicks into the field @name; what is typed then lands there."""
        self.click_thing(self.field(name))
        self.wait_to_be_in(name)

    def fill(self, name, text):
        """Replaces what is in the field @name."""
        self.go_into(name)
        self.press("ctrl+a", "Delete")
        self.type(text)

    def type(self, text):
        for number, line in enumerate(text.split("\n")):
            if number:
                self.press("Return")
            wait_for(self._has_keyboard, "the program's window in front")
            for plain, other in re.findall(r"([ -~]+)|(.)", line):
                if plain:
                    tool("type", "--delay", 8, "--", plain)
                else:
                    self._type_by_number(other)

    def press(self, *keys):
        """Presses keys by their X names, `press("ctrl+i")`, `press("Tab", "space")`."""
        wait_for(self._has_keyboard, "the program's window in front")
        tool("key", "--delay", 20, "--", *keys)

    def choose(self, button, position, within=None):
        """Opens the menu @button and chooses its entry number @position, the first being 0."""
        self.click(button, within=within)
        self.choose_entry(position)

    def choose_entry(self, position):
        """Chooses from the menu that is open."""

        def entry():
            entries = self.find_all(role="menu item")
            return len(entries) > position and entries[position]

        self.click_thing(wait_for(entry, lambda: self._missing(f"menu entry {position}")))

    def scroll_to(self, row, within, seconds=PATIENCE):
        """Turns the wheel over the list named @within until its row named @row can be seen."""
        rows = self.find(within)
        x, y = self.place_of(rows)
        tool("mousemove", x, y)

        def shown():
            found = [thing for thing in self.find_all(row, "list item", rows)
                     if self._lies_within(thing, rows)]
            if not found:
                tool("click", "--repeat", 5, "--delay", 5, 5)
            return found and found[0]

        return wait_for(shown, lambda: self._missing(f"row {row!r}"), seconds, pause=0.1)

    def close(self):
        """Closes the window as its close button does; the program must end by itself."""
        pressed = 0

        def ended():
            nonlocal pressed
            # What is pressed before the window has come to the front goes nowhere.
            if self.process.poll() is None and time.monotonic() - pressed > 1:
                pressed = time.monotonic()
                self.press("alt+F4")
            return self.process.poll() is not None

        wait_for(ended, "the program to end")
        return self.process.returncode

    # --- Where things are ---

    def window(self):
        """The frame in front and its window's place on the screen, as (frame, x, y)."""

        def in_front():
            frames = self._sight.frames()
            active = [one for one in frames if one.has(State.ACTIVE)]
            frame = (active or frames or [None])[0]
            number = frame and self._window_number(frame)
            return number and (frame, number)

        frame, number = wait_for(in_front, lambda: self._missing("window"))
        geometry = dict(line.split("=") for line in
                        tool("getwindowgeometry", "--shell", number).splitlines())
        return frame, int(geometry["X"]), int(geometry["Y"])

    def place_of(self, thing):
        """The middle of @thing on the screen, once it has come to rest."""

        def at_rest():
            nonlocal last
            before, last = last, Box.of(thing)
            return last == before and last.width > 0 and last

        last = None
        box = wait_for(at_rest, lambda: f"{describe(thing)} to come to rest", pause=A_FRAME)
        frame, x, y = self.window()
        outer = Box.of(frame)
        pad_x, pad_y = lost_padding(thing)
        return (x + box.x - outer.x + pad_x + box.width // 2,
                y + box.y - outer.y + pad_y + box.height // 2)

    def screenshot(self, path, whole_screen=False):
        """Saves a picture of the window, with what lies on it."""
        command = ["import", "-window", "root"]
        if not whole_screen:
            frame, x, y = self.window()
            box = Box.of(frame)
            command += ["-crop", f"{box.width}x{box.height}+{x}+{y}", "+repage"]
        subprocess.run([*command, str(path)], check=True)

    def tree(self):
        """What AT-SPI tells, a line a thing."""
        lines = []

        def walk(thing, depth):
            lines.append("  " * depth + describe(thing))
            for child in thing.children:
                walk(child, depth + 1)

        application = self._sight.look()
        if application is not None:
            walk(application, 0)
        return "\n".join(lines) + "\n"

    # --- Details ---

    def _type_by_number(self, character):
        """What is on no key is entered as GTK offers it: Ctrl+Shift+U, its number, Space."""
        self.press("ctrl+shift+u", *f"{ord(character):x}", "space")

    def _has_keyboard(self):
        active = subprocess.run(["xdotool", "getactivewindow", "getwindowpid"], capture_output=True,
                                text=True)
        return active.stdout.strip() == str(self.process.pid)

    def _window_number(self, frame):
        if not self._numbers.get(frame.path):
            self._numbers[frame.path] = self._find_window_number(frame)
        return self._numbers[frame.path]

    def _find_window_number(self, frame):
        search = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--all", "--pid", str(self.process.pid),
             "--name", f"^{re.escape(frame.name)}$"], capture_output=True, text=True)
        return search.stdout.split()[0] if search.stdout else None

    def _lies_within(self, thing, container):
        inner, outer = Box.of(thing), Box.of(container)
        return outer.y <= inner.y and inner.y + inner.height <= outer.y + outer.height

    def _takes_action(self, thing):
        return thing.role not in ("label", "panel", "grouping") and thing.has(State.FOCUSABLE)

    def _missing(self, what):
        if self.process.poll() is not None:
            return f"{what}; the program has ended with {self.process.returncode}"
        return f"{what}; what can be read is: {self.reads()}"
