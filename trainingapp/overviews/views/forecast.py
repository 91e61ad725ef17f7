"""What is coming in the next two years if nothing happens, and until when training helps."""

from flask import render_template

from trainingapp.accounts.identity import current_identity
from trainingapp.kit.charts import columns_by_day
from trainingapp.kit.clock import today
from trainingapp.kit.heat import HeatCells
from trainingapp.kit.pages import page_number, page_of
from trainingapp.kit.policy import requires
from trainingapp.overviews.outlook import months
from trainingapp.overviews.reports import outlook
from trainingapp.overviews.trend import on, trend
from trainingapp.overviews.views.parts import bp, common, page_asked, save_form
from trainingapp.readiness.work import keep_up

#: Lines of a page of days until which training helps.
SIZE = 25


@bp.get("/forecast")
@requires("gaps.see")
def forecast() -> str:
    """Two years from the day that is asked about. Nine statements, thirteen for a new day."""
    identity = current_identity()
    keep_up()
    page = page_asked(identity)
    found = outlook(identity.scope("gaps.see"), page.asked)
    cell = HeatCells()
    stops = sorted({code for month in found.months.values() for code in month})
    days = [max(month, found.first) for month in months(found.first, found.last)]
    return render_template(
        "overviews/forecast.html",
        **common(page),
        found=found,
        trend=trend(found.whole, first=found.first, last=found.last, asked=page.as_of, today=today()),
        days=days,
        lines=[
            {
                "label": code,
                "url": page.narrowed("overviews.forecast", curriculum=code),
                "cells": [cell(*on(points, day)[1:]) for day in days],
            }
            for code, points in found.lines.items()
        ],
        # Narrowed to one curriculum, the line of all counts only who must hold it: others may be there.
        nobody=[] if page.asked.curriculum else [n for n, day in enumerate(days) if not on(found.whole, day).whole],
        stops=stops,
        chart=columns_by_day(
            [(month, [own.get(code, 0) for code in stops]) for month, own in found.months.items()], stops
        ),
        deadlines=page_of(found.deadlines, number=page_number(), size=SIZE),
        save=save_form("forecast", page.keep),
    )
