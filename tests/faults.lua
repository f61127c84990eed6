-- Every fault that the core names has a sentence in both languages and, where
-- its status has several causes, a title; every act has a name, and every kind
-- of people who may do one.
-- Run by `make lint`.

local function texts(path)
	local found = {}
	for line in io.lines(path) do
		local key = line:match("^([%w_.]+)%s*=")
		if key then found[key] = true end
	end
	return found
end

local LANGUAGES <const> = { "core/lang/zh.lang", "core/lang/en.lang" }
local known <const> = {}
for _, path in ipairs(LANGUAGES) do
	known[path] = texts(path)
end

local function source(path)
	local file <close> = assert(io.open(path))
	return file:read("a")
end

local faults, names = 0, 0
local function check(file, name)
	names = names + 1
	for _, path in ipairs(LANGUAGES) do
		if not known[path][name] then
			faults = faults + 1
			print(("%s: no text for %s in %s"):format(file, name, path))
		end
	end
end

-- What one status says of many causes is told apart by titles.
local TITLED <const> = { "ERR_AUTH", "ERR_BUSY", "ERR_CONFLICT",
	"ERR_FORBIDDEN", "ERR_RATE" }
local function titled(call)
	for _, err in ipairs(TITLED) do
		if call:find(err, 1, true) then return true end
	end
	return false
end

-- Names are literals, the first text after the error: "noun.reason".
local pipe <close> = assert(io.popen(
	"find core lua plugins -name '*.c' -o -name '*.lua'"))
for file in pipe:lines() do
	local text = source(file)
	for call in text:gmatch("fault_%l+%b()") do
		for literal in call:gmatch('"([%l_]+%.[%l_.]+)"') do
			check(file, "fault." .. literal)
			if titled(call) then check(file, "title." .. literal) end
		end
	end
end

-- A refusal names the act and who may: core/cms/permission_rule.c.
local RULES <const> = "core/cms/permission_rule.c"
local ROLES <const> = { "contributor", "editor", "reviewer", "column_keeper",
	"site_keeper", "system_admin", "security_admin", "audit_admin" }
local ENDINGS <const> = { ANY = "", HUB = "", OWN = ".own", COLUMN = ".column",
	READS = ".read", STEP = ".step", LAST = ".last" }
local rules = 0
for act, scopes in source(RULES):gmatch('{ "([%l._]+)",%s+%u+,%s+{([^}]*)} }') do
	rules = rules + 1
	check(RULES, "act." .. act)
	local role = 0
	for scope in scopes:gmatch("[%u%d]+") do
		role = role + 1
		if scope ~= "0" then
			check(RULES, "who." .. ROLES[role] .. ENDINGS[scope])
		end
	end
end
assert(rules > 60, "the rules can't be read")
print(("faults: %d names, %d without a sentence"):format(names, faults))
os.exit(faults == 0)
