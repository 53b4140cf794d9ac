-- Raw HTML, and links by number.

local function escape_html(text)
  return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ["\""] = "&quot;" }))
end

local function html(text, ...)
  return pandoc.RawInline("html", select("#", ...) > 0 and text:format(...) or text)
end

local function html_block(text, ...)
  return pandoc.RawBlock("html", select("#", ...) > 0 and text:format(...) or text)
end

-- Links to the marks of notes, or to citations in the text, by whatever they cite.
local function mark_links(label, numbers, prefix)
  if not numbers or #numbers == 0 then
    return ""
  end
  local links = {}
  for index, number in ipairs(numbers) do
    links[index] = ('<a href="#%s%d">%d</a>'):format(prefix, number, number)
  end
  return ("%s %s"):format(label, table.concat(links, ", "))
end

return { escape_html = escape_html, html = html, html_block = html_block, mark_links = mark_links }
