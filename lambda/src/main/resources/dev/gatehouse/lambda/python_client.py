"""Runs a Python handler against the Lambda Runtime API.

Standard library only: nothing here may meet the function's packages.
"""

import decimal
import http.client
import importlib
import json
import logging
import math
import os
import re
import sys
import time
import traceback

BASE = "/2018-06-01/runtime/"
# No guest can know it, so nothing that a function answers is taken for a decimal by mistake.
DECIMAL = os.urandom(16).hex() + ":"
DECIMALS = re.compile('"' + DECIMAL + '([^"]*)"')


class Fault(Exception):
    """What the runtime itself finds wrong; its type is one of AWS's `Runtime.*`."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind = "Runtime." + kind
        self.trace = list(trace)


class RuntimeApi:
    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address)

    def next(self):
        response, body = self.call("GET", "invocation/next")
        if response.status != 200:
            sys.exit(1)
        return response.headers, body

    def answer(self, request_id, body, content_type):
        target = "invocation/" + request_id + "/response"
        return self.post_then_next(target, body, {"Content-Type": content_type})

    def error(self, request_id, error):
        target = "invocation/" + request_id + "/error"
        return self.post_then_next(target, to_json(error), self.error_headers(error))

    def init_error(self, error):
        self.post("init/error", to_json(error), self.error_headers(error))

    @staticmethod
    def error_headers(error):
        kind = re.sub(r"[^\x20-\x7e]", "?", error["errorType"])
        return {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": kind}

    def post_then_next(self, target, body, headers):
        """Asks for more work in the same call, which our Runtime API understands."""
        response, content = self.post(target, body, {**headers, "Gatehouse-Then": "next"})
        return (response.headers, content) if response.status == 200 else self.next()

    def post(self, target, body, headers):
        return self.call("POST", target, body if isinstance(body, bytes) else body.encode(), headers)

    def call(self, method, target, body=None, headers=None):
        self.connection.request(method, BASE + target, body, headers or {})
        response = self.connection.getresponse()
        return response, response.read()


class Attributes:
    """The attributes named here, `None` unless the mapping has them."""

    def __init__(self, names, values):
        for name in names:
            setattr(self, name, values.get(name))


class LambdaContext:
    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.tenant_id = headers.get("Lambda-Runtime-Aws-Tenant-Id")
        self.client_context = client_context(headers.get("Lambda-Runtime-Client-Context"))
        identity = json.loads(headers.get("Lambda-Runtime-Cognito-Identity") or "{}")
        self.identity = Attributes(
            ("cognito_identity_id", "cognito_identity_pool_id"),
            {
                "cognito_identity_id": identity.get("cognitoIdentityId"),
                "cognito_identity_pool_id": identity.get("cognitoIdentityPoolId"),
            },
        )
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))


def client_context(text):
    if not text:
        return None
    context = Attributes(("custom", "env", "client"), json.loads(text))
    if context.client is not None:
        names = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")
        context.client = Attributes(names, context.client)
    return context


def load(handler):
    module_name, dot, function_name = handler.rpartition(".")
    if not dot:
        raise Fault(
            "MalformedHandlerName",
            f"Bad handler '{handler}': not enough values to unpack (expected 2, got 1)",
        )
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault(
            "BuiltInModuleConflict", f"Cannot use built-in module {module_name} as a handler module"
        )
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("ImportModuleError", f"Unable to import module '{module_name}': {error}")
    except SyntaxError as error:
        where = f'  File "{error.filename}" Line {error.lineno}\n    {error.text}'
        raise Fault("UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", [where])
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault("HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")


def plain(value):
    """What `json` cannot write itself: decimals keep their digits, as on AWS."""
    if isinstance(value, decimal.Decimal):
        return math.nan if value.is_nan() else DECIMAL + str(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def keeps_unicode():
    """Since python3.12 answers are not escaped; the version asked for decides."""
    version = re.search(r"python3\.(\d+)", os.environ.get("AWS_EXECUTION_ENV", ""))
    return version is not None and int(version.group(1)) >= 12


def to_json(value):
    text = json.dumps(value, default=plain, ensure_ascii=not keeps_unicode())
    return DECIMALS.sub(r"\1", text)


def marshal(result):
    if isinstance(result, bytes):
        return result, "application/unknown"
    try:
        return to_json(result), "application/json"
    except Exception as error:
        raise Fault("MarshalError", f"Unable to marshal response: {error}")


def unmarshal(body):
    try:
        return json.loads(body)
    except Exception as error:
        raise Fault("UnmarshalError", f"Unable to unmarshal input: {error}")


def error_object(error, request_id=""):
    if isinstance(error, Fault):
        kind, trace = error.kind, error.trace
    else:
        frames = [
            (frame.filename, frame.lineno, frame.name, frame.line)
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        while frames and frames[0][0] == __file__:
            frames.pop(0)
        kind, trace = type(error).__name__, traceback.format_list(frames)
    return {
        "errorMessage": str(error),
        "errorType": kind,
        "requestId": request_id,
        "stackTrace": trace,
    }


def log_error(error):
    lines = [f"[ERROR] {error['errorType']}: {error['errorMessage']}"]
    lines.append("Traceback (most recent call last):")
    for frame in error["stackTrace"]:
        lines.extend(frame.splitlines())
    sys.stdout.write("\n".join(lines) + "\n")


class RequestFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = self.request_id
        return True


class StandardOutput(logging.Handler):
    def emit(self, record):
        sys.stdout.write(self.format(record))


def set_up_logging():
    requests = RequestFilter()
    logging.Formatter.converter = time.gmtime
    output = StandardOutput()
    output.setFormatter(
        logging.Formatter(
            "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n",
            "%Y-%m-%dT%H:%M:%S",
        )
    )
    output.addFilter(requests)
    logging.getLogger().addHandler(output)
    return requests


def set_trace(trace):
    if trace is None:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
    else:
        os.environ["_X_AMZN_TRACE_ID"] = trace


def invoke(api, handler, headers, body):
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        payload, content_type = marshal(handler(unmarshal(body), LambdaContext(headers)))
    except Exception as error:
        report = error_object(error, request_id)
        log_error(report)
        return api.error(request_id, report)
    return api.answer(request_id, payload, content_type)


def main():
    site_packages, packages, compiled = sys.argv[1:]
    del sys.argv[1:]
    # The script's own folder stands first; the function's does on AWS, then its layers'.
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    if os.environ.get("PYTHONPATH") == os.environ["LAMBDA_RUNTIME_DIR"]:
        sys.path[1:1] = [site_packages, packages]
    # Set this late, Python's own modules have been found compiled where they always are.
    sys.pycache_prefix = compiled
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    requests = set_up_logging()
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        report = error_object(error)
        log_error(report)
        api.init_error(report)
        sys.exit(1)
    headers, body = api.next()
    while True:
        requests.request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        set_trace(headers.get("Lambda-Runtime-Trace-Id"))
        headers, body = invoke(api, handler, headers, body)


if __name__ == "__main__":
    main()
