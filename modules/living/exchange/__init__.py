"""Interactions that come in and go out: GloBI's columns and Darwin Core archives, read, checked, kept, written."""
