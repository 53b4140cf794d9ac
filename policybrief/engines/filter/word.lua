-- The document for Word: Divs become paragraphs of the styles that the reference document has.

local common = dofile("filter/common.lua")
local stringify = pandoc.utils.stringify
local is_div = common.is_div
local target_of = common.target_of
local take_findings = common.take_findings
local walk = common.walk
local EMPHASIS = common.EMPHASIS
local finding_numbers = common.finding_numbers

-- Styles of the reference document, by the class of a Div, or by the name of a part.
local WORD_STYLES = {
  ["summary"] = "Summary", ["key-message"] = "Key Message", ["claim"] = "Claim", ["contested"] = "Contested",
  ["recommendation"] = "Recommendation", ["condition"] = "Condition", ["source"] = "Source Note",
  ["evidence-group"] = "Evidence Note", ["evidence"] = "Evidence Note", ["about-item"] = "About",
  ["open-errors"] = "Evidence Note",
}
local WORD_PARTS = {
  ["confidence"] = "Finding Note", ["when"] = "Finding Note", ["because"] = "Because", ["entry"] = "Bibliography",
  ["claim"] = "Evidence Claim", ["source"] = "Evidence Source", ["bearing-label"] = "Evidence Note",
  ["quote"] = "Evidence Quote", ["check"] = "Evidence Note", ["label"] = "About Label",
}
-- What Word shows of a document among its properties; all other metadata would go there, too.
local WORD_PROPERTIES = { "title", "author", "lang", "build", "keywords" }

local function word_style(style, content)
  return pandoc.Div(content, pandoc.Attr("", {}, { ["custom-style"] = style }))
end

-- Put words before those of the first paragraph.
local function word_lead(blocks, inline)
  local first = blocks[1]
  if first and (first.t == "Para" or first.t == "Plain") then
    first.content = pandoc.Inlines({ inline, pandoc.Space() }) .. first.content
    blocks[1] = first
  end
  return blocks
end

-- Parts that go on where another one ends.
local ON_ONE_LINE = { ["when"] = "confidence", ["bearing-label"] = "source" }

