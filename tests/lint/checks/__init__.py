"""The checks behind the lint tests; each gives a list of findings."""
