"""jobhelp import-openings PATH --source NAME."""

import gettext as catalogue
import os
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.commands import Workplace, answer, say, workplace
from jobhelp.config import PROJECT_ROOT
from jobhelp.errors import CommandFailed, Refusal
from jobhelp.hub import service
from jobhelp.hub.intake import Intake, take_in
from jobhelp.hub.mapping import read_mapping
from jobhelp.hub.paywords import pay_in_words
from jobhelp.hub.reading import MAX_BYTES
from jobhelp.hub.returned import as_csv, field_label
from jobhelp.labels import N_
from jobhelp.orm import write_session
from jobhelp.reference.queries import book

SHOWN = 20  # rejections in the summary; --json and --rejections give them all
COUNTS = (
    ("read", N_("读到的行")),
    ("imported", N_("新导入")),
    ("held", N_("其中等待审核")),
    ("updated", N_("内容有更新")),
    ("unchanged", N_("已有且没变")),
    ("duplicates", N_("重复")),
    ("rejected", N_("退回了")),
)


class Tongue:
    """Texts in the language of the terminal: English where the locale is English, else Chinese."""

    def __init__(self, environ: dict[str, str] | None = None) -> None:
        env = os.environ if environ is None else environ
        wish = next((env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "")
        self._texts = catalogue.NullTranslations()
        if wish.startswith("en"):
            self._texts = catalogue.translation(
                "messages", str(PROJECT_ROOT / "jobhelp/translations"), ["en"], fallback=True
            )

    def __call__(self, message: str, **params: Any) -> str:
        """The text of a msgid, filled with `params`."""
        found = self._texts.gettext(message)
        return found % params if params else found


@click.command("import-openings")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--source", required=True, metavar="NAME", help="Where the file comes from, up to 60 characters."
)
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A YAML or JSON file that says which column is which; see docs/imports.md.",
)
@click.option(
    "--valid-days",
    type=click.IntRange(1, 366),
    default=30,
    show_default=True,
    help="How long an advertisement without a last day stays open.",
)
@click.option("--dry-run", is_flag=True, help="Count everything and write nothing.")
@click.option(
    "--rejections",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write the rejected rows to this CSV, to mend and bring again.",
)
@click.option("--formats", is_flag=True, help="Show every way in which pay is written in the file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_openings(
    path: Path,
    source: str,
    mapping: Path | None,
    valid_days: int,
    dry_run: bool,
    rejections: Path | None,
    formats: bool,
    as_json: bool,
) -> None:
    """Bring a CSV or XLSX file of job advertisements in.

    Knows the files of 51job and Zhilian by their columns; others need --mapping. A file is applied whole or not at
    all, and the same file twice changes nothing. What the discrimination lint blocks waits for review.
    """
    tongue = Tongue()
    try:
        name = service.source_name(source)
    except Refusal as refusal:
        raise click.BadParameter(tongue(refusal.message), param_hint="--source") from None
    try:
        document = _run(path, name, mapping, valid_days, dry_run, tongue)
    except Refusal as refusal:
        raise CommandFailed(tongue(refusal.message, **refusal.params)) from None
    if rejections is not None:
        rejections.write_text(
            as_csv(document["header"], document["rejections"], tongue), encoding="utf-8", newline=""
        )
    if as_json:
        answer(_told(document, tongue))
    else:
        click.echo("\n".join(_summary(document, tongue, formats=formats)))


def _run(
    path: Path, source: str, mapping: Path | None, valid_days: int, dry_run: bool, tongue: Tongue
) -> dict[str, Any]:
    content = _content(path, tongue)
    mapped = read_mapping(_content(mapping, tongue)) if mapping is not None else None
    with workplace() as place:
        with Session(place.engine) as session:
            names = service.names_of(book(session))
        say(tongue(N_("正在读文件 %(name)s …"), name=path.name))
        intake = take_in(content, filename=path.name, names=names, today=clock.today(), mapping=mapped)
        say(tongue(N_("读到 %(count)s 行，正在和已有的岗位比对 …"), count=intake.read))
        with Session(place.engine) as session:
            plan = service.examine(session, intake, source)
            likely = service.likely_duplicates(session, plan)
        run_id = None
        if not dry_run:
            plan, likely, run_id = _apply(place, intake, source, valid_days, tongue)
        return {
            **service.summary(plan, likely=likely),
            "rejections": service.rejections_of(plan, every_cell=True),
            "source": source,
            "file": path.name,
            "dry_run": dry_run,
            "run": run_id,
        }


