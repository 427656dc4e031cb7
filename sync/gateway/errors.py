"""What the gateway answers with instead of a result.

GatewayError
 +- Problem        told to the asker as problem+json; `kind` is a key of sync.protocol.PROBLEMS
 +- CannotStart    told to whoever starts the program
"""

from __future__ import annotations

from sync.protocol import PROBLEMS


class GatewayError(Exception):
    code = "gateway.error"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class Problem(GatewayError):
    """values: facts for the asker, without personal data. retry_after_s: goes into Retry-After."""

    code = "gateway.problem"

    def __init__(self, kind: str, **values: object) -> None:
        super().__init__(**values)
        self.kind = kind
        self.status = PROBLEMS[kind]


class CannotStart(GatewayError):
    """values: reason."""

    code = "gateway.cannot_start"
