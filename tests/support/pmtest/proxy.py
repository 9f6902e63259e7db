# SPDX-License-Identifier: GPL-3.0-or-later
"""A network that fails on demand: stands between a client and a server on this machine."""

import socket
import struct
import threading

from pmtest.port import take_port

TO_SERVER = "to server"
TO_CLIENT = "to client"


class Proxy:
    """Passes bytes on. Use it with `with`; clients connect to @port.

    cut() and hold() arm one fault: it strikes the first connection on which the given number of
    bytes has gone the given way since then, and only that one, so that the next try passes.
    @passed counts the bytes that went each way. @hook is called as hook(way, bytes) before bytes
    are passed on; raising in it cuts the connection.
    """

    def __init__(self, server_port, hook=None):
        self.server_port = server_port
        self.hook = hook
        self.passed = {TO_SERVER: 0, TO_CLIENT: 0}
        self.faults = 0
        self._place = take_port()
        self.port = self._place.getsockname()[1]
        self._fault = None
        self._lock = threading.Lock()
        self._released = threading.Event()
        self._connections = set()
        self._listener = None

    def __enter__(self):
        self.accept()
        return self

    def __exit__(self, *_):
        self.refuse()
        self._place.close()

    def accept(self):
        """Takes connections."""
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
            threading.Thread(target=self._listen, args=[self._listener], daemon=True).start()

    def refuse(self):
        """Is gone: connections are cut, new ones refused."""
        if self._listener is not None:
            with self._lock:
                listener, self._listener = self._listener, None
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self._released.set()
        self.cut_now()

    def cut(self, way, after=0):
        """Cuts a connection once @after bytes have gone @way."""
        self._arm(("cut", way, after))

    def hold(self, way, after=0):
        """Keeps a connection open but silent once @after bytes have gone @way; see release()."""
        self._released.clear()
        self._arm(("hold", way, after))

    def release(self):
        self._released.set()

    def cut_now(self):
        """Cuts all connections there are."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            connection.reset()

    def _arm(self, fault):
        with self._lock:
            self._fault = fault
            for connection in self._connections:
                connection.counted = {TO_SERVER: 0, TO_CLIENT: 0}

    def _listen(self, listener):
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.server_port), 10)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            _Connection(self, listener, client, server).start()


class _Connection:
    def __init__(self, proxy, listener, client, server):
        self.proxy = proxy
        self.listener = listener
        self.client = client
        self.server = server
        self.counted = {TO_SERVER: 0, TO_CLIENT: 0}
        self.open_ways = 2

    def start(self):
        with self.proxy._lock:
            self.proxy._connections.add(self)
            refused = self.proxy._listener is not self.listener
        if refused:
            self.reset()
        for arguments in ((self.client, self.server, TO_SERVER),
                          (self.server, self.client, TO_CLIENT)):
            threading.Thread(target=self._pass, args=arguments, daemon=True).start()

    def reset(self):
        """Both ends see a reset, as when a cable is pulled and the peer has forgotten them."""
        for end in (self.client, self.server):
            try:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    def _pass(self, source, target, way):
        try:
            while data := source.recv(65536):
                if self.proxy.hook:
                    self.proxy.hook(way, data)
                self._send(target, way, data)
            target.shutdown(socket.SHUT_WR)
        except Exception:
            self.reset()
        finally:
            self._end_way()

    def _send(self, target, way, data):
        fault, room = self._fault_within(way, data)
        if not fault:
            target.sendall(data)
            return
        target.sendall(data[:room])
        if fault == "cut":
            raise ConnectionAbortedError
        self.proxy._released.wait()
        target.sendall(data[room:])

    def _fault_within(self, way, data):
        """Which fault strikes within @data, and how much of it still passes."""
        proxy = self.proxy
        with proxy._lock:
            before = self.counted[way]
            self.counted[way] += len(data)
            fault = proxy._fault
            if fault and fault[1] == way and before + len(data) > fault[2]:
                proxy._fault = None
                proxy.faults += 1
                room = max(0, fault[2] - before)
                proxy.passed[way] += room if fault[0] == "cut" else len(data)
                return fault[0], room
            proxy.passed[way] += len(data)
            return None, len(data)

    def _end_way(self):
        with self.proxy._lock:
            self.open_ways -= 1
            if self.open_ways:
                return
            self.proxy._connections.discard(self)
        self.client.close()
        self.server.close()
