-- The floors of the house: an include or require may point down only.
-- Run by `make lint`; README.md shows the same picture.
--
--   lua5.4 tests/floors.lua            checks, prints each fault
--   lua5.4 tests/floors.lua --picture  prints the table for README.md

-- What each floor of core/ may include, besides itself.
local FLOORS <const> = {
	{ "base" },
	{ "store", "base" },
	{ "html", "base" },
	{ "cms", "base", "store", "html" },
	{ "script", "base", "store", "html", "cms" },
	{ "web", "base", "store", "html", "cms", "script" },
	{ "cli", "base", "store", "html", "cms", "script", "web" },
}

-- Headers of libraries that only some floors may see (a path prefix).
local LIBRARIES <const> = {
	{ "^kore/", { "core/web/kore/" } },
	{ "^lua", { "core/script/" } },
	{ "^lauxlib", { "core/script/" } },
	{ "^sqlite3", { "core/store/", "core/script/" } },
	{ "^libxml/", { "core/html/" } },
	{ "^magic", { "core/cms/" } },
	{ "^curl/", { "core/cli/" } },
	{ "^pcre2", { "core/base/" } },
	{ "^opencc", { "core/base/", "core/tools/" } },
}

local may <const> = {}
for _, row in ipairs(FLOORS) do
	may[row[1]] = {}
	for _, floor in ipairs(row) do
		may[row[1]][floor] = true
	end
end

local faults = 0
local function fault(file, line, text)
	faults = faults + 1
	print(("%s:%d: %s"):format(file, line, text))
end

local function lines_of(command)
	local pipe <close> = assert(io.popen(command))
	local out = {}
	for line in pipe:lines() do
		out[#out + 1] = line
	end
	return out
end

local function check_library(file, number, header)
	for _, row in ipairs(LIBRARIES) do
		if header:find(row[1]) then
			for _, prefix in ipairs(row[2]) do
				if file:find(prefix, 1, true) == 1 then return end
			end
			fault(file, number, "<" .. header .. "> belongs to " ..
				table.concat(row[2], ", "))
		end
	end
end

local function check_c(file)
	local floor = file:match("^core/([^/]+)/")
	local number = 0
	for line in io.lines(file) do
		number = number + 1
		local own = line:match('^%s*#%s*include%s+"([^"]+)"')
		local other = line:match("^%s*#%s*include%s+<([^>]+)>")
		if own and own:find("/") then
			local target = own:match("^([^/]+)/")
			if not may[floor][target] then
				fault(file, number, floor .. " may not include " .. own)
			end
			if own:find("^web/kore/") and not file:find("^core/web/kore/") then
				fault(file, number, "web/kore/ is Kore's own corner")
			end
		elseif other then
			check_library(file, number, other)
		end
	end
end

-- Plugins and themes see lua/cms and their own files, never each other's.
local function check_lua(file)
	local number = 0
	for line in io.lines(file) do
		number = number + 1
		local name = line:match("require%s*%(?%s*[\"']([^\"']+)[\"']")
		local own = file:match("^plugins/([%w-]+)/")
		if name and not name:find("^cms%.") and not file:find("^lua/") and
			name:match("^([%w-]+)%.") ~= own then
			fault(file, number, "only lua/cms may be required, not " .. name)
		end
		local kind, other = line:match("[\"'](plugins)/([%w-]+)/")
		if not kind then kind, other = line:match("[\"'](themes)/([%w-]+)/") end
		if kind and file:find("^plugins/") or kind and file:find("^themes/") then
			if file:find(kind .. "/" .. other .. "/", 1, true) ~= 1 then
				fault(file, number, "names files of " .. kind .. "/" .. other)
			end
		end
	end
end

if arg[1] == "--picture" then
	for _, row in ipairs(FLOORS) do
		print(("%-7s <- %s"):format(row[1], table.concat(row, " ", 2)))
	end
	os.exit(true)
end

for _, file in ipairs(lines_of("find core -name '*.[ch]' | sort")) do
	check_c(file)
end
for _, file in ipairs(lines_of("find lua plugins themes sites -name '*.lua' " ..
	"-not -path '*/node_modules/*' -not -path '*/data/*' 2>/dev/null | sort")) do
	check_lua(file)
end
print(faults == 0 and "floors: every include points down" or
	("floors: %d faults"):format(faults))
os.exit(faults == 0)
