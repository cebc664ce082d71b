"""What gunicorn does beyond its command line: `gunicorn --config python:jobhelp.server_hooks …`."""

import gc
import signal
from typing import Any

from jobhelp.recommendations import service as recommendations


def when_ready(_server: Any) -> None:
    """Before the workers are forked: what is loaded now stays, so the collector need not look at it again.

    Memory stays shared between the workers, and a worker that is told to stop ends at once, instead of looking through
    the libraries one last time.
    """
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Ctrl-C reaches every process of a terminal: the workers leave it to their master, who tells them once.

    Told twice at the same moment, a worker with threads waits for itself and has to be killed.

    Each worker then begins to read the open posts, so that the first person does not wait for it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    site = worker.wsgi
    recommendations.warm_up(site.extensions["jobhelp.engine"], site.config["JOBHELP"].models_dir)
