"""Posture from Checkov's results: read, grouped, scored, compared, and shown in three forms."""
