"""The WSGI entry point: `gunicorn wsgi:app`."""

from jobhelp.app import create_app

app = create_app()
