"""The bank file: the same payments give the same bytes, whenever it is made. Pure."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass

from jobhelp.sheets import plain

MARK = "\ufeff"  # Excel takes a CSV for UTF-8 only when it begins with this
HEAD = ("流水号", "户名", "账号", "开户行", "金额", "附言")


@dataclass(frozen=True)
class Transfer:
    """One line: to whom, how much (分), and the words that stand on the statement."""

    reference: str
    owner: str
    number: str
    bank: str
    amount: int
    words: str


def written(transfers: Iterable[Transfer]) -> bytes:
    """The file, ordered by reference. No cell can become a formula; amounts are yuan with two decimals."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEAD)
    for one in sorted(transfers, key=lambda transfer: transfer.reference):
        cells = (one.reference, one.owner, one.number, one.bank, yuan(one.amount), one.words)
        writer.writerow([plain(cell) for cell in cells])
    return (MARK + file.getvalue()).encode()


def digest(content: bytes) -> str:
    """The identity of a file."""
    return hashlib.sha256(content).hexdigest()


def yuan(amount: int) -> str:
    """分 as 2043.00."""
    return f"{amount // 100}.{amount % 100:02d}"


def pack(owner: str, number: str, bank: str, words: str) -> str:
    """What of a line is personal, as one text to be sealed with its payment: the file can be made again from it."""
    return json.dumps([owner, number, bank, words], ensure_ascii=False)


def unpack(reference: str, amount: int, packed: str | None) -> Transfer:
    """The line of a payment."""
    owner, number, bank, words = json.loads(packed) if packed else ("", "", "", "")
    return Transfer(reference, owner, number, bank, amount, words)
