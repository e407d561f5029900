"""What a report in a terminal is made of: each module takes a part of the frozen report and puts it on a page."""
