-- Every fault that the core names has a sentence in both languages.
-- Run by `make lint`.

local function texts(path)
	local found = {}
	for line in io.lines(path) do
		local key = line:match("^fault%.([%w_.]+)%s*=")
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
			print(("%s: no sentence for fault.%s in %s"):format(file, name, path))
		end
	end
end

-- Names are literals, the first text after the error: "noun.reason".
local pipe <close> = assert(io.popen(
	"find core lua plugins -name '*.c' -o -name '*.lua'"))
for file in pipe:lines() do
	local text = source(file)
	for name in text:gmatch("fault_set%b()") do
		for literal in name:gmatch('"([%l_]+%.[%l_.]+)"') do
			check(file, literal)
		end
	end
end
print(("faults: %d names, %d without a sentence"):format(names, faults))
os.exit(faults == 0)
