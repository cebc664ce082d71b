"""Mapping files: which column of a file that we don't know is which fact. Pure.

A mapping file is YAML (or JSON, which is YAML) of at most 64 kB:

    columns:
      title: 职位            # a heading, or the number of a column counted from 1
      employer: 招聘单位
      place: [城市, 区县, 地址]   # several columns are joined
    header: true             # false: the file has no heading, and columns are named by number
    tag_separator: "、"
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from jobhelp.errors import Refusal
from jobhelp.hub.layouts import FIELDS, REQUIRED, TAG_SEPARATORS
from jobhelp.labels import N_

MAX_MAPPING = 64 * 1024


class MappingRefused(Refusal):
    """The mapping file is not usable; the text says where and why."""

    message = N_("对照文件读不出来。")

    def __init__(self, message: str | None = None, **params: Any) -> None:
        super().__init__(message, field="mapping", **params)


@dataclass(frozen=True)
class Mapped:
    """A mapping file that was read: headings or column numbers by field."""

    columns: Mapping[str, tuple[str | int, ...]]
    header: bool = True
    tag_separators: str = TAG_SEPARATORS


def read_mapping(content: bytes) -> Mapped:
    """Read a mapping file. Raises `MappingRefused` that says what to change."""
    if len(content) > MAX_MAPPING:
        raise MappingRefused(N_("对照文件太大，最多 64 kB。"))
    try:
        document = yaml.safe_load(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise MappingRefused(N_("对照文件不是 UTF-8 文字。")) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise MappingRefused(
            N_("对照文件第 %(line)s 行写法不对，不是 YAML 或 JSON。"), line=mark.line + 1 if mark else 1
        ) from None
    if not isinstance(document, dict) or not isinstance(document.get("columns"), dict):
        raise MappingRefused(N_("对照文件里要有 columns，下面逐行写“字段: 列名”。"))
    unknown = sorted(str(key) for key in set(document) - {"columns", "header", "tag_separator"})
    if unknown:
        raise MappingRefused(N_("对照文件里不认识“%(name)s”。"), name=unknown[0])
    header = document.get("header", True)
    if not isinstance(header, bool):
        raise MappingRefused(N_("对照文件里的 header 只能写 true 或 false。"))
    columns = _columns(document["columns"], header)
    separator = document.get("tag_separator")
    if separator is None:
        return Mapped(columns, header)
    if not isinstance(separator, str) or not 1 <= len(separator) <= 5:
        raise MappingRefused(N_("对照文件里的 tag_separator 要写一两个符号，并加引号。"))
    return Mapped(columns, header, re.escape(separator))


def _columns(entries: Mapping[Any, Any], header: bool) -> dict[str, tuple[str | int, ...]]:
    columns: dict[str, tuple[str | int, ...]] = {}
    for name, value in entries.items():
        if name not in FIELDS:
            raise MappingRefused(
                N_("对照文件里不认识字段“%(name)s”。可以写的有：%(known)s。"),
                name=short(str(name)),
                known="、".join(FIELDS),
            )
        wanted = value if isinstance(value, list) else [value]
        if not wanted or len(wanted) > 10 or not all(_is_column(column, header) for column in wanted):
            raise MappingRefused(
                N_("对照文件里“%(name)s”后面要写列名，或从 1 数起的列号；没有表头的表只能写列号。"), name=name
            )
        columns[name] = tuple(wanted)
    for name in REQUIRED:
        if name not in columns:
            raise MappingRefused(
                N_("对照文件里缺少“%(name)s”（%(label)s），每张表都要有。"), name=name, label=FIELDS[name]
            )
    return columns


def _is_column(column: object, header: bool) -> bool:
    if isinstance(column, bool):
        return False
    if isinstance(column, int):
        return 1 <= column <= 1000
    return header and isinstance(column, str) and bool(column.strip())


def short(text: str) -> str:
    """A heading as a message names it."""
    return text if len(text) <= 20 else text[:19] + "…"
