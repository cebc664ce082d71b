"""All rules of the advertisement lint, in the order in which they are told."""

from jobhelp.openings.lint.bodies import DISABILITY, HEALTH, HEPATITIS
from jobhelp.openings.lint.family import MARRIAGE, PREGNANCY_TEST
from jobhelp.openings.lint.grammar import BLOCK, WARN, Rule
from jobhelp.openings.lint.money import FRAUD, MONEY
from jobhelp.openings.lint.origin import ETHNICITY, ORIGIN
from jobhelp.openings.lint.person import AGE, HEIGHT, LOOKS, SUPERSTITION
from jobhelp.openings.lint.sex import SEX, SEX_AGE, SEX_HINT

__all__ = ["BLOCK", "RULES", "WARN", "Rule"]

RULES: tuple[Rule, ...] = (
    SEX,
    SEX_AGE,
    MARRIAGE,
    PREGNANCY_TEST,
    ORIGIN,
    ETHNICITY,
    HEPATITIS,
    DISABILITY,
    MONEY,
    FRAUD,
    AGE,
    LOOKS,
    HEIGHT,
    HEALTH,
    SEX_HINT,
    SUPERSTITION,
)
