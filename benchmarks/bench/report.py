"""The table for people and the numbers for machines."""

import json
import statistics
from datetime import date
from pathlib import Path

from .measuring import Result


def write(result: Result, described: dict, settings: dict, page: Path, raw: Path) -> None:
    """The other parts keep their last figures."""
    kept = json.loads(raw.read_text())["parts"] if raw.exists() else {}
    kept[result.part] = {
        "unit": result.unit,
        "columns": result.columns,
        "how": result.how,
        "date": date.today().isoformat(),
        "machine": described,
        "settings": settings,
        "rounds": result.rounds,
        "ratios": [
            {"what": r.what, "value": round(r.value, 4), "target": r.target, "at_most": r.at_most, "met": r.met}
            for r in result.ratios],
    }
    raw.write_text(json.dumps({"parts": kept}, indent=1) + "\n")
    page.write_text(render(kept, described))


def render(parts: dict, described: dict) -> str:
    lines = [
        "# Performance",
        "",
        "Written by `benchmarks/run`; the rounds' numbers are in [performance.json](performance.json). Everything of"
        " one part ran on one machine in one run: load generator, contestants and backends on loopback, rounds"
        " interleaved. A ratio is the median of the rounds' own ratios; absolute figures only place it. Parts measured on"
        " different days may be from different machines: each names its processor.",
        "",
        "Machine of the last run: " + ", ".join(f"{name} {value}" for name, value in described.items()) + ".",
        "",
        "| target | at least / at most | measured | |",
        "|---|---|---|---|",
    ]
    for part in parts.values():
        for ratio in part["ratios"]:
            bound = ("≤ " if ratio["at_most"] else "≥ ") + f"{ratio['target']:g}"
            lines.append(f"| {ratio['what']} | {bound} | {ratio['value']:.2f}"
                         f" | {'met' if ratio['met'] else '**missed**'} |")
    for name, part in parts.items():
        columns = part["columns"]
        settings = part["settings"]
        how = part["how"] or (f"{settings['rounds']} rounds of {settings['seconds']:g} s, after {settings['warm_up']:g} s"
                              " of load for each. Medians:")
        lines += ["", f"## {name}", "", f"{part['date']}, {part['machine']['cpu']}: {how}", "",
                  f"| | {' | '.join([part['unit'], *columns.values()])} |", "|---" * (len(columns) + 2) + "|"]
        for who, rounds in part["rounds"].items():
            cells = [shown(median(rounds, what)) if what in rounds[0] else "" for what in ("value", *columns)]
            lines.append(f"| {who} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def shown(figure: float) -> str:
    """Three digits at least, and all those before the point."""
    decimals = 0 if figure >= 100 else 1 if figure >= 10 else 2
    return f"{figure:,.{decimals}f}"


def median(rounds: list[dict], what: str) -> float:
    return statistics.median(seen[what] for seen in rounds)
