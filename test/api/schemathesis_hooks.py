"""Adapts valid requests to rules that the description does not express. Requests that are invalid on purpose are sent unchanged."""

import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    # Schemathesis reuses a few keys for all commands, but a key belongs to one command.
    if "idempotency-key" in (case.headers or {}):
        case.headers["idempotency-key"] = str(uuid.uuid4())
    # Keeps the waits short.
    if case.path.endswith("/wait"):
        case.query["timeout"] = 1
