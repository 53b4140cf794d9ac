-- What the parts of the filter share: blocks by class, citation keys, and what a citation stands for.

-- Text of the document's head, lifted from Divs into metadata; author text never stands in the front matter.
local HEAD = { "title", "subtitle", "series", "number", "publisher", "day", "byline" }

local function is_div(block, class)
  return block.t == "Div" and block.classes:includes(class)
end

-- The citation key that an id of the bibliography stands for. Keys that would mean something to Quarto have another
-- `ref-` in front of them.
local function key_of(id)
  local key = id:match("^ref%-(.+)$")
  return key and key:gsub("^ref%-", "")
end

-- Where a link leads. citeproc leads to the entry of its bibliography; here the source stands in its place. A `%` that
-- begins no code of a character is written as one: else the address is none (RFC 3986, 2.1), and Quarto complains.
local function target_of(link)
  local target = link.target
  local key = key_of(target:sub(2))
  return key and ("#source-" .. key)
    or (target:gsub("%%()", function(place) return target:find("^%x%x", place) and "%" or "%25" end))
end

-- Walk through a list of blocks, once: to make Blocks of a list, or of every block by itself, hands all that is in them
-- over several times, which is most of what a filter takes.
local function walk(blocks, filter)
  return pandoc.Pandoc(blocks):walk(filter).blocks
end

local PLACE_END = pandoc.RawBlock("place", "") -- a filter may put it where a part of a block ends

-- Walk through a list of blocks from the top; `enter` is told the place of each before what is in it, and none at a
-- PLACE_END. The filter is made to go down, and to take these signs out.
local function walk_each(blocks, filter, enter)
  local marked = pandoc.List()
  for place, block in ipairs(blocks) do
    marked:insert(pandoc.RawBlock("place", tostring(place)))
    marked:insert(block)
  end
  filter.traverse = "topdown"
  function filter.RawBlock(raw)
    if raw.format == "place" then
      enter(tonumber(raw.text))
      return {}
    end
  end
  return walk(marked, filter)
end

-- Take the empty span out that names the findings for which a citation stands, with the space that citation
-- processing puts after it; return what is left, and the findings' ids.
local function take_findings(cite)
  local findings = {}
  if not cite.citations[1].prefix[1] then -- nothing stands before the first source
    return cite.content, findings
  end
  local rest = cite.content:walk({
    Inlines = function(inlines)
      local kept, after_span = pandoc.Inlines({}), false
      for _, element in ipairs(inlines) do
        if element.t == "Span" and element.classes:includes("of") then
          for id in element.attributes.findings:gmatch("%S+") do
            findings[#findings + 1] = id
          end
          after_span = true
        elseif not (after_span and element.t == "Space") then
          kept:insert(element)
          after_span = after_span and element.t == "Str" and element.text == ""
        end
      end
      return kept
    end,
  })
  return rest, findings
end

-- The note that a citation style made of a citation; nil for styles that cite in the text.
local function note_in(content)
  for _, element in ipairs(content) do
    if element.t == "Note" then
      return element
    end
  end
end

local EMPHASIS = { emph = pandoc.Emph, strong = pandoc.Strong }

local function finding_numbers(blocks)
  local numbers = {}
  for _, block in ipairs(blocks) do
    if is_div(block, "finding") then
      numbers[block.identifier:gsub("^finding%-", "")] = block.attributes.number
    end
  end
  return numbers
end

return {
  HEAD = HEAD,
  is_div = is_div,
  key_of = key_of,
  target_of = target_of,
  walk = walk,
  walk_each = walk_each,
  PLACE_END = PLACE_END,
  take_findings = take_findings,
  note_in = note_in,
  EMPHASIS = EMPHASIS,
  finding_numbers = finding_numbers,
}
