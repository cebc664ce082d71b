"""The features, in a fixed order. Importing this package registers all of them."""

from jobhelp.matching.features import company, crossed, crowd, demands, kinds, place, terms, wording, work
from jobhelp.matching.features.registry import (
    FEATURES,
    ByCode,
    Feature,
    Few,
    Levels,
    Scale,
    feature,
    fingerprint,
)

SUBJECTS = (place, work, wording, terms, demands, crowd, company, kinds, crossed)

__all__ = ["FEATURES", "SUBJECTS", "ByCode", "Feature", "Few", "Levels", "Scale", "feature", "fingerprint"]
