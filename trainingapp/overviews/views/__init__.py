"""Pages of figures for whoever decides: the overview, what is coming, and views kept for oneself."""

from trainingapp.overviews.views import forecast, overview, saved
from trainingapp.overviews.views.parts import bp

__all__ = ["bp", "forecast", "overview", "saved"]
