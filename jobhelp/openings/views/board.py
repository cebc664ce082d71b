"""What the list's page shows: options with counts, chips, orders, ways to loosen. Words only; no queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobhelp.labels import LABELS, Kind, label
from jobhelp.openings.filters import Filters
from jobhelp.openings.models import Opening
from jobhelp.openings.queries import Found
from jobhelp.openings.traits import PAY_YUAN
from jobhelp.openings.views.maps import Maps
from jobhelp.reference.views import book, name
from jobhelp.web import number

FIRST_DISTRICTS = 6
KM_A_DEGREE = 111.2
SHIFT_WORDS = {
    "day": _l("只上白班"),
    "early": _l("有早班"),
    "evening": _l("有晚班"),
    "night": _l("有夜班"),
    "rotating": _l("倒班"),
}
PERK_WORDS = {
    "insurance": _l("单位缴五险"),
    "meals": _l("包吃"),
    "lodging": _l("包住"),
    "rest_weekend": _l("周末休息"),
    "half_day": _l("每天半天"),
    "daily_pay": _l("当天结算"),
    "shuttle": _l("有班车"),
    "training": _l("有人带教"),
    "verified": _l("单位已核验"),
}


@dataclass(frozen=True)
class Option:
    """One choice of a filter: what it would leave, and whether it is chosen."""

    code: str
    text: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Link:
    """A word that changes the list."""

    text: str
    href: str
    count: int = 0
    current: bool = False


@dataclass
class Board:
    """The list's page in words."""

    filters: Filters
    found: Found
    without_words: int = 0  # what dropping the typed words would leave; asked for only when nothing is left

    @property
    def maps(self) -> Maps:
        """The districts on the map, each leading to the list with it or without it."""
        return Maps(self.found.counts.options["district"], self.filters, self.address)

    # ── addresses ────────────────────────────────────────────────────────────────────────────────────────

    @staticmethod
    def address(filters: Filters, page: int = 1) -> str:
        """Where these filters lead."""
        pairs = filters.arguments() + ([("page", str(page))] if page > 1 else [])
        return url_for("openings.index") + (f"?{urlencode(pairs)}" if pairs else "")

    def page_address(self, page: int) -> str:
        """The same list, another page."""
        return self.address(self.filters, page)

    @property
    def cleared(self) -> str:
        """The whole list."""
        return url_for("openings.index")

    def hidden(self, *leave_out: str) -> list[tuple[str, str]]:
        """The filters as hidden fields of a form that sets the others itself."""
        return [(key, code) for key, code in self.filters.arguments() if key not in leave_out]

    # ── headings ─────────────────────────────────────────────────────────────────────────────────────────

    @property
    def heading(self) -> str:
        """What is listed: place, work and how many. The count is the heading."""
        said = {"place": self._place(), "number": number(self.found.counts.total)}
        if self.filters.q:
            return _("%(place)s和“%(words)s”有关的岗位 %(number)s 个", words=self.filters.q, **said)
        if len(self.filters.kind) == 1:
            what = _(label("kind", self.filters.kind[0]))
            return _("%(place)s%(what)s %(number)s 个", what=what, **said)
        return _("%(place)s岗位 %(number)s 个", **said)

    def _place(self) -> str:
        chosen = self.filters.district
        if len(chosen) == 1:
            return name("districts", chosen[0])
        return _("这 %(number)s 个区县", number=len(chosen)) if chosen else _("哈尔滨")

    @property
    def span(self) -> str:
        """第 1–20 个，共 286 个."""
        first = self.found.first_shown
        last = first + len(self.found.openings) - 1
        return _(
            "第 %(first)s–%(last)s 个，共 %(total)s 个",
            first=number(first),
            last=number(last),
            total=number(self.found.counts.total),
        )

    # ── options ──────────────────────────────────────────────────────────────────────────────────────────

    def kinds(self) -> list[Option]:
        """The four kinds."""
        return self._options("kind", ((kind.value, _(label("kind", kind.value))) for kind in Kind))

    def districts(self) -> list[Option]:
        """All districts in the city's order."""
        return self._options("district", ((code, name("districts", code)) for code in book().districts))

    def first_districts(self) -> list[Option]:
        """The chosen ones and those of the built-up city."""
        options = self.districts()
        return [option for place, option in enumerate(options) if option.chosen or place < FIRST_DISTRICTS]

    def other_districts(self) -> list[Option]:
        """The rest."""
        first = {option.code for option in self.first_districts()}
        return [option for option in self.districts() if option.code not in first]

    def shifts(self) -> list[Option]:
        """When the work is."""
        return self._options("shift", ((code, str(text)) for code, text in SHIFT_WORDS.items()))

    def perks(self) -> list[Option]:
        """What comes with it."""
        return self._options("perk", ((code, str(text)) for code, text in PERK_WORDS.items()))

    def pays(self) -> list[Option]:
        """The least that it pays in a month."""
        steps = [("0", _("不限"))] + [(str(yuan), self._pay_words(yuan)) for yuan in PAY_YUAN]
        return [
            Option(code, text, self.found.counts.options["pay"][code], self.filters.pay == int(code))
            for code, text in steps
        ]

    def works(self) -> list[Option]:
        """The lines of work that have openings, with the chosen one."""
        counts = self.found.counts.options["work"]
        return [
            Option(code, _(text), counts.get(code, 0), code == self.filters.work)
            for code, text in LABELS["family"].items()
            if code and (counts.get(code, 0) or code == self.filters.work)
        ]

    def _options(self, group: str, words: Iterable[tuple[str, str]]) -> list[Option]:
        counts, chosen = self.found.counts.options[group], getattr(self.filters, group)
        return [Option(code, text, counts.get(code, 0), code in chosen) for code, text in words]

    @staticmethod
    def _pay_words(yuan: int) -> str:
        return _("%(amount)s 元以上", amount=number(yuan))

    # ── chips and loosening ──────────────────────────────────────────────────────────────────────────────

    def chips(self) -> list[Link]:
        """One for each limit; it leads to the list without it."""
        chips = [
            Link(self._limit_words(key, code), self.address(self.filters.without(key, code)))
            for key, code in self.filters.limits()
        ]
        if self.filters.beyond:
            chips.append(Link(_("也看哈尔滨以外的"), self.address(self.filters.without("beyond"))))
        return chips

    def loosenings(self) -> list[Link]:
        """When nothing is left: what dropping one group of limits would leave, the most first."""
        counts = self.found.counts
        links = []
        for key in dict.fromkeys(key for key, _code in self.filters.limits()):
            left = self.without_words if key == "q" else counts.without.get(key, 0)
            words = _("、").join(self._limit_words(k, code) for k, code in self.filters.limits() if k == key)
            wider = self.filters
            for k, code in self.filters.limits():
                wider = wider.without(k, code) if k == key else wider
            if left:
                named = self.filters.q if key == "q" else words  # the words stand in quotation marks already
                links.append(Link(_("不限“%(limit)s”", limit=named), self.address(wider), left))
        if counts.beyond and not self.filters.beyond:
            links.append(
                Link(_("也看哈尔滨以外的"), self.address(self.filters.having("beyond", True)), counts.beyond)
            )
        return sorted(links, key=lambda link: -link.count)

    def _limit_words(self, key: str, code: str) -> str:
        words: dict[str, Any] = {
            "q": lambda: _("“%(words)s”", words=code),
            "kind": lambda: _(label("kind", code)),
            "district": lambda: name("districts", code),
            "work": lambda: _(label("family", code)),
            "shift": lambda: str(SHIFT_WORDS[code]),
            "pay": lambda: self._pay_words(int(code)),
            "perk": lambda: str(PERK_WORDS[code]),
        }
        return str(words[key]())

    # ── order ────────────────────────────────────────────────────────────────────────────────────────────

    def sorts(self) -> list[Link]:
        """The orders that make sense here."""
        orders = [("newest", _("最新")), ("pay", _("工资高")), ("near", _("离得近"))]
        if self.filters.q:
            orders.insert(0, ("", _("最相关")))
        current = self.filters.order()
        return [
            Link(
                text,
                self.address(self.filters.having("sort", code if code != "newest" or self.filters.q else "")),
                current=current == (code or "match"),
            )
            for code, text in orders
            if code != "near" or self.filters.district
        ]

    @property
    def near_districts(self) -> tuple[str, ...]:
        """Where "near" may be measured from: the chosen districts, else that of the street in the address."""
        street = book().streets.get(self.filters.street)
        return self.filters.district or ((street.district_code,) if street else ())

    def streets(self) -> list[tuple[str, str]]:
        """Streets to measure "near" from."""
        return [
            (street.code, name("streets", street.code))
            for district in self.near_districts
            for street in book().streets_of(district)
        ]

    def km(self, opening: Opening) -> float | None:
        """How far an opening is from where "near" is measured, as the crow flies."""
        origin = self.found.origin
        if origin is None or opening.lat is None or opening.lon is None:
            return None
        east = (opening.lon - origin.lon) * cos(radians(origin.lat))
        return hypot(opening.lat - origin.lat, east) * KM_A_DEGREE
