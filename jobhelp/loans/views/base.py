"""The blueprint of the pages of loans."""

from flask import Blueprint

bp = Blueprint("loans", __name__)
