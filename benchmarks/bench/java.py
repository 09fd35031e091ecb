"""What Java measures: the sample beside its own table by the AWS SDK, and the inner loops under JMH."""

import json
import os
import subprocess
from pathlib import Path

from . import machine, servers
from .measuring import Result, Settings

ROOT = machine.HERE.parent
MODULE = machine.HERE / "jmh"
FORKS, ITERATIONS = 2, 3


def build() -> None:
    """The module is no part of the default build."""
    subprocess.run(
        [str(ROOT / "mvnw"), "-q", "-B", "-Pbenchmarks", "-pl", "benchmarks/jmh", "-am",
         "-Dmaven.test.skip=true", "-Dspotless.check.skip=true", "package"], cwd=ROOT, check=True)


def java(main: str, *arguments: str) -> list[str]:
    target = MODULE / "target"
    return [machine.with_jdk()["JAVA_HOME"] + "/bin/java", "-XX:+UseSerialGC",
            "--sun-misc-unsafe-memory-access=allow", "-Dslf4j.internal.verbosity=ERROR",
            "-cp", f"{target / 'classes'}:{target / 'lib'}/*", main, *arguments]


def players(settings: Settings) -> Result:
    """One client that writes a player and reads it, again and again: what the way to the table costs."""
    # Of one connection that does nothing else.
    result = Result("players", "requests/s at p50")
    build()
    work = settings.work / "players"
    # The checkout is PlayerFC's CDK project, as the README starts it; the first synthesis builds it.
    with servers.Gatehouse(ROOT, work, servers.free_port(10)).ready(1200) as gatehouse:
        load = java("dev.gatehouse.benchmarks.PlayersLoad",
                    str(settings.rounds), f"{settings.seconds:g}", "Players")
        with subprocess.Popen(load, env=dict(os.environ, **gatehouse.env), stdout=subprocess.PIPE,
                              text=True) as client:
            for line in client.stdout:
                told = json.loads(line)
                for which, who in (("write", {"gateway": "POST /players", "table": "PutItem by the SDK"}),
                                   ("read", {"gateway": "GET /players/{id}", "table": "GetItem by the SDK"})):
                    seen = told[which]
                    name = who[told["who"]]
                    print(f"  players {'warming' if told['round'] == 0 else 'round ' + str(told['round'])}:"
                          f" {name}: p50 {seen['p50_ms']:.2f} ms", flush=True)
                    if told["round"]:
                        result.rounds.setdefault(name, []).append({"value": 1000 / seen["p50_ms"]} | seen)
        if client.returncode:
            raise RuntimeError(f"the client ended with {client.returncode}; see {gatehouse.log}")
    result.ratio("PlayerFC POST through token, gateway, function, table, against PutItem by the SDK: p50",
                 "POST /players", "PutItem by the SDK", 2.5, "p50_ms", at_most=True)
    result.ratio("PlayerFC GET the same way, against GetItem by the SDK: p50",
                 "GET /players/{id}", "GetItem by the SDK", 2.5, "p50_ms", at_most=True)
    return result


def loops(settings: Settings) -> Result:
    """Token verification, signatures, route match and event building, with what they allocate."""
    result = Result("jmh", "ns/op", columns={"per_second": "ops/s", "bytes": "B/op"},
                    how=f"JMH, one thread, {FORKS} forks of {ITERATIONS} s after {ITERATIONS} s of warming:")
    build()
    told = settings.work / "jmh.json"
    told.parent.mkdir(parents=True, exist_ok=True)
    count = str(ITERATIONS)
    subprocess.run(
        java("org.openjdk.jmh.Main", "-f", str(FORKS), "-i", count, "-r", "1s", "-wi", count, "-w", "1s",
             "-bm", "avgt", "-tu", "ns", "-t", "1", "-foe", "true", "-prof", "gc", "-v", "SILENT",
             "-rf", "json", "-rff", str(told)),
        check=True, cwd=settings.work)
    for run in json.loads(told.read_text()):
        name = run["benchmark"].rpartition("dev.gatehouse.")[2].replace("Benchmark.", ".")
        for parameter, value in run.get("params", {}).items():
            name += f", {parameter} {int(value):,}"
        nanos = run["primaryMetric"]["score"]
        figures = {"value": nanos, "error": run["primaryMetric"]["scoreError"], "per_second": 1e9 / nanos,
                   "bytes": run["secondaryMetrics"]["gc.alloc.rate.norm"]["score"]}
        result.rounds[name] = [figures]
        print(f"  jmh: {name}: {nanos:,.0f} ns/op, {figures['bytes']:,.0f} B/op", flush=True)
    return result
