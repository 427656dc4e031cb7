"""What Prometheus asks for: counts and durations, of this process, about nobody."""

from __future__ import annotations

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

MEDIA_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """One per running program; handed on by hand like everything else."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.answers = Counter(
            "vanapp_answers", "Answers given, by door and status", ("door", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "vanapp_answer_seconds",
            "From a question's head to its answer; uploads take as long as their line",
            ("door",),
            registry=self._registry,
            buckets=(0.005, 0.02, 0.1, 0.5, 2, 10, 30, 120),
        )
        self.problems = Counter("vanapp_problems", "Refusals, by kind", ("kind",), registry=self._registry)
        self.bytes = Counter(
            "vanapp_upload_bytes", "Bytes of uploads that were kept", registry=self._registry
        )
        self.records = Counter("vanapp_records", "Records taken", registry=self._registry)
        self.writers = Gauge("vanapp_upload_writers", "Uploads being written now", registry=self._registry)
        self.waiting = Gauge(
            "vanapp_records_waiting", "Records that wait while others are written", registry=self._registry
        )
        self.under_way = Gauge(
            "vanapp_uploads_under_way",
            "Uploads begun and not finished, of all gateways",
            registry=self._registry,
        )
        self.events = Gauge("vanapp_events", "Length of the event log", registry=self._registry)

    def text(self) -> bytes:
        return generate_latest(self._registry)
