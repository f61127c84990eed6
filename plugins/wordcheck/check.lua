-- The check itself: hits with all that people want to know of them.
local plugin <const> = ...
local store <const> = require "wordcheck.store"
local kept <const> = require "wordcheck.files"
local db <const>, words <const> = plugin.db, plugin.words

local check <const> = {}

local RULES <const> = [[
  SELECT r.kind, r.severity, l.fold, r.rule, r.id
  FROM wordcheck_rule r JOIN wordcheck_list l ON l.id = r.list
  WHERE l.enabled ORDER BY r.id]]

-- All enabled lists, compiled, and their generation.
local function compiled()
  local state <const> = db:one("SELECT generation FROM wordcheck_state")
  return words.list(tostring(state.generation), RULES), state.generation
end

-- What the rules of these hits say.
local function rules_of(hits)
  local ids <const>, by_id <const> = cms.array{}, {}
  for i, hit in ipairs(hits) do ids[i] = hit.number end
  for _, rule in ipairs(db:all([[
      SELECT r.id, r.kind, r.rule, r.suggestion, r.reason, l.name AS list,
        l.title AS list_title, l.version
      FROM wordcheck_rule r JOIN wordcheck_list l ON l.id = r.list
      WHERE r.id IN (SELECT value FROM json_each(:ids))]], { ids = ids })) do
    by_id[rule.id] = rule
  end
  return by_id
end

-- Hits as people see them: rule, kind, text, start and length in characters,
-- severity, suggestion, reason, list, version; what stands before and after
-- where it was asked for.
local function dressed(hits)
  if #hits == 0 then return cms.array{} end
  local rules <const> = rules_of(hits)
  local out <const> = cms.array{}
  for _, hit in ipairs(hits) do
    local rule <const> = rules[hit.number]
    local kind <const> = rule.kind ~= "literal" and rule.kind ~= "pattern"
    out[#out + 1] = { rule = kind and rule.kind or rule.rule, kind = rule.kind,
      text = hit.text, start = hit.start, length = hit.length,
      before = hit.before, after = hit.after,
      severity = hit.severity, reason = rule.reason,
      suggestion = kind and words.mask(rule.kind, hit.text) or rule.suggestion,
      list = rule.list, list_title = rule.list_title, version = rule.version }
  end
  return out
end

-- Hits of a text (of HTML where options.html).
function check.text(text, options)
  local list <const> = compiled()
  return dressed(list:find(text, options))
end

local function file_hits(hash, text)
  local list <const>, generation <const> = compiled()
  return dressed(kept.hits(hash, text, list, generation))
end

local function add(out, field, label, hits)
  for _, hit in ipairs(hits) do
    hit.field, hit.label = field, label
    out[#out + 1] = hit
  end
end

-- Names and texts of files, all under "attachments".  Files whose text isn't
-- read are told apart: the clerk hasn't come to those that are `waiting` yet,
-- and can't read all of those that are `unread`.
local function files(out, list)
  for _, file in ipairs(list) do
    local read <const> = plugin.config.attachments and
      plugin.cms.media.text{ hash = file.hash } or { text = "" }
    local name <const> = file.name or read.name or ""
    add(out.hits, "attachments", name, check.text(name))
    if read.text ~= "" then
      add(out.hits, "attachments", name, file_hits(file.hash, read.text))
    end
    if read.state == "waiting" then
      table.insert(out.waiting, name)
    elseif read.state == "failed" or read.state == "part" then
      table.insert(out.unread, name)
    end
  end
end

local function rows(out, field, label, list, around)
  for _, row in ipairs(list) do
    for _, v in pairs(type(row) == "table" and row or { row }) do
      if type(v) == "string" then
        add(out, field, label, check.text(v, { around = around }))
      end
    end
  end
end

local function fields_of(name)
  local list <const> = plugin.cms.type.list{}
  for _, schema in ipairs(list and list.types or {}) do
    if schema.name == name then return schema.fields end
  end
  return {}
end

local TEXTS <const> = { html = true, line = true, text = true }

-- { hits, waiting, unread }: hits of an entry's whole content, field by field,
-- and the names of files that weren't read.  What stays inside (private fields)
-- isn't published, so it isn't checked.  `around`: characters that are told
-- before and after each hit of a text.
function check.entry(type_name, content, around)
  local out <const> = { hits = cms.array{}, waiting = cms.array{},
    unread = cms.array{} }
  for _, field in ipairs(fields_of(type_name)) do
    local v <const> = not field.private and content[field.name]
    local label <const> = field.label or "field." .. field.name
    if type(v) == "string" and TEXTS[field.kind] then
      add(out.hits, field.name, label,
        check.text(v, { html = field.kind == "html", around = around }))
    elseif type(v) == "table" and field.kind == "media_list" then
      files(out, v)
    elseif type(v) == "table" and
        (field.kind == "tags" or field.kind == "items") then
      rows(out.hits, field.name, label, v, around)
    end
  end
  return out
end

-- Those of a severity.
function check.of(hits, severity)
  local out <const> = {}
  for _, hit in ipairs(hits) do
    if hit.severity == severity then out[#out + 1] = hit end
  end
  return out
end

check.ensure = store.ensure

return check
