# This comment makes the program longer than its policy allows, which is refused before it starts.
print("started")
