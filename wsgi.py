"""What a production server imports."""

from trainingapp.app import create_app

app = create_app()
