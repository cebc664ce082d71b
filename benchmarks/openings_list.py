"""How fast the list of openings answers with 100,000 openings on show, on a database of its own.

    .venv/bin/python benchmarks/openings_list.py [--openings 100000] [--engine sqlite|postgresql] [--pages]

Prints one line a question: median and slowest of nine runs, in milliseconds; with --pages through the whole site.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from jobhelp import clock, crypto, database
from jobhelp.app import create_app
from jobhelp.config import Settings
from jobhelp.openings import queries, service
from jobhelp.openings.filters import Filters
from jobhelp.openings.models import Opening
from jobhelp.orm import write_session
from jobhelp.reference.queries import Book, book
from tests.servers import start_postgres

BATCH = 2_000
RUNS = 9
SENTENCES = (
    "负责楼道、电梯间和卫生间的日常打扫",
    "听从班长安排，按时到岗，做好交接",
    "搬运货物，单件不超过十五公斤",
    "接待客人，介绍商品，收银找零",
    "照看设备运行，填写值班记录",
    "帮厨、洗菜、切配，收拾后厨",
    "驾驶车辆送货，当面清点签收",
    "给老人做饭、陪聊、陪同就医",
    "录入单据，接听电话，整理资料",
    "按工艺要求装配零件，自检互检",
    "冬季清雪，夏季修剪花草",
    "巡查小区，登记来访人员和车辆",
)
QUESTIONS = {
    "all": Filters(),
    "one district": Filters(district=("230103",)),
    "narrow": Filters(
        district=("230103", "230102"), kind=("market",), shift=("day",), pay=3500, perk=("insurance",)
    ),
    "by pay": Filters(sort="pay", work="food"),
    "near": Filters(sort="near", district=("230103",), street="230103001"),
    "word: 保洁": Filters(q="保洁"),
    "word: 岗位 (nearly all)": Filters(q="岗位"),
    "word: 驾驶车辆送货 南岗": Filters(q="驾驶车辆送货 南岗"),
    "word: 工 (one character)": Filters(q="工"),
    "none": Filters(q="潜水艇"),
}


def rows(reference: Book, count: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Openings as a city has them: more in the core districts, all kinds, shifts, wages and perks."""
    chance = random.Random(seed)
    occupations, streets = list(reference.occupations.values()), list(reference.streets.values())
    now, today = clock.now(), clock.today()
    for serial in range(1, count + 1):
        occupation, street = chance.choice(occupations), chance.choice(streets)
        outside = chance.random() < 0.05
        unit = chance.choices(["month", "day", "hour"], [8, 1, 1])[0]
        pay = {"month": 2300, "day": 120, "hour": 15}[unit] * chance.uniform(1, 3)
        yield {
            "number": f"{street.district_code}-{serial:06d}",
            "kind": chance.choices(["market", "assistance", "welfare", "gig"], [85, 8, 4, 3])[0],
            "state": "published",
            "title": f"{occupation.name_zh}（{chance.choice(['白班', '急招', '包住', '月休四天', '双休'])}）",
            "employer_name": f"{chance.choice(['暖冬', '松江', '冰城', '北国', '花园', '金河'])}第{serial % 3000}分店",
            "occupation_code": occupation.code,
            "duties": "\n".join(chance.sample(SENTENCES, 6)),
            "requirements": "\n".join(chance.sample(SENTENCES, 3)),
            "pay_min": int(pay) * 100,
            "pay_max": int(pay * 1.2) * 100,
            "pay_unit": unit,
            "headcount": chance.randint(1, 9),
            "district_code": None if outside else street.district_code,
            "street_code": None if outside else street.code,
            "place_text": "长春市" if outside else f"{street.name_zh}{serial % 90 + 1}号",
            "outside_city": outside,
            "lat": street.lat + chance.uniform(-0.02, 0.02),
            "lon": street.lon + chance.uniform(-0.02, 0.02),
            "certificates": [],
            "skills": [],
            "shifts": chance.choice(
                [["day"], ["day"], ["early"], ["night"], ["rotating"], ["day", "evening"]]
            ),
            "days": chance.choice([[0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5], []]),
            "hours_per_day": chance.choice([8.0, 8.0, 4.0, 10.0]),
            "demands": [],
            "perks": [perk for perk in ("meals", "lodging", "insurance", "shuttle") if chance.random() < 0.3],
            "tags": [],
            "lint": [],
            "flags": [],
            "valid_from": today,
            "valid_until": today + timedelta(days=chance.randint(5, 60)),
            "published_at": now - timedelta(minutes=chance.randint(1, 40_000)),
            "created_at": now,
            "changed_at": now,
        }


def fill(engine: Engine, count: int) -> None:
    """Bulk insert and index."""
    with write_session(engine) as session:
        reference = book(session)
        batch: list[dict[str, Any]] = []
        for row in rows(reference, count):
            batch.append(row)
            if len(batch) == BATCH:
                _insert(session, batch)
                batch = []
        _insert(session, batch)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _insert(session: Session, batch: list[dict[str, Any]]) -> None:
    if batch:
        ids = session.scalars(insert(Opening).returning(Opening.id), batch).all()
        service.index(session, session.scalars(select(Opening).where(Opening.id.in_(ids))))
        session.expunge_all()


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """(median, slowest) of the runs, in milliseconds; a first run warms the caches."""
    act()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), max(taken)


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--openings", type=int, default=100_000)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--pages", action="store_true", help="time whole pages")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jobhelp-bench-")))
        values = {"JOBHELP_DATA_DIR": str(folder), "JOBHELP_RATE_LIMITS": "0"}
        if arguments.engine == "postgresql":
            server = stack.enter_context(start_postgres())
            values["JOBHELP_DATABASE_URL"] = stack.enter_context(server.database())
        settings = Settings.from_env(values)
        crypto.use(crypto.Keyring.load(settings.key_file, create=True))
        engine = database.open_engine(settings)
        stack.callback(engine.dispose)
        database.prepare(settings, engine)
        start = time.perf_counter()
        fill(engine, arguments.openings)
        print(f"{arguments.engine}: {arguments.openings} openings in {time.perf_counter() - start:.0f} s")
        if arguments.pages:
            client = create_app(settings).test_client()
            for name, filters in QUESTIONS.items():
                pairs = filters.arguments()
                median, slowest = timed(lambda pairs=pairs: client.get("/openings", query_string=pairs).data)
                print(f"{name:28} {median:8.1f} ms  {slowest:8.1f} ms")
            for name, address in {"an opening": "/openings/77", "page 4000": "/openings?page=4000"}.items():
                median, slowest = timed(lambda address=address: client.get(address).data)
                print(f"{name:28} {median:8.1f} ms  {slowest:8.1f} ms")
            return
        for name, filters in QUESTIONS.items():

            def ask(filters: Filters = filters) -> int:
                with Session(engine) as session:
                    return queries.search(session, filters).counts.total

            median, slowest = timed(ask)
            print(f"{name:28} {median:8.1f} ms  {slowest:8.1f} ms  {ask():7} openings")


if __name__ == "__main__":
    main()
