-- It never comes to an end while it is loaded.
while true do end
