"""One signed request (SigV4, service lambda), to be sent again and again while its date is fresh."""

import hashlib
import hmac
from datetime import datetime, timezone
from urllib.parse import urlsplit

from .load import Request


def signed_post(url: str, body: bytes, key_id: str, secret: str, region: str) -> Request:
    """:returns: good for five minutes, which is as old as a signature may be"""
    host = urlsplit(url).netloc
    path = urlsplit(url).path or "/"
    stamp = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    content = hashlib.sha256(body).hexdigest()
    headers = {"content-type": "application/json", "host": host,
               "x-amz-content-sha256": content, "x-amz-date": stamp}
    names = ";".join(headers)
    canonical = "\n".join(
        ["POST", path, "", *(f"{name}:{value}" for name, value in headers.items()), "", names, content])
    scope = f"{stamp[:8]}/{region}/lambda/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    signing_key = ("AWS4" + secret).encode()
    for part in scope.split("/"):
        signing_key = hmac.digest(signing_key, part.encode(), "sha256")
    signature = hmac.new(signing_key, to_sign.encode(), "sha256").hexdigest()
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={names}, Signature={signature}")
    del headers["host"]  # the load generator writes it itself
    return Request(url, "POST", tuple(headers.items()), body)
