import pytest
from tests.journeys.conftest import *  # noqa
from tests.journeys import test_access as t
from tests.journeys.test_access import world  # noqa
def test_mine(somebody, world):
    wrong=[]
    for email in (t.OFFICER, t.FOCAL_POINT, t.INSTRUCTOR):
        page = somebody(email, bypass_csp=True).new_page()
        for endpoint, who in t.PAGES.items():
            if "by_hand" in endpoint and email in who:
                wrong += t.look(page, world.url(endpoint), endpoint)
                page.set_viewport_size(t.WIDE); page.goto(world.url(endpoint)); page.screenshot(path=f"/tmp/fshots/{endpoint}-{email[:5]}-wide.png", full_page=endpoint!="intake.by_hand_grid")
                page.set_viewport_size(t.PHONE); page.screenshot(path=f"/tmp/fshots/{endpoint}-{email[:5]}-phone.png", full_page=endpoint!="intake.by_hand_grid")
    print("\n".join(wrong))
    assert not wrong, "\n"+"\n".join(wrong)
