"""Tests of the exchange between authorities."""
