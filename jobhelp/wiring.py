"""The only place where slices meet: pages, commands, reactions to events, panels, periodic tasks."""

from collections.abc import Callable

import click
from flask import Blueprint, Flask

from jobhelp import database_cli, events, web
from jobhelp.accounts import cli as accounts_cli
from jobhelp.accounts import service as accounts_service
from jobhelp.accounts import views as accounts
from jobhelp.applications import service as applications_service
from jobhelp.applications import views as applications
from jobhelp.benefits import cli as benefits_cli
from jobhelp.benefits import views as benefits
from jobhelp.claims import service as claims_service
from jobhelp.claims import tasks as claims_tasks
from jobhelp.claims import views as claims
from jobhelp.demo import cli as demo_cli
from jobhelp.desk import views as desk
from jobhelp.employers import service as employers_service
from jobhelp.employers import views as employers
from jobhelp.home import views as home
from jobhelp.hub import cli as hub_cli
from jobhelp.hub import tasks as hub_tasks
from jobhelp.hub import views as hub
from jobhelp.jobseekers import service as jobseekers_service
from jobhelp.jobseekers import views as jobseekers
from jobhelp.life_events import cli as life_events_cli
from jobhelp.life_events import service as life_events_service
from jobhelp.life_events import tasks as life_events_tasks
from jobhelp.life_events import views as life_events
from jobhelp.loans import service as loans_service
from jobhelp.loans import tasks as loans_tasks
from jobhelp.loans import views as loans
from jobhelp.notices import service as notices_service
from jobhelp.notices import views as notices
from jobhelp.openings import service as openings
from jobhelp.openings import tasks as openings_tasks
from jobhelp.openings import views as openings_views
from jobhelp.payments import service as payments_service
from jobhelp.payments import views as payments
from jobhelp.privacy import service as privacy_service
from jobhelp.privacy import views as privacy
from jobhelp.recommendations import cli as recommendations_cli
from jobhelp.recommendations import service as recommendations_service
from jobhelp.recommendations import tasks as recommendations_tasks
from jobhelp.recommendations import views as recommendations
from jobhelp.reference import views as reference

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.bp,
    accounts.bp,
    notices.bp,
    employers.bp,
    openings_views.bp,
    jobseekers.bp,
    applications.bp,
    recommendations.bp,
    benefits.bp,
    claims.bp,
    life_events.bp,
    payments.bp,
    loans.bp,
    hub.bp,
    privacy.bp,
    desk.bp,
)

COMMANDS: tuple[click.Command, ...] = (
    database_cli.commands,
    accounts_cli.add_administrator,
    benefits_cli.assess,
    life_events_cli.screen,
    hub_cli.import_openings,
    recommendations_cli.train,
    recommendations_cli.match,
    recommendations_cli.recommend,
    recommendations_cli.evaluate,
    recommendations_cli.model_card,
    recommendations_cli.rollback_model,
    demo_cli.seed,
    demo_cli.accounts,
)

SUBSCRIPTIONS: tuple[tuple[type, Callable[..., None]], ...] = (
    (employers_service.VerificationLost, openings.pause_openings),
    (employers_service.EmployerVerified, openings.resume_openings),
    (openings.OpeningFilled, applications_service.close_filled),
    (openings.OpeningEnded, applications_service.close_ended),
    (jobseekers_service.ProfileChanged, recommendations_service.profile_changed),
    (jobseekers_service.SeekerErased, recommendations_service.seeker_erased),
    (applications_service.Hired, life_events_service.hired),
    (claims_service.ClaimGranted, life_events_service.claim_granted),
    (claims_service.ClaimStopped, life_events_service.claim_stopped),
    (claims_service.ClaimEnded, life_events_service.claim_ended),
    (claims_service.ClaimGranted, payments_service.claim_granted),
    (claims_service.ClaimStopped, payments_service.claim_stopped),
    (jobseekers_service.SeekerErased, payments_service.forget),
    (claims_service.ClaimGranted, loans_service.begin),
    (claims_service.ClaimStopped, loans_service.give_up),
    (jobseekers_service.SeekerErased, loans_service.forget),
)

PANELS: tuple[tuple[str, Callable[..., object]], ...] = (
    ("opening_actions", applications.opening_actions),
    ("opening_for_you", recommendations.opening_for_you),
    ("claim_money", payments.claim_money),
    ("my_benefits", payments.my_benefits),
    ("claim_desk", payments.claim_desk),
    ("opening_own", recommendations.suggested_people),
    ("claim_money", loans.claim_loan),
    ("claim_desk", loans.claim_loan),
)

# name, crontab fields of huey, task(engine, settings)
PERIODIC: tuple[tuple[str, dict[str, str], Callable[..., object]], ...] = (
    ("tidy-imports", {"minute": "23"}, hub_tasks.tidy),
    ("deliver-messages", {"minute": "*"}, notices_service.deliver),
    ("expire-openings", {"minute": "*/10"}, openings_tasks.expire),
    ("forget-attempts", {"minute": "17"}, accounts_service.forget_old_attempts),
    ("refresh-lists", {"minute": "*/5"}, recommendations_tasks.refresh),
    ("rank-city", {"minute": "*"}, recommendations_tasks.night),
    (
        "learn",
        {"minute": "40", "hour": "18", "day_of_week": "6"},
        recommendations_tasks.learn,
    ),  # UTC: Sunday 2:40
    ("end-finished-benefits", {"minute": "20"}, claims_tasks.end_finished),
    ("forget-old-drafts", {"minute": "10", "hour": "19"}, claims_tasks.forget_old_drafts),
    ("count-down-benefits", {"minute": "25"}, life_events_tasks.count_down),
    ("reach-retirement", {"minute": "35", "hour": "*/6"}, life_events_tasks.retire),
    ("screen-city", {"minute": "*/5"}, life_events_tasks.screen),
    (
        "interest-reminder",
        {"minute": "20", "hour": "0", "day": "1", "month": "1,4,7,10"},
        loans_tasks.remind,
    ),  # UTC: 8:20 on the first day of a quarter
    ("end-finished-loans", {"minute": "50", "hour": "17"}, loans_tasks.end_finished),
    ("scrub-write-ahead-log", {"minute": "*/10"}, privacy_service.scrub),
)


def connect(app: Flask) -> None:
    """Register every blueprint on `app`, every reaction and every panel."""
    reference.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for event, reaction in SUBSCRIPTIONS:
        events.subscribe(event, reaction)
    for place, panel in PANELS:
        web.add_panel(place, panel)
