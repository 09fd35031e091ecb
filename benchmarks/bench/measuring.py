"""What every part is made of: rounds, their figures, and the targets that they stand for."""

import statistics
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from . import servers
from .load import Request, Seen, run


@dataclass(frozen=True)
class Settings:
    rounds: int
    seconds: float
    warm_up: float
    work: Path
    soak_seconds: float = 600


@dataclass(frozen=True)
class Ratio:
    """One target: `value` should be at least (or at most) `target`."""

    what: str
    value: float
    target: float
    at_most: bool = False

    @property
    def met(self) -> bool:
        return self.value <= self.target if self.at_most else self.value >= self.target


@dataclass
class Result:
    """What a part saw.

    :param unit: of each round's `value`
    :param columns: what the page shows beside the value, by name in the rounds' figures
    :param how: what was done, where that is not rounds of some seconds
    """

    part: str
    unit: str
    rounds: dict[str, list[dict]] = field(default_factory=dict)
    ratios: list[Ratio] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=lambda: {"p50_ms": "p50 ms", "p99_ms": "p99 ms"})
    how: str = ""

    def median(self, who: str, what: str = "value") -> float:
        return statistics.median(seen[what] for seen in self.rounds[who])

    def ratio(self, what: str, who: str, against: str, target: float, of: str = "value",
              at_most: bool = False) -> None:
        """The median of the rounds' own ratios: both sides of each were measured within a minute."""
        pairs = zip(self.rounds[who], self.rounds[against])
        value = statistics.median(one[of] / other[of] for one, other in pairs)
        self.ratios.append(Ratio(what, value, target, at_most))


Measure = Callable[[], dict]

# Seconds in which the one before may compile and collect what its load has left.
REST = 2


def interleaved(result: Result, settings: Settings, contestants: dict[str, Measure],
                fresh: Collection[str] = ()) -> Result:
    """
    :param fresh: those that begin anew for each round, and see to their own warming up
    """
    for who, measure in contestants.items():
        end = time.monotonic() + settings.warm_up
        while who not in fresh and time.monotonic() < end:
            measure()  # nobody is measured cold
    for number in range(settings.rounds):
        for who, measure in contestants.items():
            time.sleep(REST)
            seen = measure()
            result.rounds.setdefault(who, []).append(seen)
            print(f"  {result.part} round {number + 1}: {who}: {seen['value']:,.1f} {result.unit}", flush=True)
    return result


def loaded(request: Callable[[], Request], settings: Settings, connections: int = 32) -> Measure:
    def measure() -> dict:
        seen: Seen = run(request(), settings.work / "wrk", connections, settings.seconds)
        return {"value": seen.per_second} | seen.as_dict()

    return measure


def token_request(url: str, client_id: str, secret: str) -> Request:
    return Request(url, "POST", (
        ("Authorization", servers.basic(client_id, secret)),
        ("Content-Type", "application/x-www-form-urlencoded")), b"grant_type=client_credentials")


def bearer(url: str, token: str) -> Request:
    return Request(url, headers=(("Authorization", "Bearer " + token),))
