"""Comparing words: folding, quotes, figures, sentences; nothing here knows of files or briefs."""
