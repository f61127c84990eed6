-- Tables as CSV (RFC 4180) that spreadsheets open as it is: UTF-8 with a byte
-- order mark, CRLF, and no cell that a spreadsheet would run as a formula.
local csv <const> = {}

local function cell(v)
  local s = tostring(v == nil and "" or v)
  -- Most cells need no closer look.
  if not s:find('[%s,"=+%-@\xEF]') then return s end
  if not s:find("^[=+%-@\xEF]") and not s:find('[%s,"]') then return s end
  s = s:gsub("[\r\n]+", " ")
  -- =, +, -, @ and tab begin formulas (OWASP, CSV injection); full-width ones
  -- are formulas to spreadsheets in Chinese and Japanese.
  if s:find("^[=+%-@\t]") or s:find("^ *[=+@]") or s:find("^＝") or
      s:find("^＋") or s:find("^－") or s:find("^＠") then
    s = "'" .. s
  end
  if s:find('[",]') or s:find("^%s") or s:find("%s$") then
    s = '"' .. s:gsub('"', '""') .. '"'
  end
  return s
end

-- heads: a list of texts; rows: lists of values of the same length.
function csv.write(heads, rows)
  local lines <const> = {}
  for i = 0, #rows do
    local row <const>, cells <const> = i == 0 and heads or rows[i], {}
    for n = 1, #heads do cells[n] = cell(row[n]) end
    lines[#lines + 1] = table.concat(cells, ",")
  end
  return "\u{FEFF}" .. table.concat(lines, "\r\n") .. "\r\n"
end

return csv
