"""Guards that no program can step around: the books and decisions stay as written, and money needs two people.

The ledger and the decisions on claims are append-only. A payment is sent or paid only in a run that two others than
its preparer have signed, and who prepared a run cannot be rewritten.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

APPEND_ONLY = {  # a decision goes only with its claim
    "ledger_entries": ("UPDATE", "DELETE"),
    "ledger_lines": ("UPDATE", "DELETE"),
    "claim_decisions": ("UPDATE",),
}
KEPT = (
    *("id", "uid", "claim_id", "at", "on", "outcome", "reasons", "values", "parameters", "rule_version"),
    *("documents", "maker_id", "checker_id", "second_id"),
)
"""What of a decision never changes. When a person leaves, the sealed facts and words may be emptied, nothing else."""
SIGNED = """SELECT 1 FROM payment_runs WHERE id = NEW.run_id AND state IN ('sent', 'settled')
    AND checked_by IS NOT NULL AND approved_by IS NOT NULL
    AND checked_by <> prepared_by AND approved_by <> prepared_by"""
MONEY = "NEW.state IN ('sent', 'paid', 'returned')"
REWRITTEN = "NEW.prepared_by <> OLD.prepared_by"
UNSIGNED = """NEW.state IN ('approved', 'sent', 'settled')
    AND (NEW.checked_by IS NULL OR NEW.approved_by IS NULL)"""

SQLITE = (
    *(
        f"""CREATE TRIGGER payments_signed_{act.lower()} BEFORE {act} ON payments
            WHEN {MONEY} AND NOT EXISTS ({SIGNED})
            BEGIN SELECT RAISE(ABORT, 'a payment needs a run that two people signed'); END"""
        for act in ("INSERT", "UPDATE")
    ),
    *(
        f"""CREATE TRIGGER payment_runs_signed_{act.lower()} BEFORE {act} ON payment_runs WHEN {UNSIGNED}
            BEGIN SELECT RAISE(ABORT, 'a run needs both signatures'); END"""
        for act in ("INSERT", "UPDATE")
    ),
    f"""CREATE TRIGGER payment_runs_prepared_by BEFORE UPDATE ON payment_runs WHEN {REWRITTEN}
        BEGIN SELECT RAISE(ABORT, 'who prepared a run cannot be rewritten'); END""",
)
POSTGRESQL = (
    f"""CREATE FUNCTION refuse_unsigned_payment() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF {MONEY} AND NOT EXISTS ({SIGNED}) THEN
                RAISE EXCEPTION 'a payment needs a run that two people signed';
            END IF;
            RETURN NEW;
        END $$""",
    """CREATE TRIGGER payments_signed BEFORE INSERT OR UPDATE ON payments
        FOR EACH ROW EXECUTE FUNCTION refuse_unsigned_payment()""",
    f"""CREATE FUNCTION refuse_unsigned_run() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF {UNSIGNED} THEN
                RAISE EXCEPTION 'a run needs both signatures';
            END IF;
            IF TG_OP = 'UPDATE' AND {REWRITTEN} THEN
                RAISE EXCEPTION 'who prepared a run cannot be rewritten';
            END IF;
            RETURN NEW;
        END $$""",
    """CREATE TRIGGER payment_runs_signed BEFORE INSERT OR UPDATE ON payment_runs
        FOR EACH ROW EXECUTE FUNCTION refuse_unsigned_run()""",
)


def unless_forgetting(table: str, act: str, *, sqlite: bool) -> str:
    """The condition under which a change is refused; "" for always."""
    if (table, act) != ("claim_decisions", "UPDATE"):
        return ""
    same = "IS" if sqlite else "IS NOT DISTINCT FROM"
    kept = " AND ".join(f'NEW."{column}" {same} OLD."{column}"' for column in KEPT)
    return f"WHEN (NOT (NEW.facts_sealed IS NULL AND NEW.why_sealed IS NULL AND {kept})) "


def upgrade() -> None:
    """Make the guards."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, acts in APPEND_ONLY.items():
        if sqlite:
            for act in acts:
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"{unless_forgetting(table, act, sqlite=True)}"
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE {' OR '.join(acts)} ON {table} "
                f"FOR EACH ROW {unless_forgetting(table, acts[0], sqlite=False)}"
                "EXECUTE FUNCTION refuse_change()"
            )
    for statement in SQLITE if sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Remove the guards."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, acts in APPEND_ONLY.items():
        if sqlite:
            for act in acts:
                op.execute(f"DROP TRIGGER {table}_no_{act.lower()}")
        else:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    if sqlite:
        for trigger in (
            *("payments_signed_insert", "payments_signed_update", "payment_runs_signed_insert"),
            *("payment_runs_signed_update", "payment_runs_prepared_by"),
        ):
            op.execute(f"DROP TRIGGER {trigger}")
    else:
        op.execute("DROP TRIGGER payments_signed ON payments")
        op.execute("DROP TRIGGER payment_runs_signed ON payment_runs")
        op.execute("DROP FUNCTION refuse_unsigned_payment(), refuse_unsigned_run()")
