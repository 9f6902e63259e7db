# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop's notification service, which shows nothing and keeps what it was told."""

import threading

from gi.repository import Gio, GLib

from pmtest.waiting import wait_for

NAME = "org.freedesktop.Notifications"
INTERFACE = """<node><interface name="org.freedesktop.Notifications">
  <method name="Notify">
    <arg direction="in" type="s"/><arg direction="in" type="u"/><arg direction="in" type="s"/>
    <arg direction="in" type="s"/><arg direction="in" type="s"/><arg direction="in" type="as"/>
    <arg direction="in" type="a{sv}"/><arg direction="in" type="i"/>
    <arg direction="out" type="u"/>
  </method>
  <method name="CloseNotification"><arg direction="in" type="u"/></method>
  <method name="GetCapabilities"><arg direction="out" type="as"/></method>
  <method name="GetServerInformation">
    <arg direction="out" type="s"/><arg direction="out" type="s"/>
    <arg direction="out" type="s"/><arg direction="out" type="s"/>
  </method>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>"""


class Notifications:
    """Use it with `with`. @shown: the (title, body) of what is shown, by number."""

    def __init__(self):
        self.shown = {}
        self._answers = {
            "Notify": self._notify,
            "CloseNotification": self._close,
            "GetCapabilities": lambda: GLib.Variant("(as)", (["body", "actions"],)),
            "GetServerInformation": lambda: GLib.Variant("(ssss)", ("test", "test", "1", "1.2")),
        }
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop(self._context)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_):
        self._context.invoke_full(GLib.PRIORITY_DEFAULT, self._loop.quit)
        self._thread.join(10)

    def wait_for(self, words):
        """Until a notification whose title or body has @words is shown."""
        wait_for(lambda: any(words in text for texts in self.shown.values() for text in texts),
                 lambda: f"a notification with {words!r}, not {self.shown}")

    def _serve(self):
        self._context.push_thread_default()
        bus = Gio.DBusConnection.new_for_address_sync(
            Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION),
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        bus.register_object_with_closures2("/org/freedesktop/Notifications", interface,
                                           self._on_call, None, None)
        Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE,
                                       lambda *_: self._ready.set(), None)
        self._loop.run()
        bus.close_sync()

    def _on_call(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        invocation.return_value(self._answers[method](*parameters.unpack()))

    def _notify(self, _name, replaces, _icon, title, body, _actions, _hints, _seconds):
        number = replaces or len(self.shown) + 1
        self.shown[number] = (title, body)
        return GLib.Variant("(u)", (number,))

    def _close(self, number):
        self.shown.pop(number, None)
