"""What the figures were read on, and the programs that reading them needs."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
DEBIAN = {"wrk": "wrk", "haproxy": "haproxy", "nginx": "nginx-light", "openssl": "openssl"}
KEYCLOAK = "26.7.3"


def install() -> None:
    """Installs what is missing: Debian's packages by name, the peers of npm by their lock file."""
    missing = [package for program, package in DEBIAN.items() if not which(program)]
    if missing:
        # No service may start by itself: the peers run on ports of ours, and end with us.
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive", RUNLEVEL="1")
        command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
        if os.geteuid() != 0:
            command = ["sudo", "--preserve-env=DEBIAN_FRONTEND,RUNLEVEL", *command]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    peers = HERE / "peers"
    installed = peers / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (peers / "package-lock.json").stat().st_mtime:
        subprocess.run(["npm", "ci", "--silent", "--ignore-scripts"], cwd=peers, check=True)


def keycloak(work: Path) -> Path:
    """Keycloak's own distribution, from Maven Central, unpacked and built once."""
    home = work / f"keycloak-{KEYCLOAK}"
    if (home / "built").exists():
        return home
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [str(HERE.parent / "mvnw"), "-q", "-N", "dependency:copy",
         f"-Dartifact=org.keycloak:keycloak-quarkus-dist:{KEYCLOAK}:zip",
         f"-DoutputDirectory={work}"], cwd=HERE.parent, check=True)
    shutil.rmtree(home, ignore_errors=True)
    subprocess.run(["unzip", "-q", str(work / f"keycloak-quarkus-dist-{KEYCLOAK}.zip"), "-d", str(work)],
                   check=True)
    subprocess.run([str(home / "bin" / "kc.sh"), "build", "--db=dev-file"], check=True,
                   env=with_jdk(), stdout=subprocess.DEVNULL)
    (home / "built").touch()
    return home


def with_jdk() -> dict[str, str]:
    found = subprocess.run([str(HERE.parent / "bin" / "find-jdk")], check=True, capture_output=True, text=True)
    return dict(os.environ, JAVA_HOME=found.stdout.strip())


def which(program: str) -> str | None:
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def describe() -> dict:
    return {
        "cpu": cpu(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "java": first_line([with_jdk()["JAVA_HOME"] + "/bin/java", "--version"]),
        "node": first_line(["node", "--version"]),
        "openssl": first_line(["openssl", "version"]),
        "haproxy": first_line([which("haproxy") or "haproxy", "-v"]),
        "keycloak": KEYCLOAK,
    }


def cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def first_line(command: list[str]) -> str:
    printed = subprocess.run(command, capture_output=True, text=True)
    return (printed.stdout or printed.stderr).splitlines()[0]
