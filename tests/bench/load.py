"""Ask a server as many programs at once do, over connections that are kept, and see what it takes its processors."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import config
from tests.site import free_port
from tools.serve import HOST, Children, answers, end, server_command

CONNECTIONS = 8
TICKS = os.sysconf("SC_CLK_TCK")
KIBIBYTE = 1024
SECONDS_TO_START = 120
"""On a machine that is busy with much else."""


@dataclass(frozen=True)
class Server:
    """A server with all its processes."""

    port: int
    pid: int


@contextmanager
def serving(application: str, environ: Mapping[str, str]) -> Iterator[Server]:
    """Serve an application as Meridian is served, but that no worker is renewed while it is measured."""
    port = free_port()
    command = [*server_command(port, reloads=False)[:-1], application]
    environ = {**environ, "GUNICORN_CMD_ARGS": "--max-requests 0"}
    children: Children = {
        "server": subprocess.Popen(
            command, cwd=config.ROOT, env=environ, start_new_session=True, stdin=subprocess.DEVNULL
        )
    }
    try:
        until = now() + SECONDS_TO_START
        while not answers(port):
            if now() > until or children["server"].poll() is not None:
                message = f"{application} does not answer"
                raise RuntimeError(message)
            time.sleep(0.1)
        yield Server(port, children["server"].pid)
    finally:
        end(children)


def processes_of(pid: int) -> list[int]:
    """Return a process and all below it."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        parents.setdefault(parent, []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def seconds_of_processor(*pids: int) -> float:
    """Return what processes and all below them have used of processors, in seconds, those that ended meanwhile too.

    utime, stime, and cutime and cstime of children waited for, in /proc/<pid>/stat.
    """
    ticks = 0
    for pid in {one for root in pids for one in processes_of(root)}:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended: its parent has the sum
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks / TICKS


def kibibytes_held(pids: Sequence[int]) -> int:
    """Return the memory of processes that lies in RAM (VmRSS), pages that they share counted for each."""
    held = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                held += int(line.split()[1])
    return held


class Client:
    """Some connections to one server, each of which waits for one answer at a time."""

    def __init__(self, port: int, connections: int = CONNECTIONS) -> None:
        self._port = port
        self._open = [self._connect() for _ in range(connections)]

    def _connect(self) -> socket.socket:
        connection = socket.create_connection((HOST, self._port), timeout=60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def close(self) -> None:
        """Close the connections."""
        for connection in self._open:
            connection.close()

    def ask(self, requests: Sequence[bytes]) -> list["Answer"]:
        """Send all requests and return their answers, in order; a connection that the server closed is opened anew."""
        found = []
        for start in range(0, len(requests), len(self._open)):
            batch = requests[start : start + len(self._open)]
            for place, request in enumerate(batch):
                self._open[place].sendall(request)
            for place, request in enumerate(batch):
                found.append(self._answer(place, request))
        return found

    def _answer(self, place: int, request: bytes) -> "Answer":
        for _ in range(3):
            try:
                return _read(self._open[place])
            except ConnectionError:
                self._open[place].close()
                self._open[place] = self._connect()
                self._open[place].sendall(request)
        message = "the server closes each connection"
        raise RuntimeError(message)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    head: bytes
    body: bytes

    @property
    def tag(self) -> str:
        """The ETag with its quotes; empty where there is none."""
        return _header(self.head, b"etag").decode()

    @property
    def date(self) -> str:
        """When it was sent, as the server says."""
        return _header(self.head, b"date").decode()


def request_of(path: str, headers: Mapping[str, str]) -> bytes:
    """Return the bytes of a GET."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode()


def _header(head: bytes, name: bytes) -> bytes:
    start = head.lower().find(b"\r\n" + name + b": ")
    return head[start + len(name) + 4 :].partition(b"\r\n")[0] if start >= 0 else b""


def _read(connection: socket.socket) -> Answer:
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(256 * KIBIBYTE)
        if not more:
            raise ConnectionResetError
        received += more
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(_header(head, b"content-length") or 0)
    chunks, missing = [body], length - len(body)
    while missing > 0:
        more = connection.recv(min(missing, KIBIBYTE * KIBIBYTE))
        if not more:
            raise ConnectionResetError
        chunks.append(more)
        missing -= len(more)
    return Answer(int(head[9:12]), head, b"".join(chunks))


def now() -> float:
    """Return seconds of a clock that only goes forward."""
    return time.perf_counter()
