"""Holding it: what happens under load that lasts, beside clients that dawdle, and when more come than can be served."""

import contextlib
import resource
import socket
import statistics
import threading
import time
from urllib.parse import urlsplit

from . import servers, templates
from .load import Request, observe, run
from .measuring import Ratio, Result, Settings, bearer

MINUTE = 60
SAMPLE = 10


def soak(settings: Settings) -> Result:
    """Half of what it can do, for a long time: nothing may grow."""
    result = Result("soak", "requests/s", columns={
        "p50_ms": "p50 ms", "p99_ms": "p99 ms", "resident_mib": "MiB", "descriptors": "descriptors",
        "processes": "processes"})
    work, connections = settings.work / "soak", 32
    window = min(MINUTE, settings.soak_seconds / 3)
    with contextlib.ExitStack() as stack:
        template = templates.write(work / "template.json", function=True)
        gatehouse = stack.enter_context(servers.Gatehouse(template, work, servers.free_port(10))).ready()
        request = bearer(gatehouse["GATEHOUSE_API_URL"] + "/players", servers.token(*gatehouse.client()))
        run(request, work / "wrk", connections, settings.warm_up)
        most = run(request, work / "wrk", connections, settings.seconds).per_second
        pause = pause_for(request, settings, connections, most / 2)
        samples = stack.enter_context(Samples(gatehouse, min(SAMPLE, window / 3)))
        started, minutes = time.monotonic(), []
        while time.monotonic() - started < settings.soak_seconds - 1:
            seen = observe(request, work / "wrk", connections, window, pause_ms=pause)
            minutes.append(seen)
            last = samples.taken[-1]
            result.rounds[f"minute {len(minutes)}"] = [
                {"value": seen.per_second} | seen.as_dict() | {name: last[name] for name in last if name != "at"}]
            print(f"  soak minute {len(minutes)}: {seen.per_second:,.0f}/s of {most:,.0f}, p99 {seen.p99_ms:.2f} ms,"
                  f" {last['resident_mib']:.0f} MiB, {last['descriptors']} descriptors,"
                  f" {last['processes']} processes", flush=True)
    warm = min(2 * MINUTE, settings.soak_seconds / 3)
    end = samples.taken[-1]["at"]

    def grown(what: str) -> float:
        """At the end against minute 2: the medians of a window each, because connections come and go."""
        early = [sample[what] for sample in samples.taken if warm <= sample["at"] <= warm + window]
        late = [sample[what] for sample in samples.taken if sample["at"] >= end - window]
        return statistics.median(late) / statistics.median(early)

    result.rounds["most, just before"] = [{"value": most}]
    result.how = f"{settings.soak_seconds:g} s at half of the most that it did just before, window by window:"
    usual = statistics.median(seen.p99_ms for seen in minutes)
    result.ratios = [
        Ratio("soak: failed answers", sum(seen.failed for seen in minutes), 0, at_most=True),
        Ratio("soak: resident memory at the end against minute 2", grown("resident_mib"), 1.1, at_most=True),
        Ratio("soak: open descriptors at the end against minute 2", grown("descriptors"), 1.05, at_most=True),
        Ratio("soak: child processes at the end against minute 2", grown("processes"), 1, at_most=True),
        Ratio("soak: worst minute's p99 after the first against the median minute's",
              max(seen.p99_ms for seen in minutes[1:]) / usual, 2, at_most=True),
    ]
    return result


def pause_for(request: Request, settings: Settings, connections: int, wanted: float) -> float:
    """How long each connection has to rest so that all together send so many requests a second."""
    interval = connections / wanted * 1000
    guess = interval / 2
    seen = observe(request, settings.work / "soak" / "wrk", connections, max(3, settings.seconds), pause_ms=guess)
    return max(0.1, interval - (connections / seen.per_second * 1000 - guess))


class Samples:
    """What a server holds, every so many seconds, until the end of the `with`."""

    def __init__(self, server: servers.Server, every: float):
        self.server, self.every, self.taken = server, every, []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.take, daemon=True)

    def take(self) -> None:
        started = time.monotonic()
        while True:
            self.taken.append({
                "at": time.monotonic() - started, "resident_mib": self.server.resident_mib(),
                "descriptors": self.server.descriptors(), "processes": self.server.descendants()})
            if self.ended.wait(self.every):
                return

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


class SlowClients:
    """Half of them never end their headers, half never end their bodies: one byte a second, each."""

    HEADERS = b"GET /players HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
    BODY = b"POST /players HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"

    def __init__(self, url: str, count: int):
        self.address = (urlsplit(url).hostname, urlsplit(url).port)
        self.left = set()
        self.count = count
        self.ended_after: list[float] = []
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.dawdle, daemon=True)

    def __enter__(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < self.count * 2:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, self.count * 2), hard))
        for i in range(self.count):
            client = socket.create_connection(self.address, 10)
            client.sendall(self.BODY if i % 2 else self.HEADERS)
            client.setblocking(False)
            self.left.add(client)
        self.started = time.monotonic()
        self.thread.start()
        return self

    def dawdle(self) -> None:
        while self.left and not self.stopped.wait(1):
            for client in list(self.left):
                if self.ended(client):
                    self.ended_after.append(time.monotonic() - self.started)
                    self.left.discard(client)
                    client.close()

    @staticmethod
    def ended(client: socket.socket) -> bool:
        try:
            client.send(b"x")
            return client.recv(4096) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def wait(self, seconds: float) -> None:
        """Until the server has ended every one of them, or for so long."""
        self.thread.join(seconds)

    def __exit__(self, *_):
        self.stopped.set()
        self.thread.join()
        for client in self.left:
            client.close()


