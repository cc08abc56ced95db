"""Views: widgets that show a model; no facts of their own."""
