"""A real HTTP server on this machine that answers by a script: honestly, or in a way in which servers fail."""

import http.server
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

CONTENT = bytes(range(256)) * 12_000  # 3 MB: several pieces of whatever size
ETAG = '"one"'


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers with the next turn of the server's script; the last turn is repeated."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self.close_connection = True
        turn = self.server.next_turn(self.path, dict(self.headers.items()))
        with suppress(ConnectionError, ssl.SSLError):
            turn(self)

    def do_CONNECT(self) -> None:
        """Is a proxy: connects to `server.behind`, whatever host is asked for."""
        self.server.next_turn(self.path, dict(self.headers.items()))
        self.close_connection = True
        self.send_response(200)
        self.end_headers()
        with socket.create_connection(("127.0.0.1", self.server.behind)) as behind:
            other = threading.Thread(target=pump, args=(behind, self.connection), daemon=True)
            other.start()
            pump(self.connection, behind)
            other.join()

    def log_message(self, *_: object) -> None:
        pass

    def head(self, status: int, **headers: object) -> None:
        """The status line and headers; `_` in a name stands for `-`."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.send_header("Connection", "close")
        self.end_headers()


Turn = Callable[[Handler], None]


class Server(http.server.ThreadingHTTPServer):
    """Keeps the script, and what was asked."""

    daemon_threads = True
    behind = 0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: list[Turn] = [honest()]
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.scheme = "http"
        self._guard = threading.Lock()

    def next_turn(self, path: str, headers: dict[str, str]) -> Turn:
        with self._guard:
            self.asked.append((path, headers))
            return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    def handle_error(self, *_: object) -> None:
        """A client that went away is what the tests are about."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def link(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/models/model.ckpt"

    @property
    def ranges(self) -> list[str]:
        """The `Range` of each request, empty where it asked for all."""
        return [headers.get("Range", "") for _, headers in self.asked]


@contextmanager
def running(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that runs until the block ends, with TLS where a context is given."""
    server = Server()
    if context:
        server.scheme = "https"
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


def honest(content: bytes = CONTENT, etag: str = ETAG, stop: int | None = None, **more: object) -> Turn:
    """Does what HTTP says: parts, conditions. With `stop` the connection ends after so many bytes of the body."""

    def turn(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.head(304, ETag=etag)
            return
        first = 0
        asked = handler.headers.get("Range")
        if asked and handler.headers.get("If-Range") == etag:
            first = int(asked.removeprefix("bytes=").rstrip("-"))
        rest = content[first:]
        named = {"ETag": etag} if etag else {}
        headers: dict[str, object] = {
            "Content_Length": len(rest),
            **named,
            "Content_Type": "application/octet-stream",
            **more,
        }
        if first:
            headers["Content_Range"] = f"bytes {first}-{len(content) - 1}/{len(content)}"
        handler.head(206 if first else 200, **headers)
        handler.wfile.write(rest[:stop])

    return turn


def plain(body: bytes = CONTENT, status: int = 200, **headers: object) -> Turn:
    """Sends these headers and this body, whatever was asked."""

    def turn(handler: Handler) -> None:
        handler.head(status, **headers)
        handler.wfile.write(body)

    return turn


def status(code: int, **headers: object) -> Turn:
    return plain(b"", code, Content_Length=0, **headers)


def redirect(location: str, code: int = 302) -> Turn:
    return status(code, Location=location)


def stalled(stop: int, released: threading.Event, etag: str = ETAG) -> Turn:
    """Sends so many bytes, then nothing until it is released."""

    def turn(handler: Handler) -> None:
        handler.head(200, Content_Length=len(CONTENT), ETag=etag)
        handler.wfile.write(CONTENT[:stop])
        handler.wfile.flush()
        released.wait(30)

    return turn


def dripping(pause: float, piece: int = 1) -> Turn:
    """Sends a few bytes at a time."""

    def turn(handler: Handler) -> None:
        handler.head(200, Content_Length=len(CONTENT), ETag=ETAG)
        for place in range(0, len(CONTENT), piece):
            handler.wfile.write(CONTENT[place : place + piece])
            time.sleep(pause)

    return turn


def chunked(pieces: Iterator[bytes] | list[bytes], whole: bool = True, status: int = 200, **headers: object) -> Turn:
    """Sends pieces without ever stating a length; without the last mark where it is not `whole`."""

    def turn(handler: Handler) -> None:
        handler.head(status, Transfer_Encoding="chunked", **headers)
        for piece in pieces:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        if whole:
            handler.wfile.write(b"0\r\n\r\n")

    return turn


def reset(handler: Handler) -> None:
    """Ends the connection without a word."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def broken(stop: int) -> Turn:
    """Sends so many bytes, and ends the connection as a machine does that has crashed."""

    def turn(handler: Handler) -> None:
        handler.head(200, Content_Length=len(CONTENT), ETag=ETAG)
        handler.wfile.write(CONTENT[:stop])
        handler.wfile.flush()
        time.sleep(0.2)  # a reset throws away what the client has not read yet
        reset(handler)

    return turn