def slow(settings: Settings) -> Result:
    """A thousand slow clients beside those that are served."""
    result = Result("slow", "requests/s")
    count, connections, patience = 1000, 16, 240
    work = settings.work / "slow"
    with contextlib.ExitStack() as stack:
        port = servers.free_port(10)
        stack.enter_context(servers.nginx(work, port + 5))
        template = templates.write(work / "template.json", backend=port + 5)
        gatehouse = stack.enter_context(servers.Gatehouse(template, work, port)).ready()
        url = gatehouse["GATEHOUSE_API_URL"]
        request = bearer(url + "/players", servers.token(*gatehouse.client()))

        def measure(who: str, number: int) -> None:
            seen = observe(request, work / "wrk", connections, settings.seconds)
            result.rounds.setdefault(who, []).append({"value": seen.per_second} | seen.as_dict())
            print(f"  slow round {number + 1}: {who}: {seen.per_second:,.0f} requests/s, {seen.failed} failed",
                  flush=True)

        run(request, work / "wrk", connections, settings.warm_up)
        before = gatehouse.resident_mib()
        for number in range(settings.rounds):
            measure("alone", number)
            with SlowClients(url, count) as dawdlers:
                measure(f"beside {count:,} slow clients", number)
                if number == settings.rounds - 1:
                    held = gatehouse.resident_mib() - before
                    dawdlers.wait(patience)
                    left, after = len(dawdlers.left), max(dawdlers.ended_after, default=patience)
                    print(f"  slow: {left} left, the last ended after {after:.0f} s,"
                          f" {held:.0f} MiB held", flush=True)
    result.ratio(f"requests/s beside {count:,} slow clients against alone",
                 f"beside {count:,} slow clients", "alone", 0.7)
    failed = sum(seen["failed"] for rounds in result.rounds.values() for seen in rounds)
    result.ratios += [
        Ratio("slow: others' failed answers", failed, 0, at_most=True),
        Ratio("slow: clients that the server has not ended itself", left, 0, at_most=True),
        Ratio("slow: seconds until it has ended the last one", after, 130, at_most=True),
        Ratio("slow: resident memory for each, KiB", held * 1024 / count, 128, at_most=True),
    ]
    return result


def overload(settings: Settings) -> Result:
    """200 connections to a function that can serve two: who is refused hears it at once, who is let in is served.

    Each comes back a moment after its answer: fifty times more than can be served, and still not so many that the
    machine itself is what they wait for."""
    result = Result("overload", "served/s", columns={
        "refused_per_second": "refused/s", "p50_ms": "p50 ms", "p99_ms": "p99 ms"})
    result.how = (f"{settings.rounds} rounds of {settings.seconds:g} s, a function of 50 ms with reserved concurrency"
                  " 2, clients that rest 100 ms after each answer where there are 200. Medians; p50 and p99 are of all"
                  " answers, which are refusals mostly:")
    work, crowd, few = settings.work / "overload", "200 connections", "2 connections"
    others = 0
    with contextlib.ExitStack() as stack:
        template = templates.write(work / "template.json", function=True, works_ms=50, reserved=2)
        gatehouse = stack.enter_context(servers.Gatehouse(template, work, servers.free_port(10))).ready()
        request = bearer(gatehouse["GATEHOUSE_API_URL"] + "/players", servers.token(*gatehouse.client()))

        def measure(connections: int) -> dict:
            seen = observe(request, work / "wrk", connections, settings.seconds, statuses=True,
                           pause_ms=100 if connections > 2 else 0)
            served = seen.statuses.get("200", 0)
            refused = seen.statuses.get("503", 0) + seen.statuses.get("429", 0)
            # Nothing else may happen: no other status, no broken connection, no silence.
            wrong = seen.failed - refused
            span = seen.requests / seen.per_second
            return {"value": served / span, "refused_per_second": refused / span, "wrong": wrong} | seen.as_dict()

        measure(2)
        measure(200)
        for number in range(settings.rounds):
            for who, connections in ((few, 2), (crowd, 200)):
                seen = measure(connections)
                others += seen["wrong"]
                result.rounds.setdefault(who, []).append(seen)
                print(f"  overload round {number + 1}: {who}: {seen['value']:.1f} served/s,"
                      f" {seen['refused_per_second']:,.0f} refused/s, p99 {seen['p99_ms']:.1f} ms", flush=True)
    result.ratio("overload: served/s of 200 connections against 2", crowd, few, 0.8)
    result.ratios += [
        # Those that are served take longer, so the refusals' own p99 is no higher than this.
        Ratio("overload: p99 of the refusals, ms", result.median(crowd, "p99_ms"), 100, at_most=True),
        Ratio("overload: answers that are neither", others, 0, at_most=True),
    ]
    return result
