from trainingapp.training.models.attendance import AttendanceMark, CheckMark, ResultMark, SignInSheet
from trainingapp.training.models.calendar import CalendarFeed, CalendarFeedEnd
from trainingapp.training.models.closing import SessionClosing, SessionClosingOutcome, SessionCompletion
from trainingapp.training.models.directory import InstitutionProfile
from trainingapp.training.models.nominations import Nomination, NominationStep
from trainingapp.training.models.sessions import (
    SessionPlan,
    SessionStep,
    SessionTrainer,
    SessionTrainerEnd,
    TrainingSession,
)
from trainingapp.training.models.trainers import ReviewOutcome, SessionWithdrawal, TrainerWithdrawal

__all__ = [
    "AttendanceMark",
    "CalendarFeed",
    "CalendarFeedEnd",
    "CheckMark",
    "InstitutionProfile",
    "Nomination",
    "NominationStep",
    "ResultMark",
    "ReviewOutcome",
    "SessionClosing",
    "SessionClosingOutcome",
    "SessionCompletion",
    "SessionPlan",
    "SessionStep",
    "SessionTrainer",
    "SessionTrainerEnd",
    "SessionWithdrawal",
    "SignInSheet",
    "TrainerWithdrawal",
    "TrainingSession",
]
