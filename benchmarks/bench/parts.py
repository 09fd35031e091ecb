"""The measurements, one function each. A part starts what it compares, measures in interleaved rounds,
ends it, and returns its figures and the ratios that a target stands for."""

import contextlib
import http.client
import json
import subprocess
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from . import holding, java, servers, signing, templates
from .load import Request, run
from .measuring import Measure, Ratio, Result, Settings, bearer, interleaved, loaded, token_request


def openssl_signatures(settings: Settings) -> Measure:
    """Signatures a second on all cores at once: no token endpoint can do more."""

    def measure() -> dict:
        printed = subprocess.run(
            ["openssl", "speed", "-mr", "-multi", "2", "-seconds", str(max(1, round(settings.seconds / 2))), "rsa2048"],
            check=True, capture_output=True, text=True).stdout
        # "+F2:2:2048:SIGNED:VERIFIED", a second, over all processes
        line = next(line for line in printed.splitlines() if line.startswith("+F2:"))
        return {"value": float(line.split(":")[3])}

    return measure


def tokens(settings: Settings) -> Result:
    result = Result("tokens", "tokens/s")
    work = settings.work / "tokens"
    with contextlib.ExitStack() as stack:
        port = servers.free_port(10)
        template = templates.write(work / "template.json")
        gatehouse = stack.enter_context(servers.Gatehouse(template, work, port)).ready()
        stack.enter_context(servers.oidc_provider(work, port + 5, "bench", "s" * 40, "players/read"))
        stack.enter_context(servers.keycloak(settings.work, port + 6, "bench", "s" * 40))
        interleaved(result, settings, {
            "openssl": openssl_signatures(settings),
            "Gatehouse": loaded(lambda: token_request(*gatehouse.client()), settings),
            "oidc-provider": loaded(lambda: token_request(
                f"http://127.0.0.1:{port + 5}/token", "bench", "s" * 40), settings),
            "Keycloak": loaded(lambda: token_request(
                f"http://127.0.0.1:{port + 6}/realms/players/protocol/openid-connect/token", "bench", "s" * 40),
                settings),
        })
    result.ratio("tokens/s against openssl's signatures/s", "Gatehouse", "openssl", 0.85)
    result.ratio("tokens/s against oidc-provider", "Gatehouse", "oidc-provider", 2)
    result.ratio("tokens/s against Keycloak", "Gatehouse", "Keycloak", 5)
    return result


def http_proxy(settings: Settings) -> Result:
    result = Result("http-proxy", "requests/s")
    work = settings.work / "http-proxy"
    with contextlib.ExitStack() as stack:
        port = servers.free_port(10)
        stack.enter_context(servers.nginx(work, port + 5))
        template = templates.write(work / "template.json", backend=port + 5)
        gatehouse = stack.enter_context(servers.Gatehouse(template, work, port)).ready()
        token = servers.token(*gatehouse.client())
        key = servers.public_key(gatehouse["GATEHOUSE_ISSUER"], token, work / "issuer.pem")
        stack.enter_context(servers.haproxy(
            work, port + 6, port + 5, key, gatehouse["GATEHOUSE_ISSUER"], gatehouse["GATEHOUSE_CLIENT_ID"],
            "players/read"))
        many = tuple(servers.token(*gatehouse.client()) for _ in range(10_000))
        ours = gatehouse["GATEHOUSE_API_URL"] + "/players"
        theirs = f"http://127.0.0.1:{port + 6}/players"
        interleaved(result, settings, {
            "Gatehouse": loaded(lambda: bearer(ours, token), settings),
            "HAProxy": loaded(lambda: bearer(theirs, token), settings),
            "Gatehouse, 10,000 tokens": loaded(lambda: Request(ours, tokens=many), settings),
            "HAProxy, 10,000 tokens": loaded(lambda: Request(theirs, tokens=many), settings),
        })
    result.ratio("JWT-and-scope-checked proxy, one token, against HAProxy", "Gatehouse", "HAProxy", 1.0)
    result.ratio("the same with 10,000 tokens in rotation",
                 "Gatehouse, 10,000 tokens", "HAProxy, 10,000 tokens", 0.7)
    return result


