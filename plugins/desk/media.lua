-- The library of files: list, upload, where a file is used, delete.
local plugin <const> = ...
local page <const> = require "desk.page"

local cms <const> = plugin.cms
local KINDS <const> = { "picture", "document", "audio", "video" }

local function chosen(kind)
  for _, k in ipairs(KINDS) do
    if k == kind then return k end
  end
end

local function list_page(req, more, status)
  local query <const> = req.query
  local kind <const> = chosen(query.kind)
  local text <const> = query.text ~= "" and query.text or nil
  local list <const>, err <const> = cms.media.list{ kind = kind, text = text,
    cursor = query.cursor }
  if not list then return nil, err end
  local kept <const> = (kind and "kind=" .. kind .. "&" or "") ..
    (text and "text=" .. page.escape(text) .. "&" or "")
  return page.render(req, "media", { active = "media",
    title = req:t("desk.menu.media"), problem = more.problem }, {
    media = list.media, kinds = KINDS, kind = kind, text = text,
    typed = more.typed or {}, start = query.cursor ~= nil,
    next = list.next and "/desk/media?" .. kept .. "cursor=" .. list.next,
    can_upload = plugin:permits("media.upload") }, status)
end

page.route("media", "GET /desk/media", function(req)
  return list_page(req, {})
end)

-- Without scripts; pages with scripts post to the API.
page.route("media.upload", "POST /desk/media", function(req)
  local alt <const> = req.form_fields.alt
  local out, err
  if #req.uploads == 1 and req.uploads[1].length > 0 then
    out, err = cms.media.upload{ file = req.uploads[1].upload,
      alt = type(alt) == "string" and alt ~= "" and alt or nil }
  else
    err = { status = 422, message = req:t("desk.media.choose") }
  end
  if out then return page.done(req, "/desk/media/" .. out.hash, "uploaded") end
  return list_page(req, { problem = err, typed = req.form_fields }, err.status)
end)

local function file_page(req, hash, problem)
  local file <const>, err <const> = cms.media.read{ hash = hash }
  if not file then return nil, err end
  return page.render(req, "file", { active = "media", title = file.name,
    problem = problem }, { file = file,
    can_delete = plugin:permits("media.delete") })
end

page.route("media.file", "GET /desk/media/{hash}", function(req)
  return file_page(req, req.params.hash)
end)

page.route("media.delete", "POST /desk/media/{hash}/delete", function(req)
  local hash <const> = req.params.hash
  local out <const>, err <const> = cms.media.delete{ hash = hash }
  if out then return page.done(req, "/desk/media", "deleted") end
  if err.status == 404 then return nil, err end
  return file_page(req, hash, err)
end)

return true
