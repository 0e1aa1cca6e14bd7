"""The pages: each asks the desk for one thing, and shows it."""