def lambda_proxy(settings: Settings) -> Result:
    result = Result("lambda-proxy", "requests/s")
    work = settings.work / "lambda-proxy"
    body = json.dumps({"padding": "x" * 2034}).encode()
    with contextlib.ExitStack() as stack:
        port = servers.free_port(10)
        template = templates.write(work / "template.json", function=True, url=True)
        gatehouse = stack.enter_context(servers.Gatehouse(template, work, port)).ready()
        token = servers.token(*gatehouse.client())
        ours = gatehouse["GATEHOUSE_API_URL"] + "/players"

        def offline(connections: int) -> Measure:
            """Anew for each round: it becomes slower with each request, after its first seconds."""
            theirs = f"http://127.0.0.1:{port + 5}/players"

            def measure() -> dict:
                with servers.serverless_offline(
                        work, port + 5, gatehouse["GATEHOUSE_ISSUER"], gatehouse["GATEHOUSE_CLIENT_ID"]) as server:
                    server.wait_for(theirs)
                    run(bearer(theirs, token), settings.work / "wrk", connections, max(2, round(settings.seconds / 2)))
                    return loaded(lambda: bearer(theirs, token), settings, connections)()

            return measure

        interleaved(result, settings, {
            "Gatehouse, 32 connections": loaded(lambda: bearer(ours, token), settings),
            "serverless-offline, 32 connections": offline(32),
            "Gatehouse, 1 connection": loaded(lambda: bearer(ours, token), settings, 1),
            "serverless-offline, 1 connection": offline(1),
            "Gatehouse, signed function URL, 2 KB": loaded(lambda: signing.signed_post(
                gatehouse["GATEHOUSE_FUNCTION_URL"], body, gatehouse.env), settings),
        }, fresh=("serverless-offline, 32 connections", "serverless-offline, 1 connection"))
    for count, target in ((32, 3), (1, 1.5)):
        some = "32 connections" if count == 32 else "1 connection"
        result.ratio(f"JWT-checked function, {some}, against serverless-offline",
                     f"Gatehouse, {some}", f"serverless-offline, {some}", target)
        result.ratio(f"its p99, {some}, against serverless-offline",
                     f"Gatehouse, {some}", f"serverless-offline, {some}", 1, "p99_ms", at_most=True)
    result.ratio("signed function URL, 2 KB body, against our own JWT route",
                 "Gatehouse, signed function URL, 2 KB", "Gatehouse, 32 connections", 0.9)
    return result


def start(settings: Settings) -> Result:
    """From the command to the first 200 that a token opens; ids and secrets are remembered from before."""
    result = Result("start", "ms", columns={"endpoint_ms": "endpoint ms"})
    result.how = f"{settings.rounds} starts each. Medians:"
    work = settings.work / "start"
    port = servers.free_port(10)
    template = templates.write(work / "template.json", function=True)
    with servers.Gatehouse(template, work, port) as gatehouse:
        gatehouse.ready()
        token = servers.token(*gatehouse.client())
        client, api = gatehouse.client(), gatehouse["GATEHOUSE_API_URL"]
        issuer, client_id = gatehouse["GATEHOUSE_ISSUER"], gatehouse["GATEHOUSE_CLIENT_ID"]

    def ours() -> dict:
        with servers.Gatehouse(template, work, port, keep=True) as server:
            poll(server, f"http://127.0.0.1:{port}/", {}, {403, 404})
            endpoint = (time.monotonic() - server.started) * 1000
            fresh = servers.token(*client)
            poll(server, api + "/players", {"Authorization": "Bearer " + fresh}, {200})
            return {"value": (time.monotonic() - server.started) * 1000, "endpoint_ms": endpoint}

    def theirs() -> dict:
        with servers.serverless_offline(work, port + 5, issuer, client_id) as server:
            poll(server, f"http://127.0.0.1:{port + 5}/players", {"Authorization": "Bearer " + token}, {200})
            return {"value": (time.monotonic() - server.started) * 1000}

    interleaved(result, settings, {"Gatehouse": ours, "serverless-offline": theirs},
                fresh=("Gatehouse", "serverless-offline"))
    result.ratio("start to the first authorised 200, against serverless-offline",
                 "Gatehouse", "serverless-offline", 1, at_most=True)
    result.ratios.append(Ratio("the endpoint itself ready, seconds",
                               result.median("Gatehouse", "endpoint_ms") / 1000, 0.8, at_most=True))
    return result


