"""Posts that the law keeps for some people."""

from jobhelp.matching.board import Case
from jobhelp.matching.gates.registry import Words, gate
from jobhelp.matching.sentences import N_, Code, Sentence


def _eligible_says(case: Case, row: int) -> Words:
    kind = case.posts.kind.value(row)
    why = Sentence(
        N_("%(kind)s只面向符合条件的人员，您目前没有相应的认定"), {"kind": Code("kind", kind or "")}
    )
    return why, Sentence(N_("可以先查一查自己是否符合认定条件"), {})


@gate(lambda case, row: (None, case.posts.kind.value(row)), _eligible_says, relaxable=False)
def eligible(case: Case) -> None:
    """Whether the law lets them have a restricted post: answered by the caller (constraints.Gates), never here."""
