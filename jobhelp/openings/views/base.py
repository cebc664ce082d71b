"""The blueprint of the pages of openings."""

from flask import Blueprint

bp = Blueprint("openings", __name__)
