"""The demonstration: people and units that are invented, on a fixed day, and sample files to try. No real person."""
