"""Gatehouse and its peers as processes on loopback: started, waited for, ended by their id."""

import base64
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from . import machine, templates

HERE = machine.HERE
ROOT = HERE.parent


def free_port(count: int = 1) -> int:
    """The first of so many ports in a row that nobody listens on."""
    for base in range(21000, 32000, 50):
        if all(closed(base + i) for i in range(count)):
            return base
    raise RuntimeError("no free ports")


def closed(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


class Server:
    """A process of ours, with everything it starts, until `stop`."""

    def __init__(self, command: list[str], log: Path, environment: dict[str, str] | None = None,
                 folder: Path | None = None):
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log = log
        self.started = time.monotonic()
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=out, env=environment, cwd=folder, start_new_session=True)

    def wait_for(self, url: str, seconds: float = 90) -> None:
        """Until something answers there, whatever the status."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(url, timeout=2).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"{url} did not answer; see {self.log}")

    def resident_mib(self) -> float:
        """Of the process itself, without those that it started."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("no VmRSS")

    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def descendants(self) -> int:
        """Processes that it started, and those that they started."""
        children: dict[int, list[int]] = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):  # it has just ended
                # "PID (NAME) STATE PARENT …", and the name may hold anything
                parent = int(status.read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(status.parent.name))
        count, found = 0, children.get(self.process.pid, [])
        while found:
            count += len(found)
            found = [child for parent in found for child in children.get(parent, [])]
        return count

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Gatehouse(Server):
    """A template behind `gatehouse up`, and what `gatehouse env` says of it."""

    def __init__(self, template: Path, work: Path, port: int, keep: bool = False):
        state = work / "state"
        if not keep:
            shutil.rmtree(state, ignore_errors=True)
        self.template, self.work, self.port, self.state = template, work, port, state
        super().__init__(
            [str(ROOT / "gatehouse"), "up", str(template), "--state", str(state), "--port", str(port)],
            work / "gatehouse.log")

    def ready(self, seconds: float = 90) -> "Gatehouse":
        end = time.monotonic() + seconds
        while not (self.state / "running.json").exists():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Gatehouse did not start; see {self.log}")
            time.sleep(0.01)
        printed = subprocess.run(
            [str(ROOT / "gatehouse"), "env", "--state", str(self.state)],
            check=True, capture_output=True, text=True).stdout
        self.env = dict(line.split("=", 1) for line in printed.splitlines())
        self.env = {name: value.strip("'\"") for name, value in self.env.items()}
        return self

    def __getitem__(self, name: str) -> str:
        return self.env[name]

    def client(self) -> tuple[str, str, str]:
        return self["GATEHOUSE_TOKEN_URL"], self["GATEHOUSE_CLIENT_ID"], self["GATEHOUSE_CLIENT_SECRET"]


def build(work: Path) -> None:
    """Lets the launcher build and rehearse, so that no measurement waits for that."""
    with Gatehouse(templates.write(work / "template.json"), work, free_port(5)) as gatehouse:
        gatehouse.ready(1200)


