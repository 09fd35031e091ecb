"""Requests signed with SigV4: one to be sent again and again while its date is fresh, and calls of AWS's own APIs."""

import hashlib
import hmac
import json
import urllib.request
from collections.abc import Mapping
from datetime import datetime, timezone
from urllib.parse import urlsplit

from .load import Request


def signed_post(url: str, body: bytes, environment: Mapping[str, str]) -> Request:
    """To a function URL.

    :returns: good for five minutes, which is as old as a signature may be
    """
    headers = signed(url, body, "lambda", environment, {"content-type": "application/json"})
    return Request(url, "POST", tuple(headers.items()), body)


def call(service: str, target: str, content: dict, environment: Mapping[str, str]) -> dict:
    """One operation of an API of AWS's that speaks JSON 1.1.

    :raises urllib.error.HTTPError: when it is refused
    """
    url, body = environment["AWS_ENDPOINT_URL"] + "/", json.dumps(content).encode()
    headers = signed(url, body, service, environment,
                     {"content-type": "application/x-amz-json-1.1", "x-amz-target": target})
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=30) as answer:
        return json.load(answer)


def signed(url: str, body: bytes, service: str, environment: Mapping[str, str],
           headers: dict[str, str]) -> dict[str, str]:
    """The headers of a POST with its signature, without `host`, which the client writes itself.

    :param environment: the access key and the region, under AWS's names
    :param headers: in lower case
    """
    host, path = urlsplit(url).netloc, urlsplit(url).path or "/"
    stamp = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(body).hexdigest()
    sent = headers | {"x-amz-content-sha256": digest, "x-amz-date": stamp}
    canonical_headers = dict(sorted((sent | {"host": host}).items()))
    names = ";".join(canonical_headers)
    canonical = "\n".join(["POST", path, "", *(f"{name}:{value}" for name, value in canonical_headers.items()), "",
                           names, digest])
    scope = f"{stamp[:8]}/{environment['AWS_REGION']}/{service}/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + environment["AWS_SECRET_ACCESS_KEY"]).encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.new(key, to_sign.encode(), "sha256").hexdigest()
    return sent | {"authorization": f"AWS4-HMAC-SHA256 Credential={environment['AWS_ACCESS_KEY_ID']}/{scope},"
                                    f" SignedHeaders={names}, Signature={signature}"}
