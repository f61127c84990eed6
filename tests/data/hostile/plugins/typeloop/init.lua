-- A type whose own pages never end; the plain ones do.
local plugin <const> = ...

plugin:log("ready")