def basic(client_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def token(token_url: str, client_id: str, secret: str) -> str:
    request = urllib.request.Request(
        token_url, b"grant_type=client_credentials",
        {"Authorization": basic(client_id, secret), "Content-Type": "application/x-www-form-urlencoded"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)["access_token"]


def oidc_provider(work: Path, port: int, client_id: str, secret: str, scope: str) -> Server:
    server = Server(
        ["node", "oidc-provider.mjs", str(port), client_id, secret, scope],
        work / "oidc-provider.log", dict(os.environ, NODE_ENV="production"), HERE / "peers")
    server.wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration")
    return server


def keycloak(work: Path, port: int, client_id: str, secret: str) -> Server:
    home = machine.keycloak(work)
    realm = home / "data" / "import"
    realm.mkdir(parents=True, exist_ok=True)
    (realm / "players.json").write_text(json.dumps({
        "realm": "players", "enabled": True, "sslRequired": "none",
        "clients": [{
            "clientId": client_id, "secret": secret, "enabled": True, "protocol": "openid-connect",
            "clientAuthenticatorType": "client-secret", "serviceAccountsEnabled": True,
            "standardFlowEnabled": False, "publicClient": False}]}))
    server = Server(
        [str(home / "bin" / "kc.sh"), "start", "--optimized", "--import-realm", "--http-enabled=true",
         f"--http-port={port}", "--http-host=127.0.0.1", f"--hostname=http://127.0.0.1:{port}"],
        work / "keycloak.log", machine.with_jdk())
    server.wait_for(f"http://127.0.0.1:{port}/realms/players", 180)
    return server


def nginx(work: Path, port: int) -> Server:
    """Answers everything with the same short JSON."""
    configuration = work / "nginx.conf"
    work.mkdir(parents=True, exist_ok=True)
    configuration.write_text(f"""
daemon off;
pid {work}/nginx.pid;
error_log {work}/nginx-error.log;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  keepalive_requests 1000000;
  client_body_temp_path {work}/nginx-body;
  proxy_temp_path {work}/nginx-proxy;
  fastcgi_temp_path {work}/nginx-fastcgi;
  uwsgi_temp_path {work}/nginx-uwsgi;
  scgi_temp_path {work}/nginx-scgi;
  server {{
    listen 127.0.0.1:{port};
    default_type application/json;
    location / {{ return 200 '{{"players":[]}}'; }}
  }}
}}
""")
    server = Server([machine.which("nginx") or "nginx", "-c", str(configuration), "-e", f"{work}/nginx-error.log"],
                    work / "nginx.log")
    server.wait_for(f"http://127.0.0.1:{port}/")
    return server


def haproxy(work: Path, port: int, backend: int, key: Path, issuer: str, client_id: str, scope: str) -> Server:
    """Verifies RS256 with `jwt_verify` each time, then issuer, expiry, client and scope."""
    configuration = work / "haproxy.cfg"
    configuration.write_text(f"""
global
  nbthread 2
defaults
  mode http
  timeout client 30s
  timeout server 30s
  timeout connect 5s
frontend doors
  bind 127.0.0.1:{port}
  http-request set-var(txn.bearer) http_auth_bearer
  http-request set-var(txn.alg) var(txn.bearer),jwt_header_query('$.alg')
  http-request set-var(txn.iss) var(txn.bearer),jwt_payload_query('$.iss')
  http-request set-var(txn.client) var(txn.bearer),jwt_payload_query('$.client_id')
  http-request set-var(txn.scope) var(txn.bearer),jwt_payload_query('$.scope')
  http-request set-var(txn.exp) var(txn.bearer),jwt_payload_query('$.exp','int')
  http-request set-var(txn.now) date()
  http-request deny deny_status 401 unless {{ var(txn.alg) -m str RS256 }}
  http-request deny deny_status 401 unless {{ var(txn.bearer),jwt_verify(txn.alg,"{key}") -m int 1 }}
  http-request deny deny_status 401 unless {{ var(txn.iss) -m str {issuer} }}
  http-request deny deny_status 401 unless {{ var(txn.client) -m str {client_id} }}
  http-request deny deny_status 401 if {{ var(txn.exp),sub(txn.now) -m int lt 0 }}
  http-request deny deny_status 403 unless {{ var(txn.scope) -m sub {scope} }}
  default_backend players
backend players
  http-reuse always
  server nginx 127.0.0.1:{backend}
""")
    server = Server([machine.which("haproxy") or "haproxy", "-db", "-f", str(configuration)], work / "haproxy.log")
    server.wait_for(f"http://127.0.0.1:{port}/players")
    return server


def serverless_offline(work: Path, port: int, issuer: str, client_id: str) -> Server:
    """Two more ports after the given one are its own: its Lambda API and its workers'."""
    return Server(
        ["node", str(HERE / "peers" / "node_modules" / "serverless" / "bin" / "serverless.js"), "offline",
         "--httpPort", str(port), "--lambdaPort", str(port + 1), "--albPort", str(port + 2),
         "--host", "127.0.0.1", "--noPrependStageInUrl", "--ignoreJWTSignature"],
        work / "serverless-offline.log",
        dict(os.environ, BENCH_ISSUER=issuer, BENCH_AUDIENCE=client_id, SLS_TELEMETRY_DISABLED="1",
             SLS_NOTIFICATIONS_MODE="off", AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x"),
        HERE / "peers" / "offline")


def public_key(issuer: str, signed: str, file: Path) -> Path:
    """The key that a token is signed with as PEM, which is how HAProxy takes it (RFC 8017 in RFC 5280's wrapping).
    A pool has two: one for ID tokens, one for access tokens."""
    key_id = json.loads(base64.urlsafe_b64decode(signed.split(".")[0] + "=="))["kid"]
    with urllib.request.urlopen(issuer + "/.well-known/jwks.json", timeout=10) as answer:
        key = next(key for key in json.load(answer)["keys"] if key["kid"] == key_id)
    rsa = der(0x30, integer(key["n"]) + integer(key["e"]))
    algorithm = bytes.fromhex("300d06092a864886f70d0101010500")
    encoded = base64.encodebytes(der(0x30, algorithm + der(0x03, b"\0" + rsa))).decode()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"-----BEGIN PUBLIC KEY-----\n{encoded}-----END PUBLIC KEY-----\n")
    return file


def integer(base64url: str) -> bytes:
    number = base64.urlsafe_b64decode(base64url + "==")
    return der(0x02, (b"\0" if number[0] & 0x80 else b"") + number)


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        length = bytes([size])
    else:
        digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
        length = bytes([0x80 | len(digits)]) + digits
    return bytes([tag]) + length + content
