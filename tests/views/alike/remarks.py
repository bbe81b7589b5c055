lamps = count(harbor, every=True)      # how many lamps there are now
boats = count(harbor, every=False)     # how many boats there are now
ferry = first(boats, of="the day")     # the ferry of the early morning
lost = [boat for boat in boats]        # the boats that did not return
tide = table.read("tide", day=3)       # the tide of the third day
keep = boats if tide else lost         # what we keep of all that
told = send(keep, to="Port Velm")      # what the harbor was told then
rest = boats and not keep or lost      # what is left of it all
