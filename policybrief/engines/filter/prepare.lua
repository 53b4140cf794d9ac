-- What every format begins with: the head becomes metadata, citations are processed, each source gets its entry.

local common = dofile("filter/common.lua")
local stringify = pandoc.utils.stringify
local HEAD = common.HEAD
local is_div = common.is_div
local key_of = common.key_of
local walk = common.walk
local walk_each = common.walk_each

-- The blocks of the head go, and what they say becomes metadata; return the other blocks.
local function lift_head(doc)
  local meta, rest, keywords = doc.meta, pandoc.List(), pandoc.List()
  for _, block in ipairs(doc.blocks) do
    local class = block.t == "Div" and block.classes[1] or ""
    local name = class:match("^doc%-(.+)$")
    local label = class:match("^label%-(.+)$")
    if name == "keyword" then
      keywords:insert(stringify(block))
    elseif name then
      assert(pandoc.List(HEAD):includes(name), "unknown part of the head: " .. class)
      meta[name] = pandoc.MetaInlines(block.content[1].content)
    elseif label then
      meta["label-" .. label] = pandoc.MetaInlines(block.content[1].content)
    else
      rest:insert(block)
    end
  end
  meta.pagetitle = meta.title and stringify(meta.title) or ""
  meta.keyword = keywords
  return rest
end

-- Citations are processed here and not by the engine, so that every format gets the same ones.
-- What is evidence without being cited is listed too: where a document lists sources, its bibliography holds no others.
-- English without a country is that of the labels, which is British; citation processing would take the American.
local function process_citations(doc)
  for _, block in ipairs(doc.blocks) do
    if is_div(block, "source") and not doc.meta.nocite then
      local all = pandoc.Cite({ pandoc.Str("@*") }, { pandoc.Citation("*", "NormalCitation") })
      doc.meta.nocite = pandoc.MetaInlines({ all })
    end
  end
  local language = doc.meta.lang
  if language and stringify(language) == "en" then
    doc.meta.lang = "en-GB"
  end
  doc = pandoc.utils.citeproc(doc)
  doc.meta.lang = language
  for _, name in ipairs({ "bibliography", "csl", "nocite", "references" }) do
    doc.meta[name] = nil
  end
  return doc
end

