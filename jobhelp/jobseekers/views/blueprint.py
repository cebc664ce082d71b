"""The blueprint that the pages of this slice share."""

from flask import Blueprint

bp = Blueprint("jobseekers", __name__)
