"""Marking a class: submissions read and repaired, checks run, marks kept in nbgrader's gradebook."""
