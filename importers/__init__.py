"""The second floor, inward: workbook bytes become staged values and issues. No database, no Qt."""
