"""`jobhelp match` with a block of its own size, for the benchmark: prints what the run did as JSON."""

import json
import sys
from dataclasses import asdict

from jobhelp import clock
from jobhelp.commands import say, workplace
from jobhelp.recommendations import service

if __name__ == "__main__":
    with workplace(prepared=False) as place:
        matched = service.match_city(
            place.engine,
            place.settings.models_dir,
            clock.today(),
            say,
            block=int(sys.argv[1]),
            strength=place.settings.congestion,
            address=place.settings.dask_address,
        )
    json.dump(asdict(matched), sys.stdout, default=str)
