"""Why is this muscle twitching, how soon should someone look at it, and what comes next?"""
