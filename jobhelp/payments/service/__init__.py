"""Acts on money, by subject: the books, grants, preparing, signing, sending, receipts, cards, recoveries."""

from jobhelp.payments.service.cards import forget, save_employer_card, save_seeker_card
from jobhelp.payments.service.events import PaymentReturned
from jobhelp.payments.service.granting import claim_granted, claim_stopped
from jobhelp.payments.service.ledger import Line, book, reverse
from jobhelp.payments.service.preparing import MOST, prepare
from jobhelp.payments.service.receiving import Received, receive, retry
from jobhelp.payments.service.recovering import ask_waiver, confirm, keep, propose, propose_for, repay, waive
from jobhelp.payments.service.sending import bank_file, send
from jobhelp.payments.service.signing import approve, cancel, check, send_back

__all__ = [
    "MOST",
    "Line",
    "PaymentReturned",
    "Received",
    "approve",
    "ask_waiver",
    "bank_file",
    "book",
    "cancel",
    "check",
    "claim_granted",
    "claim_stopped",
    "confirm",
    "forget",
    "keep",
    "prepare",
    "propose",
    "propose_for",
    "receive",
    "repay",
    "retry",
    "reverse",
    "save_employer_card",
    "save_seeker_card",
    "send",
    "send_back",
    "waive",
]
