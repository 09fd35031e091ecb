"""Runs an ASGI application on Lambda's events of payload format 2.0, as Mangum and its like do."""

import asyncio
import base64
from urllib.parse import unquote


class Adapter:
    def __init__(self, app):
        self.app = app
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self.lifespan())

    async def lifespan(self):
        started = asyncio.Event()
        once = iter([{"type": "lifespan.startup"}])

        async def receive():
            message = next(once, None)
            return message or await asyncio.Event().wait()

        async def send(message):
            started.set()

        self.task = asyncio.ensure_future(self.app({"type": "lifespan"}, receive, send))
        await started.wait()

    def __call__(self, event, context):
        return self.loop.run_until_complete(self.serve(event, context))

    async def serve(self, event, context):
        http = event["requestContext"]["http"]
        body = event.get("body") or ""
        body = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.0"},
            "http_version": "1.1",
            "method": http["method"],
            "scheme": "http",
            "path": unquote(event["rawPath"]),
            "raw_path": event["rawPath"].encode(),
            "root_path": "",
            "query_string": event["rawQueryString"].encode(),
            "headers": [[k.encode(), v.encode()] for k, v in event["headers"].items()],
            "client": (http["sourceIp"], 0),
            "server": (event["requestContext"]["domainName"], 80),
            "aws.event": event,
            "aws.context": context,
        }
        answer = {"body": b""}

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            if message["type"] == "http.response.start":
                answer.update(status=message["status"], headers=message["headers"])
            else:
                answer["body"] += message.get("body", b"")

        await self.app(scope, receive, send)
        headers, cookies = {}, []
        for name, value in answer["headers"]:
            if name == b"set-cookie":
                cookies.append(value.decode())
            else:
                headers[name.decode()] = value.decode()
        text = headers.get("content-type", "").startswith(("text/", "application/json"))
        return {
            "statusCode": answer["status"],
            "headers": headers,
            "cookies": cookies,
            "body": answer["body"].decode() if text else base64.b64encode(answer["body"]).decode(),
            "isBase64Encoded": not text,
        }
