"""Which version of the law decided: a digest of everything that a programme's finding comes from.

What that is, is read from the rule's own imports, so a piece that a rule begins to share tomorrow counts from then on.
"""

import ast
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

import jobhelp
from jobhelp.policy.parameters import LOADER, RULES

PACKAGE = Path(jobhelp.__file__).parent
POLICY = f"{jobhelp.__name__}.policy"
BESIDE = (f"{POLICY}.exclusions",)
"""What else decides whether something is granted, with all that it imports."""
ALONE = (f"{POLICY}.assess", f"{jobhelp.__name__}.claims.owed")
"""What completes a finding and counts its months; `assess` imports every other rule, which changes nothing here."""
GAP = r"\w+"
NAME, WORDS = re.compile(r"\w+"), re.compile(r"[a-z]{2}_|_[a-z]{2}")


@cache
def rule_version(programme: str, package: Path = PACKAGE) -> str:
    """The digest (64 hexadecimal digits) of all that decided, by name and content: the same on every machine.

    package   the folder of `jobhelp`; another one only in tests
    """
    digest = hashlib.sha256()
    for path in sources(programme, package):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def sources(programme: str, package: Path = PACKAGE) -> list[Path]:
    """The rule, whatever it imports inside of the policy (and that again), and the YAML of all numbers they name."""
    found = set(_files(ALONE, package))
    waiting = _files((f"{POLICY}.rules.{programme}", *BESIDE), package)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _files(_read(path.read_bytes()).imports, package)
    rules = package / RULES.relative_to(PACKAGE)
    beside = {rules / f"{path.stem}.yaml" for path in found}
    named = re.compile("|".join(sorted({name for path in found for name in _read(path.read_bytes()).names})))
    numbers = {
        path
        for path in rules.glob("*.yaml")
        if path in beside or any(map(named.fullmatch, _parameters(path.read_bytes())))
    }
    return sorted(found | numbers)


def _files(names: Iterable[str], package: Path) -> list[Path]:
    """The files of modules; nothing for a name that is none."""
    inside = [package.joinpath(*name.split(".")[1:]) for name in names]
    both = [path for place in inside for path in (place.with_suffix(".py"), place / "__init__.py")]
    return [path for path in both if path.exists()]


@dataclass(frozen=True)
class Source:
    """What a file of the law speaks of.

    imports   modules of the policy; among them may be names of what stands in a module
    names     patterns of every name in its texts, so of every parameter that it looks up: "us_window", "dibao_\\w+"
    """

    imports: tuple[str, ...]
    names: frozenset[str]


@cache
def _read(source: bytes) -> Source:
    imports: list[str] = []
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imports += [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            imports += [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        elif isinstance(node, ast.Constant | ast.JoinedStr):
            names.add(_pattern(node))
    inside = (name for name in imports if name.startswith(f"{POLICY}."))
    return Source(tuple(inside), frozenset(name for name in names if WORDS.search(name)))


def _pattern(node: ast.expr) -> str:
    """A text as a pattern, with a gap for what a programme fills in; "" for what is no name."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_pattern, node.values))
    if isinstance(node, ast.FormattedValue):
        return GAP
    told = node.value if isinstance(node, ast.Constant) else None
    return told if isinstance(told, str) and NAME.fullmatch(told) else ""


@cache
def _parameters(source: bytes) -> tuple[str, ...]:
    """The names of the parameters in a YAML of the law."""
    return tuple(yaml.load(source, LOADER).get("parameters") or ())
