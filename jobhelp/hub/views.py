"""Staff pages for imports: bring a file, look at what it would do, confirm, and read what earlier ones did."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask_babel import format_decimal, gettext
from flask_login import current_user

from jobhelp import clock
from jobhelp.accounts import queries as accounts
from jobhelp.errors import Conflict, NotFound, Refusal
from jobhelp.extensions import db, limiter
from jobhelp.hub import queries, service, uploads
from jobhelp.hub.forms import UploadForm
from jobhelp.hub.intake import Intake, take_in
from jobhelp.hub.mapping import read_mapping
from jobhelp.hub.paywords import pay_in_words
from jobhelp.hub.reading import FileRefused
from jobhelp.hub.returned import as_csv, field_label
from jobhelp.hub.uploads import Upload
from jobhelp.labels import N_
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState
from jobhelp.permissions import Permission
from jobhelp.reference.queries import book
from jobhelp.web import access, flash_refusal, me, wanted_page

bp = Blueprint("hub", __name__)
MOST_ROWS = 30_000  # beyond, the command is the tool: a page must answer within seconds
SHOWN = 50  # rejected rows on a page
SAMPLE = 6
LISTED = 30  # openings of a run to look at
SAMPLED = (
    *("title", "employer_name", "pay_min", "pay_max", "pay_unit", "district_code", "place_text"),
    "occupation_code",
)


@bp.get("/desk/imports")
@access.requires(Permission.IMPORT_SEE)
def index() -> Any:
    """What was imported so far, and the way to bring the next file."""
    return _index_page(UploadForm(formdata=None), 200)


@bp.post("/desk/imports")
@access.requires(Permission.IMPORT_RUN)
@limiter.limit("60 per hour")
def upload() -> Any:
    """Read a file and count what it would do. Nothing is written to the database."""
    form = UploadForm()
    if not form.submitted():
        return _index_page(form, 422)
    try:
        kept = _looked_at(form)
    except Refusal as refusal:
        form.refuse(refusal)
        return _index_page(form, 422)
    uploads.keep(_folder(), kept)
    return redirect(url_for("hub.preview", token=kept.token))


@bp.get("/desk/imports/uploads/<token>")
@access.requires(Permission.IMPORT_RUN)
def preview(token: str) -> Any:
    """What the file would do, row by row where something is wrong; confirm or put away."""
    kept = uploads.look(_folder(), token, current_user.uid)
    return render_template(
        "hub/preview.html",
        upload=kept,
        sample=[SimpleNamespace(**row) for row in kept.result["sample"]],
        **_result(kept.result, kept.result["rejections"]),
    )


@bp.get("/desk/imports/uploads/<token>/rejections.csv")
@access.requires(Permission.IMPORT_RUN)
def preview_rejections(token: str) -> Response:
    """The rows that would be returned, to mend and bring again."""
    kept = uploads.look(_folder(), token, current_user.uid)
    return _rejections_file(kept.result["header"], kept.result["rejections"], "preview")


@bp.post("/desk/imports/uploads/<token>/apply")
@access.requires(Permission.IMPORT_RUN)
def apply(token: str) -> Any:
    """Import the file that was looked at: all of it, in one transaction."""
    kept = uploads.open_whole(_folder(), token, current_user.uid)
    if not uploads.claim(_folder(), token):
        flash_refusal(Conflict(N_("这个文件正在导入或已经导入，请看下面的记录。")))
        return redirect(url_for("hub.index"))
    try:
        intake = _intake(kept)
        service.lock(db)
        plan = service.examine(db, intake, kept.source)
        run = service.apply(db, plan, valid_days=kept.valid_days, by=me())
        db.commit()
    except BaseException:
        uploads.give_back(_folder(), token)
        raise
    uploads.forget(_folder(), token)
    flash(
        gettext("导入好了，新增 %(count)s 个岗位。", count=format_decimal(run.counts["imported"])), "success"
    )
    return redirect(url_for("hub.show", run_id=run.id))


@bp.post("/desk/imports/uploads/<token>/discard")
@access.requires(Permission.IMPORT_RUN)
def discard(token: str) -> Any:
    """Put the file away without importing it."""
    uploads.look(_folder(), token, current_user.uid)
    uploads.forget(_folder(), token)
    flash(gettext("没有导入，文件已经删掉。"), "success")
    return redirect(url_for("hub.index"))


@bp.get("/desk/imports/<int:run_id>")
@access.requires(Permission.IMPORT_SEE)
def show(run_id: int) -> Any:
    """What one import did, what it returned, and what staff should look at."""
    run = queries.run_by_id(db, run_id)
    page, last = wanted_page(len(run.rejections), SHOWN)
    shown = run.rejections[(page - 1) * SHOWN : page * SHOWN]
    scope = current_user.district_scope
    return render_template(
        "hub/show.html",
        run=run,
        held=queries.for_staff(db, run.id, scope, state=OpeningState.REVIEW.value, limit=LISTED),
        flagged=queries.for_staff(db, run.id, scope, limit=LISTED),
        page=page,
        last=last,
        page_url=lambda number: url_for("hub.show", run_id=run.id, page=number),
        why=_why,
        listed=LISTED,
        by=accounts.by_id(db, run.by) if run.by else None,
        **_result(run.counts, shown),
    )


@bp.get("/desk/imports/<int:run_id>/rejections.csv")
@access.requires(Permission.IMPORT_RUN)
def rejections(run_id: int) -> Response:
    """The returned rows with their own cells, to mend and bring again."""
    run = queries.run_by_id(db, run_id)
    return _rejections_file(run.counts["header"], run.rejections, str(run.id))


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────


def _looked_at(form: UploadForm) -> Upload:
    content = form.file.data.read()
    mapping = form.mapping.data.read() if form.mapping.data else None
    kept = Upload(
        token=uploads.new_token(),
        user_uid=current_user.uid,
        at=clock.now().isoformat(),
        filename=_file_name(form.file.data.filename or ""),
        source=service.source_name(form.source.data),
        valid_days=form.valid_days.data,
        result={},
        content=content,
        mapping=mapping,
    )
    intake = _intake(kept)
    plan = service.examine(db, intake, kept.source)
    result = {
        **service.summary(plan, likely=service.likely_duplicates(db, plan)),
        "rejections": service.rejections_of(plan, every_cell=True),
        "sample": [_sample(advert.values, advert.blocked) for advert in plan.new[:SAMPLE]],
    }
    return replace(kept, result=result)


def _intake(kept: Upload) -> Intake:
    """Read the file while others may write: the request's write transaction rests meanwhile."""
    names = service.names_of(book(db))
    mapping = read_mapping(kept.mapping) if kept.mapping else None
    db.commit()  # nothing was written; SQLite's write lock goes back for the seconds that the reading takes
    intake = take_in(kept.content, filename=kept.filename, names=names, today=clock.today(), mapping=mapping)
    if intake.read > MOST_ROWS:
        raise FileRefused(
            N_("表里有 %(count)s 行，网页上一次最多 %(most)s 行。请分成几个文件，或请管理员用命令导入。"),
            count=intake.read,
            most=MOST_ROWS,
        )
    for advert in intake.adverts:
        service.check(advert)
    return intake


