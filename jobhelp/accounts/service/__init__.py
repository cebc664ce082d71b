"""Acts on accounts, by subject: opening and closing, signing in, codes, second factor, limits, staff."""

from jobhelp.accounts import queries
from jobhelp.accounts.service.accounts import PhoneTaken, create_user, end_all_sessions, erase, need
from jobhelp.accounts.service.codes import MINUTES as CODE_MINUTES
from jobhelp.accounts.service.codes import (
    TooShortForStaff,
    WrongCode,
    admit_code,
    issue_reset_code,
    reset_password,
    send_reset_code,
    use_code,
)
from jobhelp.accounts.service.granting import confirm_grant, refuse_grant
from jobhelp.accounts.service.limits import TooManyTries, forget_old_attempts
from jobhelp.accounts.service.second_factor import (
    WrongSecondFactor,
    admit_second_factor,
    begin_second_factor,
    confirm_second_factor,
    provisioning_uri,
    take_second_factor,
)
from jobhelp.accounts.service.signing_in import (
    SignInFailed,
    WrongPassword,
    admit_password,
    admit_sign_in,
    authenticate,
    change_password,
    check_password,
    end_session,
    prove_password,
    session_user,
)
from jobhelp.accounts.service.staff import (
    create_staff,
    deactivate,
    reactivate,
    renew_access,
    revise_staff,
)
from jobhelp.notices import service as notices

notices.use_phone_book(queries.phone_of)

__all__ = [
    "CODE_MINUTES",
    "PhoneTaken",
    "SignInFailed",
    "TooManyTries",
    "TooShortForStaff",
    "WrongCode",
    "WrongPassword",
    "WrongSecondFactor",
    "admit_code",
    "admit_password",
    "admit_second_factor",
    "admit_sign_in",
    "authenticate",
    "begin_second_factor",
    "change_password",
    "check_password",
    "confirm_grant",
    "confirm_second_factor",
    "create_staff",
    "create_user",
    "deactivate",
    "end_all_sessions",
    "end_session",
    "erase",
    "forget_old_attempts",
    "issue_reset_code",
    "need",
    "prove_password",
    "provisioning_uri",
    "reactivate",
    "refuse_grant",
    "renew_access",
    "reset_password",
    "revise_staff",
    "send_reset_code",
    "session_user",
    "take_second_factor",
    "use_code",
]
