"""What can be asked about training: sessions, trainers, the chain behind a completion, the calendar."""