def _apply(
    place: Workplace, intake: Intake, source: str, valid_days: int, tongue: Tongue
) -> tuple[service.Plan, int, int]:
    def progress(done: int, of: int) -> None:
        say(tongue(N_("已写入 %(done)s / %(of)s 条"), done=done, of=of))

    with write_session(place.engine) as session:
        service.lock(session)
        plan = service.examine(session, intake, source)
        run = service.apply(session, plan, valid_days=valid_days, progress=progress)
        return plan, run.counts["likely_duplicates"], run.id


def _content(path: Path, tongue: Tongue) -> bytes:
    """The bytes of a file; a little more than allowed is enough to refuse it by its size."""
    if not path.exists():
        raise CommandFailed(tongue(N_("没有这个文件：%(path)s"), path=path))
    if path.is_dir():
        raise CommandFailed(tongue(N_("这是文件夹，不是文件：%(path)s"), path=path))
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


# ── what is said ──────────────────────────────────────────────────────────────────────────────────────────


def _told(document: dict[str, Any], tongue: Tongue) -> dict[str, Any]:
    """The document of --json: `rejections` with line, field and reason."""
    rows = [
        {
            "line": row["line"],
            "field": row["field"],
            "reason": tongue(row["message"], **row["params"]),
        }
        for row in document["rejections"]
    ]
    return {name: value for name, value in document.items() if name != "header"} | {"rejections": rows}


def _summary(document: dict[str, Any], tongue: Tongue, *, formats: bool) -> list[str]:
    lines = [
        tongue(N_("文件 %(file)s，来源 %(source)s"), file=document["file"], source=document["source"]),
        *(f"  {_pad(tongue(label), 16)}{document[name]:>8,}" for name, label in COUNTS),
        "",
    ]
    pay = document["pay"]
    lines.append(
        tongue(
            N_(
                "写明工资的有 %(stated)s 行，读懂 %(read)s 行（%(share)s%%）；面议 %(open)s 行，没写 %(none)s 行。"
            ),
            stated=pay["stated"],
            read=pay["normalised"],
            share=f"{pay['share'] * 100:.2f}",
            open=pay["by_agreement"],
            none=pay["not_stated"],
        )
    )
    if document["likely_duplicates"]:
        lines.append(
            tongue(
                N_("可能重复（岗位、单位、地点都相同）的有 %(count)s 条，已做记号。"),
                count=document["likely_duplicates"],
            )
        )
    if document["damaged_characters"]:
        lines.append(tongue(N_("文件里有 %(count)s 个字已损坏。"), count=document["damaged_characters"]))
    if formats:
        lines += ["", tongue(N_("工资写法")), *_formats(pay["formats"], tongue)]
    if document["rejections"]:
        lines += ["", tongue(N_("退回的行")), *_returned(document["rejections"], tongue)]
    if document["dry_run"]:
        lines += ["", tongue(N_("这是试运行，什么都没有写入。"))]
    return lines


def _formats(formats: list[dict[str, Any]], tongue: Tongue) -> list[str]:
    return [
        f"  {met['rows']:>7,}  {_pad(met['shape'] or '—', 24)}{_pad(met['example'] or '—', 22)}{pay_in_words(met, tongue)}"
        for met in formats
    ]


def _returned(rejections: list[dict[str, Any]], tongue: Tongue) -> list[str]:
    lines = [
        tongue(
            N_("  第 %(line)s 行，%(field)s：%(reason)s"),
            line=row["line"],
            field=tongue(field_label(row["field"])),
            reason=tongue(row["message"], **row["params"]),
        )
        for row in rejections[:SHOWN]
    ]
    if len(rejections) > SHOWN:
        lines.append(
            tongue(N_("  还有 %(count)s 行，用 --rejections 写进文件。"), count=len(rejections) - SHOWN)
        )
    return lines


def _pad(text: str, width: int) -> str:
    """Pad to a width in which a Chinese character takes two columns."""
    taken = sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)
    return text + " " * max(1, width - taken)
