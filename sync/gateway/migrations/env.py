"""Where Alembic comes in: it is handed a connection in a transaction, and never opens one itself."""

from __future__ import annotations

from alembic import context

from sync.gateway.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the transaction is the caller's, on both databases
)
context.run_migrations()