-- A recommendation says its number first and its reasons last; a group of evidence begins with the finding's number.
local function word_content(div)
  local number, reasons, words = div.attributes.number, pandoc.List(), pandoc.List()
  for _, block in ipairs(div.content) do
    local part = is_div(block, "part") and block.attributes.name
    local last = words[#words]
    if part == "because" then
      reasons:insert(block)
    elseif ON_ONE_LINE[part] and last and is_div(last, "part") and last.attributes.name == ON_ONE_LINE[part] then
      last.content = { pandoc.Para(last.content[1].content .. { pandoc.Str(" · ") } .. block.content[1].content) }
      words[#words] = last
    else
      if part == "claim" and div.classes:includes("evidence-group") then
        block.content = word_lead(block.content, pandoc.Strong(number or ""))
      end
      words:insert(block)
    end
  end
  if div.classes:includes("recommendation") then
    words = word_lead(words, pandoc.Strong(number or ""))
  end
  words:extend(reasons)
  return words
end

-- The share of a column: of its longest text, as far as that may break over lines, and of its longest word.
local function column_shares(element)
  local shares, rows, sum = {}, pandoc.List(), 0
  rows:extend(element.head.rows)
  for _, body in ipairs(element.bodies) do
    rows:extend(body.body)
  end
  for _, row in ipairs(rows) do
    for index, cell in ipairs(row.cells) do
      local text, longest = stringify(cell.contents), 0
      for word in text:gmatch("%S+") do
        longest = math.max(longest, utf8.len(word) or #word)
      end
      local share = math.max(math.min(utf8.len(text) or #text, 60), 1.5 * math.min(longest, 30) + 3)
      shares[index] = math.max(shares[index] or 0, share)
    end
  end
  for _, share in ipairs(shares) do
    sum = sum + share
  end
  return shares, sum
end

-- Headings of columns are bold; columns are as wide as their words ask for.
local function word_table(element)
  local shares, sum = column_shares(element)
  for index, column in ipairs(element.colspecs) do
    element.colspecs[index] = { column[1], shares[index] and shares[index] / sum }
  end
  for _, row in ipairs(element.head.rows) do
    for _, cell in ipairs(row.cells) do
      cell.contents = cell.contents:walk({
        Plain = function(block)
          return pandoc.Plain({ pandoc.Strong(block.content) })
        end,
      })
    end
  end
  return element
end

local function word_div(div)
  if div.classes:includes("stored-texts") then
    return {}
  end
  local attributes = { lang = div.attributes.lang, dir = div.attributes.dir }
  if div.classes:includes("part") then
    attributes["custom-style"] = WORD_PARTS[div.attributes.name] or "Source Note"
  end
  for _, class in ipairs(div.classes) do
    attributes["custom-style"] = attributes["custom-style"] or WORD_STYLES[class]
  end
  return pandoc.Div(word_content(div), pandoc.Attr(div.identifier, {}, attributes))
end

-- The head of the document: a template for Word could not print it above the title.
local function word_head(meta)
  local blocks = pandoc.List()
  local function add(style, ...)
    local words = pandoc.List()
    for _, name in ipairs({ ... }) do
      if meta[name] and stringify(meta[name]) ~= "" then
        words:extend(#words > 0 and { pandoc.Str(" · ") } or {})
        words:extend(meta[name])
      end
    end
    if #words > 0 then
      blocks:insert(word_style(style, { pandoc.Para(words) }))
    end
  end
  if meta["draft-mark"] then
    add("Draft Mark", "label-draft")
  end
  add("Masthead", "series", "number", "publisher")
  add("Title", "title")
  add("Subtitle", "subtitle")
  add("Byline", "day", "byline")
  return blocks
end

-- The filter of what stands within lines: citations, and the spans that authors and the assembler write.
local function inline_filter(numbers, view)
  local function finding_marks(findings)
    local links = pandoc.List()
    for _, id in ipairs(findings) do
      links:insert(pandoc.Space())
      links:insert(pandoc.Link(numbers[id] or id, "#finding-" .. id))
    end
    return links
  end

  local inline = { traverse = "topdown" }

  function inline.Cite(cite)
    local content, findings = take_findings(cite)
    return content .. finding_marks(findings)
  end

  -- A walk does not go into what takes the place of an element, so its content is walked through here.
  function inline.Span(span)
    span.content = span.content:walk(inline)
    for class, constructor in pairs(EMPHASIS) do
      if span.classes:includes(class) then
        return constructor(span.content), false
      end
    end
    if span.classes:includes("opinion") then
      local mark = pandoc.Span({ pandoc.Str("[" .. view .. "]") }, { ["custom-style"] = "Our View Mark" })
      local words = pandoc.Span(span.content, { ["custom-style"] = "Our View" })
      return pandoc.List({ mark, pandoc.Space(), words }), false
    end
    if span.classes:includes("paragraph-number") then
      return pandoc.Span(span.content, { ["custom-style"] = "Paragraph Number" }), false
    end
    if not span.attributes["custom-style"] and span.identifier == "" and not span.attributes.lang then
      return span.content, false
    end
    return span, false
  end

  return inline
end

local function to_docx(doc)
  local contested = doc.meta["label-contested"]
  local inline = inline_filter(finding_numbers(doc.blocks), stringify(doc.meta["label-our-view"] or ""))
  local body = walk(walk(doc.blocks, inline), {
    traverse = "topdown",
    Link = function(element)
      element.target = target_of(element)
      element.attributes, element.classes, element.title = {}, {}, ""
      return element
    end,
    Header = function(header)
      header.level = header.level - 1
      return header
    end,
    Div = function(div)
      if div.classes:includes("contested") and contested then
        div.content = word_lead(div.content, pandoc.Strong(contested))
      end
      return word_div(div)
    end,
    Table = word_table,
  })
  local meta = {}
  doc.blocks = word_head(doc.meta) .. body
  doc.meta.author = doc.meta.byline or doc.meta.publisher
  doc.meta.keywords = pandoc.List(doc.meta.keyword or {}):map(function(keyword)
    return pandoc.MetaInlines({ pandoc.Str(stringify(keyword)) })
  end)
  for _, name in ipairs(WORD_PROPERTIES) do
    meta[name] = doc.meta[name]
  end
  doc.meta = pandoc.Meta(meta)
  return doc
end

return to_docx
