"""Load from wrk, and what it saw."""

import json
import os
import subprocess
from dataclasses import asdict, dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Request:
    """What one contestant is asked, over and over."""

    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    tokens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    per_second: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    requests: int
    failed: int
    statuses: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict:
        return asdict(self)


def run(request: Request, folder: Path, connections: int, seconds: float) -> Seen:
    """Loads one server.

    :raises RuntimeError: when any answer was not a success: a fast refusal is no result
    """
    seen = observe(request, folder, connections, seconds)
    if seen.failed:
        raise RuntimeError(f"{seen.failed} of {seen.requests} answers of {request.url} failed")
    return seen


def observe(request: Request, folder: Path, connections: int, seconds: float, *,
            pause_ms: float = 0, statuses: bool = False) -> Seen:
    """Loads one server and counts its failures as well.

    :param pause_ms: of each connection, between an answer and its next request
    :param statuses: whether to count each; that costs wrk some of its speed
    """
    folder.mkdir(parents=True, exist_ok=True)
    scheme, _, rest = request.url.partition("://")
    authority, _, path = rest.partition("/")
    environment = dict(os.environ, BENCH_METHOD=request.method, BENCH_PATH="/" + path)
    headers = folder / "headers"
    headers.write_text("".join(f"{name}: {value}\n" for name, value in request.headers))
    environment["BENCH_HEADERS"] = str(headers)
    if request.body is not None:
        body = folder / "body"
        body.write_bytes(request.body)
        environment["BENCH_BODY"] = str(body)
    if request.tokens:
        tokens = folder / "tokens"
        tokens.write_text("\n".join(request.tokens) + "\n")
        environment["BENCH_TOKENS"] = str(tokens)
    if pause_ms:
        environment["BENCH_PAUSE_MS"] = str(pause_ms)
    if statuses:
        environment["BENCH_STATUSES"] = "1"
    threads = min(2, connections)
    printed = subprocess.run(
        ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "10s",
         "-s", str(HERE / "wrk" / "load.lua"), f"{scheme}://{authority}/"],
        env=environment, check=True, capture_output=True, text=True).stdout
    line = next(line for line in printed.splitlines() if line.startswith("BENCH "))
    told = json.loads(line.removeprefix("BENCH "))
    failed = told["not_2xx_or_3xx"] + told["socket_errors"] + told["timeouts"]
    return Seen(
        per_second=told["requests"] / told["seconds"],
        p50_ms=told["p50_ms"], p99_ms=told["p99_ms"], max_ms=told["max_ms"],
        requests=told["requests"], failed=failed, statuses=told["statuses"])
