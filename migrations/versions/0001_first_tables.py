"""The first tables: reference, accounts, employers, jobseekers, openings, applications, recommendations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempts")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempts_since"), ["since"], unique=False)

    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_role", sa.String(length=30), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_action"), ["action"], unique=False)
        batch_op.create_index("ix_audit_entries_actor_id", ["actor_id"], unique=False)
        batch_op.create_index("ix_audit_entries_subject_subject_id", ["subject", "subject_id"], unique=False)

    op.create_table(
        "bank_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("number_mask", sa.String(length=30), nullable=False),
        sa.Column("owner_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("bank", sa.String(length=60), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_cards")),
        sa.UniqueConstraint("holder", name=op.f("uq_bank_cards_holder")),
        sa.UniqueConstraint("uid", name=op.f("uq_bank_cards_uid")),
    )
    op.create_table(
        "board_signals",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_board_signals")),
    )
    op.create_table(
        "certificates",
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("how_zh", sa.Text(), nullable=False),
        sa.Column("how_en", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_certificates")),
    )
    op.create_table(
        "districts",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name_zh", sa.String(length=20), nullable=False),
        sa.Column("name_en", sa.String(length=40), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("core", sa.Boolean(), nullable=False),
        sa.Column("adjacent", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_districts")),
        sa.UniqueConstraint("name_zh", name=op.f("uq_districts_name_zh")),
    )
    op.create_table(
        "ended_sessions",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_ended_sessions")),
    )
    with op.batch_alter_table("ended_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ended_sessions_ended_at"), ["ended_at"], unique=False)

    op.create_table(
        "exposure_prices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("model", sa.String(length=60), nullable=False),
        sa.Column("strength", sa.Double(), nullable=False),
        sa.Column("post_ids", sa.LargeBinary(), nullable=False),
        sa.Column("amounts", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposure_prices")),
    )
    with op.batch_alter_table("exposure_prices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exposure_prices_on_date"), ["on_date"], unique=False)

    op.create_table(
        "holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holidays")),
    )
    op.create_table(
        "match_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("model", sa.String(length=60), nullable=False),
        sa.Column("prices_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_seeker_id", sa.Integer(), nullable=False),
        sa.Column("seekers", sa.Integer(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_runs")),
    )
    with op.batch_alter_table("match_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_runs_on_date"), ["on_date"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("params", JSON, nullable=False),
        sa.Column("link", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_user_id_read_at", ["user_id", "read_at"], unique=False)

    op.create_table(
        "occupations",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("group_code", sa.String(length=40), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("aliases", JSON, nullable=False),
        sa.Column("assisted", sa.Boolean(), nullable=False),
        sa.Column("pay_low", sa.Integer(), nullable=True),
        sa.Column("pay_high", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_occupations")),
        sa.UniqueConstraint("name_zh", name=op.f("uq_occupations_name_zh")),
    )
    op.create_table(
        "opening_numbers",
        sa.Column("district_code", sa.String(length=6), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("district_code", name=op.f("pk_opening_numbers")),
    )
    op.create_table(
        "outbox_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("to_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_messages_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_outbox_messages_uid")),
    )
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_messages_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_messages_user_id"), ["user_id"], unique=False)

    op.create_table(
        "reference_versions",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reference_versions")),
    )
    op.create_table(
        "screenings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("employers", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("reached_employer", sa.Integer(), nullable=True),
        sa.Column("counts", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screenings")),
    )
    op.create_table(
        "skills",
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_skills")),
    )
    op.create_table(
        "welfare_kinds",
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("duties_zh", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_welfare_kinds")),
    )
    op.create_table(
        "payment_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("programme", sa.String(length=4), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("prepared_by", sa.Integer(), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "state IN ('prepared','checked','approved','sent','settled','cancelled')",
            name=op.f("ck_payment_runs_state"),
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> prepared_by", name=op.f("ck_payment_runs_two_people")
        ),
        sa.CheckConstraint(
            "checked_by IS NULL OR checked_by <> prepared_by", name=op.f("ck_payment_runs_checked_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_payment_runs_district_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_runs")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_runs_number")),
    )
    with op.batch_alter_table("payment_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_runs_state"), ["state"], unique=False)

    op.create_table(
        "streets",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["district_code"], ["districts.code"], name=op.f("fk_streets_district_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_streets")),
    )
    with op.batch_alter_table("streets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_streets_district_code"), ["district_code"], unique=False)

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("display_name", sa.String(length=60), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(length=32), nullable=True),
        sa.Column("phone_mask", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("street_code", sa.String(length=12), nullable=True),
        sa.Column("totp_secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("totp_confirmed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["district_code"], ["districts.code"], name=op.f("fk_users_district_code")),
        sa.ForeignKeyConstraint(["street_code"], ["streets.code"], name=op.f("fk_users_street_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("phone_index", name=op.f("uq_users_phone_index")),
        sa.UniqueConstraint("uid", name=op.f("uq_users_uid")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_users_role"), ["role"], unique=False)

    op.create_table(
        "employers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("industry", sa.String(length=60), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.String(length=60), nullable=False),
        sa.Column("contact_phone", sa.String(length=30), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('pending','verified','refused')", name=op.f("ck_employers_state")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.id"], name=op.f("fk_employers_decided_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_employers_district_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employers")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_employers_credit_code")),
    )
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employers_district_code"), ["district_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_employers_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_employers_state"), ["state"], unique=False)

    op.create_table(
        "grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("first_part_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "state <> 'confirmed' OR (decided_by IS NOT NULL AND decided_by <> proposed_by)",
            name=op.f("ck_grants_two_people"),
        ),
        sa.CheckConstraint("state IN ('waiting','confirmed','refused')", name=op.f("ck_grants_state")),
        sa.ForeignKeyConstraint(["district_code"], ["districts.code"], name=op.f("fk_grants_district_code")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_grants_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sa.UniqueConstraint("uid", name=op.f("uq_grants_uid")),
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grants_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_grants_user_id_waiting",
            ["user_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "import_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.Column("rejections", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_import_runs_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_runs")),
    )
    with op.batch_alter_table("import_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_runs_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_runs_source"), ["source"], unique=False)

    op.create_table(
        "reset_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("via", sa.String(length=10), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_reset_codes_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_codes")),
    )
    with op.batch_alter_table("reset_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reset_codes_user_id"), ["user_id"], unique=False)

    op.create_table(
        "seekers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("name_mask", sa.String(length=20), nullable=False),
        sa.Column("id_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id_number_index", sa.LargeBinary(length=32), nullable=True),
        sa.Column("id_number_mask", sa.String(length=20), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["district_code"], ["districts.code"], name=op.f("fk_seekers_district_code")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_seekers_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seekers")),
        sa.UniqueConstraint("id_number_index", name=op.f("uq_seekers_id_number_index")),
        sa.UniqueConstraint("uid", name=op.f("uq_seekers_uid")),
        sa.UniqueConstraint("user_id", name=op.f("uq_seekers_user_id")),
    )
    with op.batch_alter_table("seekers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seekers_district_code"), ["district_code"], unique=False)

    op.create_table(
        "claim_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seeker_id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(length=4), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seekers.id"], name=op.f("fk_claim_drafts_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_drafts")),
        sa.UniqueConstraint("seeker_id", "programme", name=op.f("uq_claim_drafts_seeker_id_programme")),
        sa.UniqueConstraint("uid", name=op.f("uq_claim_drafts_uid")),
    )
    with op.batch_alter_table("claim_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_drafts_changed_at"), ["changed_at"], unique=False)

    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("programme", sa.String(length=4), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("seeker_id", sa.Integer(), nullable=True),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("maker_id", sa.Integer(), nullable=True),
        sa.Column("checker_id", sa.Integer(), nullable=True),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("chosen_months", sa.Integer(), nullable=True),
        sa.Column("first_month", sa.Date(), nullable=True),
        sa.Column("last_month", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "state IN ('submitted','returned','accepted','reviewed','special','granted','suspended','stopped','ended','refused','appealed','withdrawn')",
            name=op.f("ck_claims_state"),
        ),
        sa.CheckConstraint(
            "maker_id IS NULL OR checker_id IS NULL OR maker_id <> checker_id",
            name=op.f("ck_claims_two_people"),
        ),
        sa.CheckConstraint(
            "second_id IS NULL OR (second_id <> checker_id AND second_id <> maker_id)",
            name=op.f("ck_claims_second_signer"),
        ),
        sa.ForeignKeyConstraint(["district_code"], ["districts.code"], name=op.f("fk_claims_district_code")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_claims_employer_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seekers.id"], name=op.f("fk_claims_seeker_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("number", name=op.f("uq_claims_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_claims_uid")),
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claims_district_code"), ["district_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_ends_on"), ["ends_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_holder"), ["holder"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_programme"), ["programme"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_seeker_id"), ["seeker_id"], unique=False)
        batch_op.create_index("ix_claims_state_due_on", ["state", "due_on"], unique=False)
        batch_op.create_index(
            "uq_claims_holder_programme_live",
            ["holder", "programme"],
            unique=True,
            sqlite_where=sa.text(
                "state IN ('submitted','returned','accepted','reviewed','special','appealed','granted','suspended')"
            ),
            postgresql_where=sa.text(
                "state IN ('submitted','returned','accepted','reviewed','special','appealed','granted','suspended')"
            ),
        )

    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seeker_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seekers.id"], name=op.f("fk_consents_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_seeker_id"), ["seeker_id"], unique=False)

    op.create_table(
        "employer_members",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("is_owner", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"],
            ["employers.id"],
            name=op.f("fk_employer_members_employer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_employer_members_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_employer_members")),
    )
    with op.batch_alter_table("employer_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_members_employer_id"), ["employer_id"], unique=False)

    op.create_table(
        "openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("employer_name", sa.String(length=120), nullable=False),
        sa.Column("occupation_code", sa.String(length=20), nullable=True),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("requirements", sa.Text(), nullable=False),
        sa.Column("pay_min", sa.Integer(), nullable=True),
        sa.Column("pay_max", sa.Integer(), nullable=True),
        sa.Column("pay_unit", sa.String(length=8), nullable=True),
        sa.Column("pay_months", sa.Integer(), nullable=True),
        sa.Column("pay_text", sa.String(length=60), nullable=False),
        sa.Column("pay_note", sa.String(length=120), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("street_code", sa.String(length=12), nullable=True),
        sa.Column("place_text", sa.String(length=200), nullable=False),
        sa.Column("outside_city", sa.Boolean(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("education_min", sa.Integer(), nullable=False),
        sa.Column("experience_min", sa.Float(), nullable=True),
        sa.Column("certificates", JSON, nullable=False),
        sa.Column("skills", JSON, nullable=False),
        sa.Column("shifts", JSON, nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=True),
        sa.Column("ends_at", sa.Integer(), nullable=True),
        sa.Column("hours_per_day", sa.Float(), nullable=True),
        sa.Column("hours_per_week", sa.Float(), nullable=True),
        sa.Column("days", JSON, nullable=False),
        sa.Column("hours_note", sa.String(length=120), nullable=False),
        sa.Column("demands", JSON, nullable=False),
        sa.Column("perks", JSON, nullable=False),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("priority_note", sa.String(length=200), nullable=False),
        sa.Column("welfare_kind_code", sa.String(length=30), nullable=True),
        sa.Column("community", sa.String(length=120), nullable=False),
        sa.Column("gig_on", sa.Date(), nullable=True),
        sa.Column("gig_from", sa.Time(), nullable=True),
        sa.Column("gig_to", sa.Time(), nullable=True),
        sa.Column("meeting_point", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_note", sa.Text(), nullable=False),
        sa.Column("lint", JSON, nullable=False),
        sa.Column("lint_override", sa.Text(), nullable=False),
        sa.Column("flags", JSON, nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("source_key", sa.String(length=64), nullable=True),
        sa.Column("source_url", sa.String(length=400), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('market','assistance','welfare','gig')", name=op.f("ck_openings_kind")),
        sa.CheckConstraint(
            "state IN ('draft','review','published','paused','filled','closed','expired','withdrawn')",
            name=op.f("ck_openings_state"),
        ),
        sa.CheckConstraint("headcount >= 1", name=op.f("ck_openings_headcount")),
        sa.CheckConstraint(
            "pay_min IS NULL OR pay_max IS NULL OR pay_max >= pay_min", name=op.f("ck_openings_pay_max")
        ),
        sa.CheckConstraint("pay_min IS NULL OR pay_min >= 0", name=op.f("ck_openings_pay_min")),
        sa.CheckConstraint("taken >= 0 AND taken <= headcount", name=op.f("ck_openings_taken")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_openings_created_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_openings_district_code")
        ),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_openings_employer_id")),
        sa.ForeignKeyConstraint(
            ["occupation_code"], ["occupations.code"], name=op.f("fk_openings_occupation_code")
        ),
        sa.ForeignKeyConstraint(["street_code"], ["streets.code"], name=op.f("fk_openings_street_code")),
        sa.ForeignKeyConstraint(
            ["welfare_kind_code"], ["welfare_kinds.code"], name=op.f("fk_openings_welfare_kind_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openings")),
        sa.UniqueConstraint("number", name=op.f("uq_openings_number")),
    )
    with op.batch_alter_table("openings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_openings_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_openings_district_code"), ["district_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_openings_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_openings_import_run_id"), ["import_run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_openings_occupation_code"), ["occupation_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_openings_published_at"), ["published_at"], unique=False)
        batch_op.create_index("ix_openings_source_key_source", ["source_key", "source"], unique=True)
        batch_op.create_index("ix_openings_state_valid_until", ["state", "valid_until"], unique=False)
        batch_op.create_index("ix_openings_title_employer_name", ["title", "employer_name"], unique=False)

    op.create_table(
        "ranked_lists",
        sa.Column("seeker_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model", sa.String(length=60), nullable=False),
        sa.Column("prices_id", sa.Integer(), nullable=True),
        sa.Column("suitable", sa.Integer(), nullable=False),
        sa.Column("opening_ids", sa.LargeBinary(), nullable=False),
        sa.Column("scores", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seekers.id"], name=op.f("fk_ranked_lists_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seeker_id", name=op.f("pk_ranked_lists")),
    )
    op.create_table(
        "seeker_hardships",
        sa.Column("seeker_id", sa.Integer(), nullable=False),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recognised", sa.Boolean(), nullable=False),
        sa.Column("recognised_until", sa.Date(), nullable=True),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seekers.id"], name=op.f("fk_seeker_hardships_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seeker_id", name=op.f("pk_seeker_hardships")),
        sa.UniqueConstraint("uid", name=op.f("uq_seeker_hardships_uid")),
    )
    op.create_table(
        "seeker_profiles",
        sa.Column("seeker_id", sa.Integer(), nullable=False),
        sa.Column("wanted", JSON, nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("past", JSON, nullable=False),
        sa.Column("skills", JSON, nullable=False),
        sa.Column("certificates", JSON, nullable=False),
        sa.Column("no_certificate", sa.Boolean(), nullable=False),
        sa.Column("education", sa.Integer(), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("street_code", sa.String(length=12), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("max_km", sa.Float(), nullable=True),
        sa.Column("beyond_city", sa.Boolean(), nullable=False),
        sa.Column("pay_min", sa.Integer(), nullable=True),
        sa.Column("shifts", JSON, nullable=False),
        sa.Column("earliest", sa.Integer(), nullable=True),
        sa.Column("latest", sa.Integer(), nullable=True),
        sa.Column("hours_max", sa.Float(), nullable=True),
        sa.Column("days", JSON, nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("cannot", JSON, nullable=False),
        sa.Column("personalised", sa.Boolean(), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("plain_order", sa.String(length=10), nullable=False),
        sa.Column("answered", JSON, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_seeker_profiles_district_code")
        ),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seekers.id"], name=op.f("fk_seeker_profiles_seeker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["street_code"], ["streets.code"], name=op.f("fk_seeker_profiles_street_code")
        ),
        sa.PrimaryKeyConstraint("seeker_id", name=op.f("pk_seeker_profiles")),
    )
    with op.batch_alter_table("seeker_profiles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seeker_profiles_changed_at"), ["changed_at"], unique=False)

    op.create_table(
        "applications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("seeker_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("refusal_reason", sa.String(length=20), nullable=True),
        sa.Column("meeting_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_how", sa.String(length=20), nullable=False),
        sa.Column("meeting_place", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('applied','viewed','invited','offered','accepted','hired','refused','withdrawn','closed')",
            name=op.f("ck_applications_state"),
        ),
        sa.ForeignKeyConstraint(["opening_id"], ["openings.id"], name=op.f("fk_applications_opening_id")),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seekers.id"], name=op.f("fk_applications_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("opening_id", "seeker_id", name=op.f("uq_applications_opening_id_seeker_id")),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index("ix_applications_created_at", ["created_at"], unique=False)
        batch_op.create_index("ix_applications_seeker_id_state", ["seeker_id", "state"], unique=False)
        batch_op.create_index("ix_applications_state_changed_at", ["state", "changed_at"], unique=False)

    op.create_table(
        "benefit_months",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("programme", sa.String(length=4), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("payable_from", sa.Date(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('due','in_run','paid','cancelled')", name=op.f("ck_benefit_months_state")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_benefit_months_amount")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_benefit_months_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_months")),
    )
    with op.batch_alter_table("benefit_months", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_benefit_months_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index("ix_benefit_months_state_month", ["state", "month"], unique=False)
        batch_op.create_index(
            "uq_benefit_months_holder_programme_month_owed",
            ["holder", "programme", "month"],
            unique=True,
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        )

    op.create_table(
        "claim_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("values", JSON, nullable=False),
        sa.Column("parameters", JSON, nullable=False),
        sa.Column("rule_version", sa.String(length=64), nullable=False),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("documents", JSON, nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("maker_id", sa.Integer(), nullable=False),
        sa.Column("checker_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_claim_decisions_claim_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_decisions")),
        sa.UniqueConstraint("uid", name=op.f("uq_claim_decisions_uid")),
    )
    with op.batch_alter_table("claim_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_decisions_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "claim_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by", sa.Integer(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_claim_documents_claim_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_documents")),
        sa.UniqueConstraint("uid", name=op.f("uq_claim_documents_uid")),
    )
    with op.batch_alter_table("claim_documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_documents_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "claim_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_role", sa.String(length=30), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_claim_steps_claim_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_steps")),
        sa.UniqueConstraint("uid", name=op.f("uq_claim_steps_uid")),
    )
    with op.batch_alter_table("claim_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_steps_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "dismissals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seeker_id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IN ('work','distance','hours','pay','body','other')", name=op.f("ck_dismissals_reason")
        ),
        sa.ForeignKeyConstraint(["opening_id"], ["openings.id"], name=op.f("fk_dismissals_opening_id")),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seekers.id"], name=op.f("fk_dismissals_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissals")),
        sa.UniqueConstraint("seeker_id", "opening_id", name=op.f("uq_dismissals_seeker_id_opening_id")),
    )
    op.create_table(
        "interests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seeker_id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('view', 'save')", name=op.f("ck_interests_kind")),
        sa.ForeignKeyConstraint(["opening_id"], ["openings.id"], name=op.f("fk_interests_opening_id")),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seekers.id"], name=op.f("fk_interests_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
        sa.UniqueConstraint(
            "seeker_id", "opening_id", "kind", name=op.f("uq_interests_seeker_id_opening_id_kind")
        ),
    )
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.create_index("ix_interests_at", ["at"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("seeker_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["opening_id"], ["openings.id"], name=op.f("fk_invitations_opening_id")),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seekers.id"], name=op.f("fk_invitations_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("opening_id", "seeker_id", name=op.f("uq_invitations_opening_id_seeker_id")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_seeker_id"), ["seeker_id"], unique=False)

    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_ledger_entries_claim_id")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["ledger_entries.id"], name=op.f("fk_ledger_entries_reverses_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["payment_runs.id"], name=op.f("fk_ledger_entries_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_entries_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_entries_reverses_id")),
    )
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_entries_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entries_run_id"), ["run_id"], unique=False)

    op.create_table(
        "loans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("cap", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("bank", sa.String(length=60), nullable=False),
        sa.Column("guarantor", sa.String(length=60), nullable=False),
        sa.Column("rate", sa.Numeric(precision=6, scale=3), nullable=True),
        sa.Column("contract_on", sa.Date(), nullable=True),
        sa.Column("lent_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('guarantee','bank','lent','repaid','overdue','declined')", name=op.f("ck_loans_state")
        ),
        sa.CheckConstraint("amount > 0 AND amount <= cap", name=op.f("ck_loans_amount")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_loans_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loans")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_loans_claim_id")),
    )
    op.create_table(
        "opening_shelf",
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("traits", sa.Integer(), nullable=False),
        sa.Column("pay", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["openings.id"], name=op.f("fk_opening_shelf_opening_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("opening_id", name=op.f("pk_opening_shelf")),
    )
    with op.batch_alter_table("opening_shelf", schema=None) as batch_op:
        batch_op.create_index(
            "ix_opening_shelf_counts",
            ["kind", "district_code", "family", "traits", "valid_until"],
            unique=False,
        )
        batch_op.create_index("ix_opening_shelf_newest", ["published_at", "opening_id"], unique=False)
        batch_op.create_index("ix_opening_shelf_pay", ["pay", "published_at", "opening_id"], unique=False)

    op.create_table(
        "opening_words",
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["openings.id"], name=op.f("fk_opening_words_opening_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("opening_id", name=op.f("pk_opening_words")),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("programme", sa.String(length=4), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("seeker_id", sa.Integer(), nullable=True),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("hire", sa.String(length=16), nullable=False),
        sa.Column("screening_id", sa.Integer(), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("heard_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "kind IN ('stop','suspend','switch','recheck','countdown','apply')",
            name=op.f("ck_proposals_kind"),
        ),
        sa.CheckConstraint("state IN ('open','accepted','dismissed')", name=op.f("ck_proposals_state")),
        sa.CheckConstraint("(seeker_id IS NULL) <> (employer_id IS NULL)", name=op.f("ck_proposals_subject")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_proposals_claim_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_proposals_district_code")
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_proposals_employer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["screenings.id"], name=op.f("fk_proposals_screening_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seekers.id"], name=op.f("fk_proposals_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("key", name=op.f("uq_proposals_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_proposals_uid")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_district_code"), ["district_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_seeker_id"), ["seeker_id"], unique=False)
        batch_op.create_index("ix_proposals_state_due_on", ["state", "due_on"], unique=False)

    op.create_table(
        "recoveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("repaid", sa.BigInteger(), nullable=False),
        sa.Column("instalments", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("waiver_by", sa.Integer(), nullable=True),
        sa.Column("waiver_reason", sa.Text(), nullable=False),
        sa.Column("waived_by", sa.Integer(), nullable=True),
        sa.Column("first_due", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'waived' OR waived_by IS NOT NULL", name=op.f("ck_recoveries_waived_by_somebody")
        ),
        sa.CheckConstraint(
            "state IN ('proposed','confirmed','waiving','repaid','waived')", name=op.f("ck_recoveries_state")
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> proposed_by", name=op.f("ck_recoveries_two_people")
        ),
        sa.CheckConstraint("repaid >= 0 AND repaid <= amount", name=op.f("ck_recoveries_repaid")),
        sa.CheckConstraint(
            "waived_by IS NULL OR (waiver_by IS NOT NULL AND waived_by <> waiver_by)",
            name=op.f("ck_recoveries_waived_by_two"),
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_recoveries_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoveries")),
    )
    with op.batch_alter_table("recoveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recoveries_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recoveries_holder"), ["holder"], unique=False)

    op.create_table(
        "screening_finds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("screening_id", sa.Integer(), nullable=False),
        sa.Column("seeker_id", sa.Integer(), nullable=True),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("hire", sa.String(length=16), nullable=False),
        sa.Column("programme", sa.String(length=4), nullable=False),
        sa.Column("found", sa.String(length=10), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("missing", JSON, nullable=False),
        sa.Column("criteria", JSON, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "found IN ('qualifies','likely','no_longer')", name=op.f("ck_screening_finds_found")
        ),
        sa.CheckConstraint(
            "(seeker_id IS NULL) <> (employer_id IS NULL)", name=op.f("ck_screening_finds_subject")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_screening_finds_claim_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_screening_finds_district_code")
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_screening_finds_employer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["screening_id"],
            ["screenings.id"],
            name=op.f("fk_screening_finds_screening_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seekers.id"], name=op.f("fk_screening_finds_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_finds")),
        sa.UniqueConstraint(
            "screening_id",
            "employer_id",
            "hire",
            "programme",
            name=op.f("uq_screening_finds_screening_id_employer_id_hire_programme"),
        ),
        sa.UniqueConstraint(
            "screening_id",
            "seeker_id",
            "programme",
            name=op.f("uq_screening_finds_screening_id_seeker_id_programme"),
        ),
    )
    with op.batch_alter_table("screening_finds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screening_finds_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(
            "ix_screening_finds_screening_id_found_district_code",
            ["screening_id", "found", "district_code"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_screening_finds_seeker_id"), ["seeker_id"], unique=False)

    op.create_table(
        "application_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_application_steps_application_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_steps")),
    )
    with op.batch_alter_table("application_steps", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_steps_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "interest_quarters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("subsidy", sa.BigInteger(), nullable=False),
        sa.Column("borrower", sa.BigInteger(), nullable=False),
        sa.Column("overpaid", sa.BigInteger(), nullable=False),
        sa.Column("month_id", sa.Integer(), nullable=True),
        sa.Column("prepared_by", sa.Integer(), nullable=True),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "overpaid >= 0 AND overpaid <= subsidy", name=op.f("ck_interest_quarters_overpaid")
        ),
        sa.CheckConstraint(
            "subsidy >= 0 AND borrower >= 0 AND subsidy + borrower = interest",
            name=op.f("ck_interest_quarters_adds_up"),
        ),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_interest_quarters_loan_id")),
        sa.ForeignKeyConstraint(
            ["month_id"], ["benefit_months.id"], name=op.f("fk_interest_quarters_month_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_quarters")),
        sa.UniqueConstraint("loan_id", "quarter", name=op.f("uq_interest_quarters_loan_id_quarter")),
    )
    with op.batch_alter_table("interest_quarters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interest_quarters_loan_id"), ["loan_id"], unique=False)

    op.create_table(
        "ledger_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entries.id"], name=op.f("fk_ledger_lines_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_lines")),
    )
    with op.batch_alter_table("ledger_lines", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_lines_account_holder", ["account", "holder"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_lines_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "loan_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["loans.id"], name=op.f("fk_loan_steps_loan_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_steps")),
        sa.UniqueConstraint("uid", name=op.f("uq_loan_steps_uid")),
    )
    with op.batch_alter_table("loan_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loan_steps_loan_id"), ["loan_id"], unique=False)

    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("card_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("card_mask", sa.String(length=30), nullable=False),
        sa.Column("return_reason", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending','sent','paid','returned','cancelled')", name=op.f("ck_payments_state")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_payments_claim_id")),
        sa.ForeignKeyConstraint(["month_id"], ["benefit_months.id"], name=op.f("fk_payments_month_id")),
        sa.ForeignKeyConstraint(["run_id"], ["payment_runs.id"], name=op.f("fk_payments_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("reference", name=op.f("uq_payments_reference")),
        sa.UniqueConstraint("uid", name=op.f("uq_payments_uid")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payments_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payments_month_id"), ["month_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payments_run_id"), ["run_id"], unique=False)
        batch_op.create_index(
            "uq_payments_month_id_live",
            ["month_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('pending','sent','paid')"),
            postgresql_where=sa.text("state IN ('pending','sent','paid')"),
        )

    op.create_table(
        "person_facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["claim_documents.id"],
            name=op.f("fk_person_facts_document_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_facts")),
        sa.UniqueConstraint("holder", "name", name=op.f("uq_person_facts_holder_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_person_facts_uid")),
    )
    with op.batch_alter_table("person_facts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_facts_holder"), ["holder"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("person_facts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_facts_holder"))

    op.drop_table("person_facts")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_payments_month_id_live",
            sqlite_where=sa.text("state IN ('pending','sent','paid')"),
            postgresql_where=sa.text("state IN ('pending','sent','paid')"),
        )
        batch_op.drop_index(batch_op.f("ix_payments_run_id"))
        batch_op.drop_index(batch_op.f("ix_payments_month_id"))
        batch_op.drop_index(batch_op.f("ix_payments_claim_id"))

    op.drop_table("payments")
    with op.batch_alter_table("loan_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_loan_steps_loan_id"))

    op.drop_table("loan_steps")
    with op.batch_alter_table("ledger_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_lines_entry_id"))
        batch_op.drop_index("ix_ledger_lines_account_holder")

    op.drop_table("ledger_lines")
    with op.batch_alter_table("interest_quarters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interest_quarters_loan_id"))

    op.drop_table("interest_quarters")
    with op.batch_alter_table("application_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_steps_application_id"))

    op.drop_table("application_steps")
    with op.batch_alter_table("screening_finds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screening_finds_seeker_id"))
        batch_op.drop_index("ix_screening_finds_screening_id_found_district_code")
        batch_op.drop_index(batch_op.f("ix_screening_finds_employer_id"))

    op.drop_table("screening_finds")
    with op.batch_alter_table("recoveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recoveries_holder"))
        batch_op.drop_index(batch_op.f("ix_recoveries_claim_id"))

    op.drop_table("recoveries")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index("ix_proposals_state_due_on")
        batch_op.drop_index(batch_op.f("ix_proposals_seeker_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_employer_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_district_code"))
        batch_op.drop_index(batch_op.f("ix_proposals_claim_id"))

    op.drop_table("proposals")
    op.drop_table("opening_words")
    with op.batch_alter_table("opening_shelf", schema=None) as batch_op:
        batch_op.drop_index("ix_opening_shelf_pay")
        batch_op.drop_index("ix_opening_shelf_newest")
        batch_op.drop_index("ix_opening_shelf_counts")

    op.drop_table("opening_shelf")
    op.drop_table("loans")
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_entries_run_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_entries_claim_id"))

    op.drop_table("ledger_entries")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_seeker_id"))

    op.drop_table("invitations")
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.drop_index("ix_interests_at")

    op.drop_table("interests")
    op.drop_table("dismissals")
    with op.batch_alter_table("claim_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_steps_claim_id"))

    op.drop_table("claim_steps")
    with op.batch_alter_table("claim_documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_documents_claim_id"))

    op.drop_table("claim_documents")
    with op.batch_alter_table("claim_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_decisions_claim_id"))

    op.drop_table("claim_decisions")
    with op.batch_alter_table("benefit_months", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_benefit_months_holder_programme_month_owed",
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        )
        batch_op.drop_index("ix_benefit_months_state_month")
        batch_op.drop_index(batch_op.f("ix_benefit_months_claim_id"))

    op.drop_table("benefit_months")
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_index("ix_applications_state_changed_at")
        batch_op.drop_index("ix_applications_seeker_id_state")
        batch_op.drop_index("ix_applications_created_at")

    op.drop_table("applications")
    with op.batch_alter_table("seeker_profiles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seeker_profiles_changed_at"))

    op.drop_table("seeker_profiles")
    op.drop_table("seeker_hardships")
    op.drop_table("ranked_lists")
    with op.batch_alter_table("openings", schema=None) as batch_op:
        batch_op.drop_index("ix_openings_title_employer_name")
        batch_op.drop_index("ix_openings_state_valid_until")
        batch_op.drop_index("ix_openings_source_key_source")
        batch_op.drop_index(batch_op.f("ix_openings_published_at"))
        batch_op.drop_index(batch_op.f("ix_openings_occupation_code"))
        batch_op.drop_index(batch_op.f("ix_openings_import_run_id"))
        batch_op.drop_index(batch_op.f("ix_openings_employer_id"))
        batch_op.drop_index(batch_op.f("ix_openings_district_code"))
        batch_op.drop_index(batch_op.f("ix_openings_changed_at"))

    op.drop_table("openings")
    with op.batch_alter_table("employer_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_members_employer_id"))

    op.drop_table("employer_members")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_seeker_id"))

    op.drop_table("consents")
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_claims_holder_programme_live",
            sqlite_where=sa.text(
                "state IN ('submitted','returned','accepted','reviewed','special','appealed','granted','suspended')"
            ),
            postgresql_where=sa.text(
                "state IN ('submitted','returned','accepted','reviewed','special','appealed','granted','suspended')"
            ),
        )
        batch_op.drop_index("ix_claims_state_due_on")
        batch_op.drop_index(batch_op.f("ix_claims_seeker_id"))
        batch_op.drop_index(batch_op.f("ix_claims_programme"))
        batch_op.drop_index(batch_op.f("ix_claims_holder"))
        batch_op.drop_index(batch_op.f("ix_claims_ends_on"))
        batch_op.drop_index(batch_op.f("ix_claims_employer_id"))
        batch_op.drop_index(batch_op.f("ix_claims_district_code"))

    op.drop_table("claims")
    with op.batch_alter_table("claim_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_drafts_changed_at"))

    op.drop_table("claim_drafts")
    with op.batch_alter_table("seekers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seekers_district_code"))

    op.drop_table("seekers")
    with op.batch_alter_table("reset_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reset_codes_user_id"))

    op.drop_table("reset_codes")
    with op.batch_alter_table("import_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_runs_source"))
        batch_op.drop_index(batch_op.f("ix_import_runs_digest"))

    op.drop_table("import_runs")
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_grants_user_id_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_grants_user_id"))

    op.drop_table("grants")
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employers_state"))
        batch_op.drop_index(batch_op.f("ix_employers_name"))
        batch_op.drop_index(batch_op.f("ix_employers_district_code"))

    op.drop_table("employers")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_users_role"))

    op.drop_table("users")
    with op.batch_alter_table("streets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_streets_district_code"))

    op.drop_table("streets")
    with op.batch_alter_table("payment_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_runs_state"))

    op.drop_table("payment_runs")
    op.drop_table("welfare_kinds")
    op.drop_table("skills")
    op.drop_table("screenings")
    op.drop_table("reference_versions")
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_messages_user_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_messages_state"))

    op.drop_table("outbox_messages")
    op.drop_table("opening_numbers")
    op.drop_table("occupations")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_user_id_read_at")

    op.drop_table("notices")
    with op.batch_alter_table("match_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_runs_on_date"))

    op.drop_table("match_runs")
    op.drop_table("holidays")
    with op.batch_alter_table("exposure_prices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exposure_prices_on_date"))

    op.drop_table("exposure_prices")
    with op.batch_alter_table("ended_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ended_sessions_ended_at"))

    op.drop_table("ended_sessions")
    op.drop_table("districts")
    op.drop_table("certificates")
    op.drop_table("board_signals")
    op.drop_table("bank_cards")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject_subject_id")
        batch_op.drop_index("ix_audit_entries_actor_id")
        batch_op.drop_index(batch_op.f("ix_audit_entries_action"))

    op.drop_table("audit_entries")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempts_since"))

    op.drop_table("attempts")
