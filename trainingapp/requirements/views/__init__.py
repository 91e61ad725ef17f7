"""Pages of rules, statements of unit requirements and waivers. Those that count people stand in readiness."""

from trainingapp.requirements.views import rules, statements, waivers
from trainingapp.requirements.views.parts import bp

__all__ = ["bp", "rules", "statements", "waivers"]
