"""Where the work is, as advertisements write it: a district of this city, or a place elsewhere. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

CITY = "哈尔滨"
_SEPARATORS = r"[\s·・./\\|,，、;；:：>\-—–_()（）]+"
_BEFORE_CITY = re.compile(rf"^(?:中国)?(?:{_SEPARATORS})?(?:黑龙江省?)?(?:{_SEPARATORS})?")
_TWICE = re.compile(r"^([\u4e00-\u9fff]{2,4})(?:市)?\1")
_KINDS_OF_STREET = ("街道办事处", "街道", "镇", "乡")


@dataclass(frozen=True)
class Place:
    """`district` and `street` are codes of this city; `text` is what remains to be said; `outside` = elsewhere."""

    district: str | None
    street: str | None
    text: str
    outside: bool


@dataclass(frozen=True)
class Street:
    """A street office of the city, by name."""

    code: str
    district: str
    name: str


class Gazetteer:
    """The city's own names. `districts`: name by code; `streets`: every street office."""

    def __init__(self, districts: Mapping[str, str], streets: list[Street]) -> None:
        self._full = {name: code for code, name in districts.items()}
        self._short = {name[:-1]: code for code, name in districts.items() if len(name) > 2}
        self._streets: dict[str, dict[str, str]] = {}
        owners: dict[str, set[tuple[str, str]]] = {}
        for street in streets:
            for name in _names(street.name):
                self._streets.setdefault(street.district, {}).setdefault(name, street.code)
            owners.setdefault(street.name, set()).add((street.district, street.code))
        self._only = {name: next(iter(found)) for name, found in owners.items() if len(found) == 1}

    def read(self, text: str) -> Place:
        """The place that `text` names. An empty text is no place, and not elsewhere."""
        whole = unicodedata.normalize("NFKC", text).strip()
        if not whole:
            return Place(None, None, "", outside=False)
        rest = _BEFORE_CITY.sub("", whole)
        if rest.startswith(CITY):
            rest = _bare(rest[len(CITY) :].removeprefix("市"))
            return self._inside(rest, short_names=True)
        if any(rest.startswith(name) for name in self._full):
            return self._inside(rest, short_names=False)
        if CITY in re.split(_SEPARATORS, whole) or f"{CITY}市" in whole:
            return Place(None, None, _line(whole), outside=False)
        return Place(None, None, _line(_TWICE.sub(r"\1", whole)), outside=True)

    def _inside(self, rest: str, *, short_names: bool) -> Place:
        names = self._full | (self._short if short_names else {})
        name = max((name for name in names if rest.startswith(name)), key=len, default="")
        if not name:
            found = next((street for street in self._only if rest.startswith(street)), None)
            if found is not None:
                district, code = self._only[found]
                return Place(district, code, _line(rest), outside=False)
            return Place(None, None, _line(rest) or CITY, outside=False)
        district = names[name]
        rest = _bare(rest[len(name) :].removeprefix("区") if name in self._short else rest[len(name) :])
        streets = self._streets.get(district, {})
        street = max((known for known in streets if _begins(rest, known)), key=len, default="")
        return Place(district, streets.get(street), _line(rest), outside=False)


def _names(full: str) -> list[str]:
    """跃进街道 is also written 跃进 and 跃进街道办事处; one-character names are left alone."""
    kind = next((kind for kind in _KINDS_OF_STREET if full.endswith(kind)), "")
    short = full.removesuffix(kind)
    return [full, short] if len(short) >= 2 else [full]


def _begins(rest: str, name: str) -> bool:
    """Whether `rest` begins with the street `name`: whole, or a short name that stands alone."""
    if not rest.startswith(name):
        return False
    if name.endswith(_KINDS_OF_STREET):
        return True
    after = rest[len(name) :]
    return not after or re.match(_SEPARATORS, after) is not None


def _bare(text: str) -> str:
    return re.sub(rf"^{_SEPARATORS}|{_SEPARATORS}$", "", text)


def _line(text: str) -> str:
    """One line; a middle dot is a whole character wide in Chinese type, so a space parts the names."""
    return re.sub(r"[\s·・]+", " ", text).strip()[:200]