def _sample(values: dict[str, Any], blocked: bool) -> dict[str, Any]:
    return {name: values[name] for name in SAMPLED} | {"blocked": blocked}


def _file_name(name: str) -> str:
    """The last part of the name that the browser gave, printable and short."""
    bare = Path(name.replace("\\", "/")).name
    return "".join(letter for letter in bare if letter.isprintable())[:200] or "file"


def _folder() -> Path:
    folder: Path = current_app.config["JOBHELP"].data_dir / "uploads"
    return folder


# ── showing ───────────────────────────────────────────────────────────────────────────────────────────────


def _index_page(form: UploadForm, status: int) -> Any:
    total = queries.run_count(db)
    page, last = wanted_page(total, queries.PAGE_SIZE)
    rendered = render_template(
        "hub/index.html",
        form=form,
        runs=queries.runs(db, page),
        total=total,
        page=page,
        last=last,
        page_url=lambda number: url_for("hub.index", page=number),
        foreign=bool(form.mapping.errors or form.mapping.data),
        waiting=uploads.waiting(_folder(), current_user.uid)
        if current_user.may(Permission.IMPORT_RUN)
        else [],
    )
    return rendered, status


def _result(counts: dict[str, Any], shown: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "counts": counts,
        "rejected": shown[:SHOWN],
        "field_label": field_label,
        "pay_in_words": lambda met: pay_in_words(met, gettext),
    }


def _why(opening: Opening) -> list[tuple[str, str]]:
    """Why staff should look at an opening: (words, tone)."""
    blocked = dict.fromkeys(row["words"] for row in opening.lint if row["level"] == "block")
    reasons = [(gettext("写了“%(words)s”", words=words), "late") for words in blocked]
    if any(flag.startswith(service.LIKELY) for flag in opening.flags):
        reasons.append((gettext("可能重复"), "attention"))
    if service.DOUBTFUL_PAY in opening.flags:
        reasons.append((gettext("工资存疑：%(pay)s", pay=opening.pay_text), "attention"))
    return reasons


def _rejections_file(header: list[str], rows: list[dict[str, Any]], name: str) -> Response:
    if not rows:
        raise NotFound()
    return Response(
        as_csv(header, rows, gettext),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="rejections-{name}.csv"'},
    )
