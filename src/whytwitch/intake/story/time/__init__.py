"""When it began and how long it lasts: dates, ages, spans of time."""
