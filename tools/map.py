"""Draw jobhelp/static/img/map-harbin.svg from seed/geo/harbin-districts.geojson: one path a district and map.

The paths have no colour of their own: a page uses them with <use href="…#k230103"> and colours them by class.
"""

import json
from pathlib import Path

from jobhelp.openings.city_map import CORE, SHEETS, Sheet

ROOT = Path(__file__).resolve().parent.parent
EDGE = 6  # units beyond the sheet that are still drawn: the outline of a cut stays out of sight
SOURCE = ROOT / "seed/geo/harbin-districts.geojson"
TARGET = ROOT / "jobhelp/static/img/map-harbin.svg"


def main() -> None:
    features = json.loads(SOURCE.read_text(encoding="utf-8"))["features"]
    paths = [path for sheet in SHEETS for feature in features if (path := _path(sheet, feature))]
    text = '<svg xmlns="http://www.w3.org/2000/svg"><defs>' + "".join(paths) + "</defs></svg>\n"
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(paths)} shapes, {len(text) / 1000:.0f} kB")


def _path(sheet: Sheet, feature: dict) -> str:
    shape = feature["geometry"]
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    rings = [[sheet.spot(*spot[:2]) for spot in ring] for polygon in polygons for ring in polygon]
    if sheet is CORE and not any(
        0 < x < sheet.width and 0 < y < sheet.height for ring in rings for x, y in ring
    ):
        return ""
    rings = [cut for ring in rings if (cut := _cut(sheet, ring))]
    drawn = "".join("M" + " ".join(f"{_short(x)},{_short(y)}" for x, y in ring) + "z" for ring in rings)
    return f'<path id="{sheet.prefix}{feature["properties"]["code"]}" d="{drawn}"/>'


def _cut(sheet: Sheet, ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The part of a shape that lies on the sheet (Sutherland and Hodgman, one side after the other).

    What lies beyond is not seen, but browsers and axe-core count it to the link: it covered the button above the map.
    """
    for axis, limit, inside in (
        (0, -EDGE, 1),
        (0, sheet.width + EDGE, -1),
        (1, -EDGE, 1),
        (1, sheet.height + EDGE, -1),
    ):
        kept: list[tuple[float, float]] = []
        for before, here in zip([ring[-1], *ring[:-1]], ring, strict=True) if ring else ():
            was, now = (inside * (spot[axis] - limit) >= 0 for spot in (before, here))
            if was != now:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                kept.append(
                    (before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1]))
                )
            if now:
                kept.append(here)
        ring = kept
    return ring


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


if __name__ == "__main__":
    main()
