-- What stays together on a page, and where contents, pictures and their tables go.

local common = dofile("filter/common.lua")
local stringify = pandoc.utils.stringify
local is_div = common.is_div
local walk_each = common.walk_each

local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("\n", "\\n") .. '"'
end

local function typst_block(text)
  return pandoc.RawBlock("typst", text)
end

-- A paragraph that stays on the page of what it opens.
local function opening(block)
  return pandoc.Div({ block }, pandoc.Attr("", { "opening" }))
end

-- In print a picture stands by itself; the tables that say the same go to the end of the annex.
local function move_picture_tables(blocks, meta)
  local tables, place = pandoc.List(), #blocks
  for index, block in ipairs(blocks) do
    if is_div(block, "picture") then
      local name, pictures = block.attributes.name, pandoc.List()
      for number = 1, tonumber(block.attributes.pages) do
        pictures:insert(typst_block("#picture(" .. quoted(name .. "-" .. number) .. ")"))
      end
      local lead = blocks[index - 1]
      if lead and lead.t == "Para" then -- stays with the picture
        blocks[index - 1] = opening(lead)
      end
      tables:insert(typst_block("#picture-table(["))
      tables:insert(pandoc.Plain(meta["label-" .. name .. "-table"]))
      tables:insert(typst_block("])["))
      tables:extend(block.content)
      tables:insert(typst_block("]"))
      block.content = pictures
    elseif is_div(block, "evidence-group") then
      place = index
    end
  end
  for offset, block in ipairs(tables) do
    blocks:insert(place + offset, block)
  end
end

local MANY_SECTIONS = 3 -- from which on a reader looks for one of them in the contents

-- The contents go after the summary.
local function add_contents(blocks)
  local sections, place = 0, nil
  for index, block in ipairs(blocks) do
    if block.t == "Header" and block.identifier:find("^section%-%d+$") then
      sections = sections + 1
    elseif is_div(block, "summary") then
      place = index + 1
    end
  end
  if place and sections >= MANY_SECTIONS then
    blocks:insert(place, typst_block("#contents"))
  end
end

-- Letters of a paragraph that a page may turn within, and notes of one that had better let it: where a block that is
-- not to be broken lacks room for all of its notes, Typst puts the last of them on the next page.
local LONG_LEAD, MANY_NOTES = 800, 3

local LONG_GAP = 1600 -- letters of a block before which no page turns for its notes: it would leave too much empty

-- What the template keeps on one page, unless it takes much of it: else it would run off its foot.
local KEPT = {
  ["key-message"] = true, ["finding"] = true, ["recommendation"] = true, ["source"] = true, ["evidence"] = true,
}
local LINE, MUCH = 65, 1800 -- letters
local IN_MARGIN = { because = true, remarks = true, findings = true, source = true, ["bearing-label"] = true }

-- How many letters of usual width a text takes: capitals are wide, and those of three bytes, as in Chinese.
local function width(text)
  local letters, _, capitals = utf8.len(text) or #text, text:gsub("%u", "")
  return letters + capitals + math.max(0, #text - 2 * letters)
end

-- About how many letters blocks take, where each begins a line.
local function room(blocks)
  local sum = 0
  for _, block in ipairs(blocks) do
    if block.t == "Div" or block.t == "BlockQuote" then
      local is_narrow = is_div(block, "part") and IN_MARGIN[block.attributes.name]
      sum = sum + room(block.content) * (is_narrow and 3 or 1)
    elseif block.t == "BulletList" or block.t == "OrderedList" then
      for _, item in ipairs(block.content) do
        sum = sum + room(item)
      end
    elseif block.t == "Table" then
      sum = sum + width(stringify(block)) + LINE * #block.bodies[1].body
    elseif block.t == "Header" then
      sum = sum + 2 * (width(stringify(block)) + LINE)
    else
      sum = sum + width(stringify(block)) + LINE
    end
  end
  return sum
end

-- Mark what takes much of a page: the page may turn within it.
local function mark_long(blocks)
  for _, block in ipairs(blocks) do
    if block.t == "Div" and KEPT[block.classes[1]] and room(block.content) > MUCH then
      block.attributes.long = "yes"
    elseif is_div(block, "evidence-group") then
      local group = block.content
      mark_long(group)
      block.content = group
    end
  end
end

-- Whether a block moves with the heading before it.
local function is_led(block)
  if block.t == "Para" then
    local cites = block.content:filter(function(element) return element.t == "Cite" end)
    return #cites < MANY_NOTES and #stringify(block) < LONG_LEAD
  end
  return is_div(block, "about-item") or (block.t == "Div" and KEPT[block.classes[1]] and not block.attributes.long)
end

-- Whether a table's head holds more than words: links, notes, marks.
local function has_links_in_head(element)
  local is_there = false
  local function found()
    is_there = true
  end
  for _, row in ipairs(element.head.rows) do
    for _, cell in ipairs(row.cells) do
      cell.contents:walk({
        Link = found,
        Note = found,
        RawInline = function(raw)
          is_there = is_there or not raw.text:find('^#"')
        end,
      })
    end
  end
  return is_there
end

-- Where a table goes on overleaf, Typst repeats its head as an artifact, which may hold no link in PDF/UA.
local function table_of(element)
  element.classes:insert("typst:no-figure")
  if has_links_in_head(element) then
    return { typst_block("#[#set table.header(repeat: false)"), element, typst_block("]") }
  end
  return element
end

-- Whether a paragraph opens what follows: a list, as in `They ask for this:`, or the pieces of evidence.
local function opens(block, following)
  if not following or block.t ~= "Para" then
    return false
  end
  if following.t:find("List$") then
    local last = block.content[#block.content]
    return last ~= nil and last.t == "Str" and last.text:find(":$") ~= nil
  end
  return is_div(following, "evidence-group")
end

-- The number of notes in each block.
local function count_notes(blocks)
  local counts, at = {}, 0
  local filter = { Note = function() counts[at] = counts[at] + 1 end }
  walk_each(blocks, filter, function(place)
    at, counts[place] = place, 0
  end)
  return counts
end

-- A heading, and one below it, move together with what they lead into. The page may turn before what has notes.
local function group_headings(blocks)
  local grouped, index, notes, counts = pandoc.List(), 1, 0, count_notes(blocks)
  while index <= #blocks do
    local block, last = blocks[index], index
    while blocks[last].t == "Header" and last < #blocks do
      last = last + 1
    end
    local led, before = blocks[last], notes
    local group = { table.unpack(blocks, index, last) }
    for place = index, last do
      notes = notes + counts[place]
    end
    if is_div(led, "summary") then
      led.attributes["notes-before"] = tostring(before)
      group[#group] = led
    elseif notes > before and #stringify(led) < LONG_GAP then
      grouped:insert(typst_block("#fresh(" .. before + 1 .. ", " .. notes .. ")"))
    end
    if last > index and is_led(led) and room(group) <= MUCH then
      local below = led.t == "Para" and "paragraph-gap" or "0pt"
      local stays = opens(led, blocks[last + 1]) and ", sticky: true" or ""
      grouped:insert(typst_block("#lead(" .. (block.level == 2 and 1.75 or 1) .. ", " .. below .. stays .. ")["))
      grouped:extend(group)
      grouped:insert(typst_block("]"))
    else
      grouped:extend(group)
    end
    index = last + 1
  end
  return grouped
end

return {
  quoted = quoted,
  typst_block = typst_block,
  move_picture_tables = move_picture_tables,
  add_contents = add_contents,
  group_headings = group_headings,
  mark_long = mark_long,
  opens = opens,
  table_of = table_of,
}
