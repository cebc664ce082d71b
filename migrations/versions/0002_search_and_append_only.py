"""Full-text search over opening_words, and triggers that keep the audit log append-only.

Both databases keep their index in step by themselves: SQLite through triggers on an FTS5 table with external
content, PostgreSQL through generated tsvector columns. The tokens are made by the program (bigrams), so no
dictionary and no text-search configuration is involved.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

SQLITE = (
    """CREATE VIRTUAL TABLE opening_fts USING fts5(
        title, body, content='opening_words', content_rowid='opening_id',
        tokenize="unicode61 remove_diacritics 0 tokenchars '+#.'")""",
    """CREATE TRIGGER opening_words_added AFTER INSERT ON opening_words BEGIN
        INSERT INTO opening_fts(rowid, title, body) VALUES (new.opening_id, new.title, new.body); END""",
    """CREATE TRIGGER opening_words_removed AFTER DELETE ON opening_words BEGIN
        INSERT INTO opening_fts(opening_fts, rowid, title, body)
        VALUES ('delete', old.opening_id, old.title, old.body); END""",
    """CREATE TRIGGER opening_words_changed AFTER UPDATE ON opening_words BEGIN
        INSERT INTO opening_fts(opening_fts, rowid, title, body)
        VALUES ('delete', old.opening_id, old.title, old.body);
        INSERT INTO opening_fts(rowid, title, body) VALUES (new.opening_id, new.title, new.body); END""",
)
POSTGRESQL = (
    """ALTER TABLE opening_words
        ADD COLUMN title_vector tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(title, ' '))) STORED,
        ADD COLUMN body_vector tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(body, ' '))) STORED""",
    "CREATE INDEX ix_opening_words_title_vector ON opening_words USING gin (title_vector)",
    "CREATE INDEX ix_opening_words_body_vector ON opening_words USING gin (body_vector)",
    # The long columns live beside the table, so that a common word reads few pages; and the planner, which does not
    # count what unpacking them costs, is kept from reading the whole table.
    "ALTER TABLE opening_words SET (toast_tuple_target = 128)",
    """CREATE FUNCTION openings_with_words(wanted tsquery, phrases text[]) RETURNS SETOF integer
        LANGUAGE sql STABLE ROWS 5000 SET enable_seqscan = off AS
        $$ SELECT opening_id FROM opening_words WHERE body_vector @@ wanted AND body LIKE ALL (phrases) $$""",
    """CREATE FUNCTION openings_with_title(wanted tsquery, phrases text[]) RETURNS SETOF integer
        LANGUAGE sql STABLE ROWS 5000 SET enable_seqscan = off AS
        $$ SELECT opening_id FROM opening_words WHERE title_vector @@ wanted AND title LIKE ALL (phrases) $$""",
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$""",
)
APPEND_ONLY = {  # consents go only when their person is erased
    "audit_entries": ("UPDATE", "DELETE"),
    "consents": ("UPDATE",),
}


def upgrade() -> None:
    """Make the search index and the guards."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if sqlite else POSTGRESQL:
        op.execute(statement)
    for table, acts in APPEND_ONLY.items():
        if sqlite:
            for act in acts:
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE {' OR '.join(acts)} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    """Remove the search index and the guards."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, acts in APPEND_ONLY.items():
        if sqlite:
            for act in acts:
                op.execute(f"DROP TRIGGER {table}_no_{act.lower()}")
        else:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    if sqlite:
        for trigger in ("added", "removed", "changed"):
            op.execute(f"DROP TRIGGER opening_words_{trigger}")
        op.execute("DROP TABLE opening_fts")
    else:
        for function in ("refuse_change()", "openings_with_words", "openings_with_title"):
            op.execute(f"DROP FUNCTION {function}")
        op.execute("ALTER TABLE opening_words DROP COLUMN title_vector, DROP COLUMN body_vector")
