"""Many guesses at the same moment, on a database of their own: no more are looked at than of as many one by one."""

from concurrent.futures import ThreadPoolExecutor

from tests import make
from tests.conftest import migrate, opened, settings_for
from trainingapp.accounts.sign_in import sign_in


def test_of_40_guesses_sent_at_once_8_are_looked_at(new_database, tmp_path):
    url = new_database()
    migrate(url)
    with opened(settings_for(url, tmp_path), TESTING=True) as app:
        with app.app_context():
            make.account("analyst", "analyst@example.org")

        def guess(number: int) -> bool:
            with app.test_request_context():
                address = f"10.0.0.{number}"
                return not sign_in("analyst@example.org", "not-this-one", address=address, now=make.NOW).wait

        with ThreadPoolExecutor(8) as threads:
            looked_at = sum(threads.map(guess, range(40)))
    assert looked_at == 8
