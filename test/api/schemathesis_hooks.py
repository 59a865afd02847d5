"""What Schemathesis does not know of this API. What is wrong on purpose is sent as it is."""

import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    # It tries the same few keys with every command, but a key is for one command alone.
    if "idempotency-key" in (case.headers or {}):
        case.headers["idempotency-key"] = str(uuid.uuid4())
    # Nobody waits for minutes.
    if case.path.endswith("/wait"):
        case.query["timeout"] = 1
