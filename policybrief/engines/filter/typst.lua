-- The document for Typst: Divs become calls of the template's functions.

local common = dofile("filter/common.lua")
local layout = dofile("filter/typst_layout.lua")
local stringify = pandoc.utils.stringify
local HEAD = common.HEAD
local is_div = common.is_div
local target_of = common.target_of
local take_findings = common.take_findings
local note_in = common.note_in
local walk = common.walk
local EMPHASIS = common.EMPHASIS
local quoted = layout.quoted
local typst_block = layout.typst_block
local finding_numbers = common.finding_numbers

local function typst(text)
  return pandoc.RawInline("typst", text)
end

-- What Typst would read as its own marks: lists at the start of a line, fields of what stands before, comments,
-- dashes, minus signs.
local MARKS = { "^[/=+-]", "^%.$", "^%.[%a_\128-\255]", "^%d+[.)]$", "//", "/%*", "%-%-", "%.%.", "%-%?", "[^%w]%-%d" }

local function bare(text)
  if not text:find("[^%w]") then -- most words
    return nil
  end
  for _, mark in ipairs(MARKS) do
    if text:find(mark) then
      return typst("#" .. quoted(text) .. ";")
    end
  end
end

-- Letters without an end, and addresses: a line may break after each ten letters and each stroke, and nothing shows it.
local LETTER = "[%w_.&=?~+#%%]"
local LONG, SOME = 30, LETTER:rep(10)
local RUN = LETTER:rep(LONG) .. LETTER .. "*"
local RUN_OF_ADDRESS = LETTER:rep(15) .. LETTER .. "*"

local function as_it_stands(element)
  local text = element.text
  local has_strokes = #text >= LONG and text:find("/", 1, true)
  if #text < LONG or not (has_strokes or text:find(RUN)) then
    return bare(text)
  end
  local cut = text:gsub(has_strokes and RUN_OF_ADDRESS or RUN, function(run) return (run:gsub(SOME, "%0\0")) end)
  cut = cut:gsub("/(%w)", "/\0%1")
  local pieces = pandoc.List()
  for piece in cut:gmatch("%Z+") do
    pieces:extend({ bare(piece) or pandoc.Str(piece), typst("#h(0.01pt);") })
  end
  pieces:remove()
  return pieces
end

-- Classes that are functions of the template.
local CALLS = {
  ["summary"] = true, ["key-message"] = true, ["finding"] = true, ["claim"] = true, ["contested"] = true,
  ["recommendation"] = true, ["condition"] = true, ["source"] = true, ["evidence-group"] = true, ["evidence"] = true,
  ["about-item"] = true, ["open-errors"] = true,
}

-- Whether the first letter of a text is of a script that is written from right to left.
local function is_right_to_left(text)
  for _, code in utf8.codes(text) do
    if (code >= 0x590 and code <= 0x8FF) or (code >= 0xFB1D and code <= 0xFDFF) or (code >= 0xFE70 and code <= 0xFEFC)
      or (code >= 0x10800 and code <= 0x10FFF) or (code >= 0x1E800 and code <= 0x1EFFF) then
      return true
    elseif (code >= 0x41 and code <= 0x5A) or (code >= 0x61 and code <= 0x7A) or (code >= 0xC0 and code < 0x2000)
      or code >= 0x2C00 then
      return false
    end
  end
  return false
end

-- A rule for a quote in another language: hyphenation, and the direction that its first letter has.
local function language_of(block)
  if block.attributes.name ~= "quote" then
    return ""
  end
  local language = (block.attributes.lang or ""):match("^%a%a%a?%f[%A]")
  local rule = language and ("lang: " .. quoted(language:lower()) .. ", ") or ""
  if is_right_to_left(stringify(block)) then
    rule = rule .. "dir: rtl, "
  elseif language then
    rule = rule .. "dir: ltr, "
  end
  return rule ~= "" and ("#set text(" .. rule .. ");") or ""
end

-- Blocks that may hold Divs, in templates of a project's own.
local SELDOM = { Table = true, DefinitionList = true, Figure = true }

