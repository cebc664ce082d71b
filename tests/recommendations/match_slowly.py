"""`jobhelp match` for tests that kill it: small blocks, and a breath after each so that a kill lands between two."""

import sys
import time

from jobhelp import clock
from jobhelp.commands import workplace
from jobhelp.recommendations import service

if __name__ == "__main__":
    with workplace(prepared=False) as place:
        service.match_city(
            place.engine,
            place.settings.models_dir,
            clock.today(),
            lambda _text: time.sleep(0.05),
            block=int(sys.argv[1]),
        )
