"""Run by Alembic: migrations go through the connection that ``keep/database.py`` opened."""

from alembic import context

from whytwitch.keep.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