-- The blocks of a document for Typst, one after another. Raw blocks are dear: what follows one another becomes one.
local Writer = {}
Writer.__index = Writer

local function new_writer()
  return setmetatable({ blocks = pandoc.List() }, Writer)
end

function Writer:line(text)
  self.raw = self.raw and (self.raw .. "\n" .. text) or text
end

function Writer:put(block)
  self:close()
  self.blocks:insert(block)
end

function Writer:close()
  if self.raw then
    self.blocks:insert(typst_block(self.raw))
    self.raw = nil
  end
end

local function converted(blocks)
  local writer = new_writer()
  writer:convert(blocks)
  writer:close()
  return writer.blocks
end

local function converted_div(div)
  return converted({ div })
end

-- Calls take the place of Divs, and what opens a list stays with it. This goes down by itself: a walk would hand each
-- block over once for every Div that it stands in.
function Writer:convert(blocks)
  for place, block in ipairs(blocks) do
    local name = block.t
    if name == "Div" then
      self:div(block)
    elseif name == "RawBlock" and block.format == "typst" then
      self:line(block.text)
    elseif layout.opens(block, blocks[place + 1]) then
      self:line("#opening[")
      self:put(block)
      self:line("]")
    else
      if name == "BulletList" or name == "OrderedList" then
        block.content = block.content:map(converted)
      elseif name == "BlockQuote" then
        block.content = converted(block.content)
      elseif SELDOM[name] then
        block = block:walk({ Div = converted_div })
      end
      self:put(block)
    end
  end
end

function Writer:div(div)
  local classes = div.classes
  if classes[1] == "opening" then
    self:line("#opening[")
    self:convert(div.content)
    self:line("]")
    return
  end
  for _, class in ipairs(classes[1] == "part" and {} or classes) do
    if CALLS[class] then
      self:call(class, div)
      return
    end
  end
  div.content = converted(div.content)
  self:put(div)
end

