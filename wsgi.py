"""What a production server imports."""

from trainingapp.app import served

app = served()
