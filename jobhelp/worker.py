"""The background worker: huey runs the periodic tasks that wiring lists.

A second worker, or a restart within the same minute, may start a task twice: every task is idempotent.
"""

import gc
import logging
from collections.abc import Callable

import structlog
from huey import PriorityRedisHuey, SqliteHuey, crontab
from huey.api import Huey

from jobhelp import crypto, database, wiring
from jobhelp.app import configure_logs
from jobhelp.config import Settings

log = structlog.get_logger("jobhelp.worker")


def make_queue(settings: Settings) -> Huey:
    """The queue with every periodic task of `wiring.PERIODIC`: in Redis when configured, else a SQLite file."""
    if settings.redis_url:
        queue: Huey = PriorityRedisHuey("jobhelp", url=settings.redis_url)
    else:
        queue = SqliteHuey("jobhelp", filename=str(settings.data_dir / "queue.db"), fsync=False)
    for name, schedule, task in wiring.PERIODIC:
        queue.periodic_task(crontab(**schedule), name=name)(_runner(settings, name, task))
    return queue


def _runner(settings: Settings, name: str, task: Callable[..., object]) -> Callable[[], None]:
    """A task with its own engine and a line in the log; a failure is logged and tried again at the next period."""

    def run() -> None:
        engine = database.open_engine(settings)
        try:
            log.info("task done", task=name, result=str(task(engine, settings)))
        except Exception as error:
            log.error("task failed", task=name, exc_info=error)
        finally:
            engine.dispose()

    run.__name__ = name
    return run


def work(settings: Settings) -> None:
    """Run the worker until it is told to stop."""
    configure_logs(debug=settings.debug)
    logging.getLogger("huey").setLevel(logging.WARNING)
    crypto.use(crypto.Keyring.load(settings.key_file, create=not settings.production))
    gc.freeze()  # as in server_hooks: the end comes quickly
    consumer = make_queue(settings).create_consumer(workers=1, periodic=True, check_worker_health=False)
    consumer.run()