-- The entries of the bibliography by citation key, and their order; the bibliography itself goes.
local function take_bibliography(blocks)
  local entries, order, rest = {}, {}, pandoc.List()
  for _, block in ipairs(blocks) do
    if block.t == "Div" and block.identifier == "refs" then
      for _, entry in ipairs(block.content) do
        local key = key_of(entry.identifier)
        if key then
          entries[key] = entry.content
          order[#order + 1] = key
        end
      end
    else
      rest:insert(block)
    end
  end
  return entries, order, rest
end

-- Each source of the list gets its entry of the bibliography, in the order of the bibliography; one that the style
-- prints no entry for stays, last, for whoever reads the files back.
local function merge_sources(blocks)
  local entries, order
  entries, order, blocks = take_bibliography(blocks)
  local sources, place, rest = {}, nil, pandoc.List()
  for _, block in ipairs(blocks) do
    if is_div(block, "source") then
      local key = block.attributes.key
      place = place or #rest + 1
      if entries[key] then
        block.content:insert(1, pandoc.Div(entries[key], pandoc.Attr("", { "part", "entry" }, { name = "entry" })))
      else
        order[#order + 1] = key
      end
      sources[key] = block
    else
      rest:insert(block)
    end
  end
  for offset, key in ipairs(order) do
    assert(sources[key], "the document has no place for the source " .. key)
    rest:insert(place + offset - 1, sources[key])
  end
  return rest
end

-- The block of the text that begins here: by the id of its heading, or as the box of the summary.
local function block_name(block)
  local id = block.t == "Header" and block.level == 2 and block.identifier or is_div(block, "summary") and "summary"
  return id and (id:match("^section%-%d+$") and "sections" or id)
end

local PARAGRAPHS_IN = pandoc.List({ "summary", "key-message", "finding", "claim", "contested", "recommendation" })

-- Number the paragraphs of the text from `number` on; return the last number.
local function number_paragraphs(blocks, number)
  for index, block in ipairs(blocks) do
    if block.t == "Para" then
      number = number + 1
      local mark = pandoc.Span({ pandoc.Str(number .. ".") }, pandoc.Attr("", { "paragraph-number" }))
      block.content = pandoc.Inlines({ mark, pandoc.Space() }) .. block.content
      blocks[index] = block
    elseif block.t == "Div" and PARAGRAPHS_IN:includes(block.classes[1] or "") then
      local content = block.content
      number = number_paragraphs(content, number)
      block.content = content
      blocks[index] = block
    end
  end
  return number
end

-- A reader numbers the notes that citations become, in the order in which it reads them; styles say `(n. 3)` of them.
local function number_notes(blocks)
  local number = 0
  local function numbered(cite)
    cite.citations = cite.citations:map(function(citation)
      citation.note_num = number
      return citation
    end)
    return cite, false
  end
  return walk(blocks, {
    traverse = "topdown",
    Cite = function(cite)
      number = number + 1
      return numbered(cite)
    end,
    Note = function(note)
      number = number + 1
      note.content = walk(note.content, { Cite = numbered })
      return note, false
    end,
  })
end

-- The blocks of the text in the order that the profile gives them, before anything is counted in that order.
local function arrange(blocks, meta)
  local order, groups, slots, known = {}, pandoc.List(), {}, {}
  for place, name in ipairs(meta["block-order"] or {}) do
    order[stringify(name)] = place
  end
  for _, block in ipairs(blocks) do
    local name = block_name(block)
    if name or #groups == 0 then
      groups:insert({ name = name or "", blocks = pandoc.List() })
    end
    groups[#groups].blocks:insert(block)
  end
  for place, group in ipairs(groups) do
    if order[group.name] then
      group.place = place
      slots[#slots + 1], known[#known + 1] = place, group
    end
  end
  table.sort(known, function(one, other)
    local first, second = order[one.name], order[other.name]
    return first < second or (first == second and one.place < other.place)
  end)
  local number, arranged, is_moved = 0, pandoc.List(), false
  for index, place in ipairs(slots) do
    is_moved = is_moved or known[index].place ~= place
    groups[place] = known[index]
    if meta["numbered-paragraphs"] then
      number = number_paragraphs(known[index].blocks, number)
    end
  end
  for _, group in ipairs(groups) do
    arranged:extend(group.blocks)
  end
  return is_moved and number_notes(arranged) or arranged
end

-- The words of a text and the stop behind them; nothing where there is none, or where it may be that of an abbreviation.
local function before_stop(text, stops)
  local words, stop = (text or ""):match("^(.*[^%.,;:!?])([" .. stops .. "])$")
  local last = words and words:match("[^%s\u{A0}%.]*$")
  local is_short = last and (utf8.len(last) or 3) <= 2 and last:find("[%a\xC3-\xDF]") -- a sign, as of per cent, is no word
  return words and not is_short and words or nil, stop
end

local function is_note(element)
  return element.t == "Note"
    or (element.t == "Cite" and element.content:find_if(function(one) return one.t == "Note" end) ~= nil)
end

-- What stands between two marks of notes, which else read as one number; a page has room between them.
local COMMAS = {
  typst = "#super[,]",
  openxml = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>,</w:t></w:r>',
}

-- A citation in the text stands before the stop of its sentence, after a space. The mark of a note stands behind it, but
-- in some languages before it, unless it is more than a stop.
local function place_cite(inlines, index, is_before)
  local cite, before = inlines[index], inlines[index - 1]
  local is_noted = is_note(cite)
  local is_placed = before.t == "Space" or before.t == "SoftBreak" or (is_noted and not is_before)
  local is_stop = before.t == "Str" and before.text:match(is_noted and "^[%.,;:]$" or "^[%.!?]$") and index > 2
  if is_stop and (is_before or not is_noted) then
    inlines[index - 1], inlines[index] = cite, before
    if not is_noted then
      inlines:insert(index - 1, pandoc.Space())
    end
  elseif not is_placed then
    local words, stop = before_stop(before.text, is_noted and "%.,;:" or "%.!?")
    if before.t == "Str" and words then
      inlines[index - 1] = pandoc.Str(words)
      inlines:insert(index + 1, pandoc.Str(stop))
    end
    if not is_noted then
      inlines:insert(index, pandoc.Space())
    end
  end
  if is_note(inlines[index]) and is_note(inlines[index - 1]) then
    for format, comma in pairs(COMMAS) do
      inlines:insert(index, pandoc.RawInline(format, comma))
    end
  end
end

-- Blocks that cite nothing are passed over: to take every list of words out and put it back takes four times as long.
local function place_in_text(blocks, is_before)
  local citing, places, at = pandoc.List(), {}, 0
  local function found()
    if places[#places] ~= at then
      places[#places + 1] = at
      citing:insert(blocks[at])
    end
  end
  walk_each(blocks, { Cite = found, Note = found }, function(place) at = place end)
  local placed = walk(citing, {
    Inlines = function(inlines)
      local is_changed = false
      for index = #inlines, 2, -1 do
        local name = inlines[index].t
        if name == "Cite" or name == "Note" then
          place_cite(inlines, index, is_before)
          is_changed = true
        end
      end
      return is_changed and inlines or nil
    end,
  })
  for index, place in ipairs(places) do
    blocks[place] = placed[index]
  end
  return blocks
end

local function prepare(doc)
  doc.blocks = arrange(lift_head(doc), doc.meta)
  doc = process_citations(doc)
  doc.blocks = merge_sources(place_in_text(doc.blocks, doc.meta["note-before-stop"]))
  return doc
end

return prepare