def poll(server: servers.Server, url: str, headers: dict[str, str], wanted: set[int]) -> None:
    split = urlsplit(url)
    end = time.monotonic() + 60
    while time.monotonic() < end and server.process.poll() is None:
        connection = http.client.HTTPConnection(split.hostname, split.port, timeout=5)
        try:
            connection.request("GET", split.path, headers=headers)
            if connection.getresponse().status in wanted:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.005)
    raise RuntimeError(f"{url} never answered as wanted; see {server.log}")


def memory(settings: Settings) -> Result:
    """Of Gatehouse's own process, no table in the stack."""
    result = Result("memory", "MiB", columns={})
    result.how = "once, 32 connections to a token-checked HTTP proxy route:"
    work = settings.work / "memory"
    with contextlib.ExitStack() as stack:
        port = servers.free_port(10)
        stack.enter_context(servers.nginx(work, port + 5))
        template = templates.write(work / "template.json", backend=port + 5)
        gatehouse = stack.enter_context(servers.Gatehouse(template, work, port)).ready()
        token = servers.token(*gatehouse.client())
        time.sleep(2)
        idle = gatehouse.resident_mib()
        served = 0
        while served < 1_000_000:
            served += run(bearer(gatehouse["GATEHOUSE_API_URL"] + "/players", token),
                          settings.work / "wrk", 32, 10).requests
        after = gatehouse.resident_mib()
    result.rounds = {"idle after start": [{"value": idle}],
                     f"after {served:,} requests": [{"value": after}]}
    result.ratios = [Ratio("resident memory, idle after start, MiB", idle, 160, at_most=True),
                     Ratio("resident memory after 1 million requests, MiB", after, 300, at_most=True)]
    return result


def scale(settings: Settings) -> Result:
    result = Result("scale", "requests/s")
    clients = 1000
    with contextlib.ExitStack() as stack:
        port = servers.free_port(20)
        work = settings.work / "scale"
        stack.enter_context(servers.nginx(work, port + 19))
        few = templates.write(work / "few.json", backend=port + 19, routes=4)
        many = templates.write(work / "many.json", backend=port + 19, routes=299)
        pool = templates.write(work / "pool.json")
        five = stack.enter_context(servers.Gatehouse(few, work / "few", port)).ready()
        three_hundred = stack.enter_context(servers.Gatehouse(many, work / "many", port + 5)).ready()
        alone = stack.enter_context(servers.Gatehouse(pool, work / "alone", port + 10)).ready()
        crowd = stack.enter_context(servers.Gatehouse(pool, work / "crowd", port + 14)).ready()
        # A template holds 500 resources, as on AWS: the others are made as on AWS too.
        for i in range(1, clients):
            last = add_client(crowd, f"client{i}")
        interleaved(result, settings, {
            "5 routes": loaded(lambda: bearer(
                five["GATEHOUSE_API_URL"] + "/players", servers.token(*five.client())), settings),
            "300 routes": loaded(lambda: bearer(
                three_hundred["GATEHOUSE_API_URL"] + "/players", servers.token(*three_hundred.client())), settings),
            "tokens, 1 client": loaded(lambda: token_request(*alone.client()), settings),
            f"tokens, {clients:,} clients": loaded(lambda: token_request(*last), settings),
        })
    result.ratio("route match and authorization with 300 routes against 5", "300 routes", "5 routes", 0.95)
    result.ratio(f"tokens with {clients:,} clients against 1",
                 f"tokens, {clients:,} clients", "tokens, 1 client", 0.95)
    return result


def add_client(gatehouse: servers.Gatehouse, name: str) -> tuple[str, str, str]:
    """:returns: the token endpoint and the new client's id and secret"""
    made = signing.call("cognito-idp", "AWSCognitoIdentityProviderService.CreateUserPoolClient", {
        "UserPoolId": gatehouse["GATEHOUSE_ISSUER"].rpartition("/")[2], "ClientName": name, "GenerateSecret": True,
        "AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthFlowsUserPoolClient": True,
        "AllowedOAuthScopes": ["players/read"]}, gatehouse.env)["UserPoolClient"]
    return gatehouse["GATEHOUSE_TOKEN_URL"], made["ClientId"], made["ClientSecret"]


PARTS: dict[str, Callable[[Settings], Result]] = {
    "tokens": tokens,
    "http-proxy": http_proxy,
    "lambda-proxy": lambda_proxy,
    "start": start,
    "memory": memory,
    "scale": scale,
    "players": java.players,
    "jmh": java.loops,
    "soak": holding.soak,
    "slow": holding.slow,
    "overload": holding.overload,
}