-- A Div becomes a call: its attributes are arguments of text, its parts arguments of content, the rest its body.
function Writer:call(class, div)
  local arguments, body = {}, {}
  for name, value in pairs(div.attributes) do
    arguments[#arguments + 1] = name .. ": " .. quoted(value) .. ","
  end
  table.sort(arguments)
  if div.identifier ~= "" then
    table.insert(arguments, 1, "anchor: " .. quoted(div.identifier) .. ",")
  end
  self:line("#" .. class .. "(" .. table.concat(arguments, " "))
  for _, block in ipairs(div.content) do
    if is_div(block, "part") then
      self:line(block.attributes.name .. ": [" .. language_of(block))
      self:convert(block.content)
      self:line("],")
    elseif block.t == "Header" and #body == 0 then
      self:line("heading-anchor: " .. quoted(block.identifier) .. ", heading: [")
      self:put(pandoc.Plain(block.content))
      self:line("],")
    else
      body[#body + 1] = block
    end
  end
  self:line(")[")
  self:convert(body)
  self:line("]")
end

-- An id of whatever characters as a label of Typst.
local function label(id)
  return "label(" .. quoted(id) .. ")"
end

-- What a running head says of a text: whole words, and no more of them than a line holds.
local function running(inlines, limit, stop)
  local text = inlines and stringify(inlines) or ""
  if pandoc.text.len(text) <= limit then
    return text
  end
  local first = stop and text:sub(1, (text:find(stop, 1, true) or 0) - 1)
  if first and first ~= "" and first ~= text and pandoc.text.len(first) <= limit then
    return first
  end
  return pandoc.text.sub(text, 1, limit):gsub("%s+%S*$", ""):gsub("[%s%p]+$", "") .. " …"
end

-- What the template takes as strings of Typst.
local function typst_values(meta)
  local keywords = {}
  for _, keyword in ipairs(meta.keyword or {}) do
    keywords[#keywords + 1] = quoted(stringify(keyword)) .. ","
  end
  meta["typst-keywords"] = typst("(" .. table.concat(keywords, " ") .. ")")
  for _, name in ipairs({ "attached-inputs", "attached-evidence", "attached-sources" }) do
    meta["typst-" .. name] = typst(quoted(stringify(meta["label-" .. name] or "")))
  end
  meta["typst-title"] = typst(quoted(meta.pagetitle and stringify(meta.pagetitle) or ""))
  meta["typst-running"] = typst("(title: " .. quoted(running(meta.title, 56, ":"))
    .. ", series: " .. quoted(running(meta.series, 34))
    .. ", publisher: " .. quoted(running(meta.publisher, 70))
    .. ", pages: " .. quoted(meta["label-page-of"] and stringify(meta["label-page-of"]) or "# / ##") .. ")")
  meta.masthead = (meta.number or meta.series or meta.publisher) and true or nil
end

-- The words of a span in another language, with what Typst has to know of it.
local function foreign(language, content)
  return pandoc.List({ typst("#text(lang: " .. quoted(language:match("^%a+")) .. ")[") }) .. content .. { typst("]") }
end

local function internal_link(element)
  local target = target_of(element)
  if target:sub(1, 1) == "#" then
    local linked = target:match("^#finding%-") and "#finding-words(" or "#link("
    return pandoc.List({ typst(linked .. label(target:sub(2)) .. ")[") }) .. element.content .. { typst("]") }
  end
end

-- The filter of what stands within lines: citations, and the spans that authors and the assembler write.
local function inline_filter(numbers)
  local marks = 0

  local function mark(targets, is_glued)
    marks = marks + 1
    local glue = is_glued and ", glued: true" or ""
    return typst("#mark(" .. marks .. ", (" .. table.concat(targets, ", ") .. ",)" .. glue .. ");")
  end

  local function cite(element)
    local content, findings = take_findings(element)
    if #findings == 0 then
      return content
    end
    local targets = {}
    for _, id in ipairs(findings) do
      targets[#targets + 1] = "(" .. quoted(id) .. ", " .. quoted(numbers[id] or id) .. ")"
    end
    return pandoc.List({ mark(targets, note_in(content) ~= nil) }) .. content
  end

  local inline, is_in_note = { traverse = "topdown", Cite = cite }, false

  -- In a note, what marks a judgement stands among the words: its margin is that of the line that calls it.
  function inline.Note(note)
    is_in_note = true
    note.content = note.content:walk(inline)
    is_in_note = false
    return note, false
  end

  -- A walk does not go into what takes the place of an element, so its content is walked through here.
  function inline.Span(element)
    if element.classes:includes("verbatim") then
      return typst("#" .. quoted(stringify(element)) .. ";")
    end
    local is_opinion = element.classes:includes("opinion")
    local sign = is_opinion and (is_in_note and typst("#view-word") or mark({ '("", "view")' }))
    local content = element.content:walk(inline)
    for class, constructor in pairs(EMPHASIS) do
      if element.classes:includes(class) then
        return constructor(content), false
      end
    end
    if is_opinion then
      return pandoc.List({ sign, typst("#view[") }) .. content .. { typst("]") }, false
    end
    local language = element.attributes.lang
    return language and language ~= "" and foreign(language, content) or content, false
  end

  return inline
end

local function to_typst(doc)
  local blocks = doc.blocks:filter(function(block) return not is_div(block, "stored-texts") end)
  local inline = inline_filter(finding_numbers(blocks))
  layout.move_picture_tables(blocks, doc.meta)
  layout.mark_long(blocks)
  blocks = layout.group_headings(blocks)
  layout.add_contents(blocks)
  blocks = walk(blocks, inline)
  for _, name in ipairs(HEAD) do
    if doc.meta[name] then
      doc.meta[name] = pandoc.MetaInlines(pandoc.Inlines(doc.meta[name]):walk(inline):walk({ Str = as_it_stands }))
    end
  end
  doc.blocks = converted(walk(blocks, {
    Str = as_it_stands,
    Link = internal_link,
    Header = function(header)
      header.level = header.level - 1
      return header
    end,
    Table = layout.table_of,
  }))
  typst_values(doc.meta)
  return doc
end

return to_typst
