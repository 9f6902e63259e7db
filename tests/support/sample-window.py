# SPDX-License-Identifier: GPL-3.0-or-later
"""A window with one of each kind of thing that a person meets in the application."""

import gi

gi.require_version("Adw", "1")
gi.require_version("Gtk", "4.0")
from gi.repository import Adw, Gio, GLib, Gtk  # noqa: E402

ROW = """<interface><template class="GtkListItem">
  <binding name="accessible-label">
    <lookup name="string" type="GtkStringObject"><lookup name="item">GtkListItem</lookup></lookup>
  </binding>
  <property name="child"><object class="GtkLabel">
    <binding name="label">
      <lookup name="string" type="GtkStringObject"><lookup name="item">GtkListItem</lookup></lookup>
    </binding>
  </object></property>
</template></interface>"""


class Sample(Adw.Application):
    def __init__(self):
        super().__init__(application_id="io.github.poc_manager.Sample")

    def do_activate(self):
        self.said = Gtk.Label(label="Nothing yet")
        self.email = Adw.EntryRow(title="Email Address")
        self.password = Adw.PasswordEntryRow(title="Password")
        self.keep = Adw.SwitchRow(title="Keep me signed in")
        rows = Gtk.ListBox(selection_mode=Gtk.SelectionMode.NONE, css_classes=["boxed-list"])
        for row in (self.email, self.password, self.keep):
            rows.append(row)
        buttons = Gtk.Box(spacing=6)
        for name, action in (("Sign In", self.sign_in), ("Open Dialog", self.open_dialog)):
            button = Gtk.Button(label=name)
            button.connect("clicked", action)
            buttons.append(button)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6, margin_start=12,
                      margin_end=12)
        for child in (rows, buttons, self.said, self.make_list(), self.make_note()):
            box.append(child)
        self.toasts = Adw.ToastOverlay(child=box)
        view = Adw.ToolbarView(content=self.toasts)
        view.add_top_bar(self.make_header())
        self.window = Adw.ApplicationWindow(application=self, title="Sample", content=view,
                                            default_width=600, default_height=650)
        self.window.present()

    def make_header(self):
        menu = Gio.Menu()
        for name in ("Rename…", "Delete"):
            action = Gio.SimpleAction(name=name.rstrip("…").lower())
            action.connect("activate", lambda action, _: self.say(f"Menu: {action.get_name()}"))
            self.add_action(action)
            menu.append(name, f"app.{action.get_name()}")
        header = Adw.HeaderBar()
        header.pack_end(Gtk.MenuButton(icon_name="open-menu-symbolic", menu_model=menu, primary=True,
                                       tooltip_text="Main Menu"))
        return header

    def make_list(self):
        names = Gtk.StringList.new([f"Person {number}" for number in range(1000)])
        factory = Gtk.BuilderListItemFactory.new_from_bytes(None, GLib.Bytes.new(ROW.encode()))
        rows = Gtk.ListView(model=Gtk.SingleSelection(model=names), factory=factory)
        rows.connect("activate", lambda _, number: self.say(f"Activated {number}"))
        rows.update_property([Gtk.AccessibleProperty.LABEL], ["People"])
        return Gtk.ScrolledWindow(child=rows, vexpand=True)

    def make_note(self):
        note = Gtk.TextView(height_request=60)
        note.update_property([Gtk.AccessibleProperty.LABEL], ["Note"])
        self.note = note.get_buffer()
        self.note.connect("changed", lambda buffer: self.say(f"Note: {buffer.props.text}"))
        return note

    def sign_in(self, _button):
        self.say(f"{self.email.get_text()}/{self.password.get_text()}/{self.keep.get_active()}")
        self.toasts.add_toast(Adw.Toast(title="Signed in", button_label="Undo"))

    def open_dialog(self, _button):
        close = Gtk.Button(label="Close It", halign=Gtk.Align.CENTER, valign=Gtk.Align.CENTER)
        dialog = Adw.Dialog(title="A Dialog", child=close, content_width=300, content_height=200)
        close.connect("clicked", lambda _: dialog.close())
        dialog.present(self.window)

    def say(self, words):
        self.said.set_label(words)


Sample().run()
