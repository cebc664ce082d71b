"""Draw jobhelp/static/img/map-harbin.svg from seed/geo/harbin-districts.geojson: one path a district and map.

The paths have no colour of their own: a page uses them with <use href="…#k230103"> and colours them by class.
"""

import json
from pathlib import Path

from jobhelp.openings.city_map import CORE, SHEETS, Sheet

ROOT = Path(__file__).resolve().parent.parent
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
    drawn = "".join("M" + " ".join(f"{_short(x)},{_short(y)}" for x, y in ring) + "z" for ring in rings)
    return f'<path id="{sheet.prefix}{feature["properties"]["code"]}" d="{drawn}"/>'


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


if __name__ == "__main__":
    main()
