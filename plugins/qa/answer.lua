-- An answer as plain text, for the short form of the desk: paragraphs with
-- empty lines between.  What has more in it is written in the editor.
local answer <const> = {}

local ENTITIES <const> = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;",
  ['"'] = "&quot;" }
local TEXTS <const> = { lt = "<", gt = ">", amp = "&", quot = '"', ["#39"] = "'",
  nbsp = " " }

function answer.to_html(text)
  local parts <const> = {}
  for part in (text .. "\n\n"):gmatch("%s*(.-)%s*\n[ \t]*\n") do
    if part ~= "" then
      parts[#parts + 1] = "<p>" .. part:gsub('[&<>"]', ENTITIES)
        :gsub("[ \t]*\n[ \t]*", "<br>") .. "</p>"
    end
  end
  return table.concat(parts, "\n")
end

-- nil where the text would lose something.
function answer.to_text(html)
  local parts <const> = {}
  local rest <const> = html:gsub("%s*<p>(.-)</p>%s*", function(part)
    parts[#parts + 1] = part:gsub("%s*<br ?/?>%s*", "\n")
    return ""
  end)
  local text <const> = table.concat(parts, "\n\n")
  if rest:find("%S") or text:find("<", 1, true) then return nil end
  return (text:gsub("&([%w#]+);", TEXTS))
end

return answer
