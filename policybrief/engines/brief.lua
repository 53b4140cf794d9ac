-- The one filter of both engines: citations are decided here, once, and classes become what each format needs.
--
-- Under Quarto it stands at `post-quarto`, when shortcodes have been expanded and none can be any more. Errors are
-- raised with assert: Quarto replaces error() by a logger and goes on.

local stringify = pandoc.utils.stringify

-- Text of the document's head, lifted from Divs into metadata; author text never stands in the front matter.
local HEAD = { "title", "subtitle", "series", "number", "publisher", "day", "byline" }

local function is_div(block, class)
  return block.t == "Div" and block.classes:includes(class)
end

-- The inputs' record, for the page; `<` could end the element that holds it.
local function read_inputs()
  local file = io.open("inputs.json", "rb")
  if not file then
    return nil
  end
  local text = file:read("a")
  file:close()
  return pandoc.MetaInlines({ pandoc.RawInline("html", (text:gsub("<", "\\u003c"))) })
end

-- The blocks of the head go; what they say becomes metadata.
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
  meta.inputs = read_inputs()
  doc.blocks = pandoc.Blocks(rest)
  return doc
end

-- Citations are processed here and not by the engine, so that every format gets the same ones.
local function process_citations(doc)
  doc = pandoc.utils.citeproc(doc)
  for _, name in ipairs({ "bibliography", "csl", "nocite", "references" }) do
    doc.meta[name] = nil
  end
  return doc
end

-- The citation key that an id of the bibliography stands for. Keys that would mean something to Quarto have another
-- `ref-` in front of them.
local function key_of(id)
  local key = id:match("^ref%-(.+)$")
  return key and key:gsub("^ref%-", "")
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
local function merge_sources(doc)
  local entries, order, blocks = take_bibliography(doc.blocks)
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
  doc.blocks = pandoc.Blocks(rest)
  return doc
end

local function prepare(doc)
  return merge_sources(process_citations(lift_head(doc)))
end

-- citeproc leads to the entry of its bibliography; here the source stands in its place.
local function target_of(link)
  local key = key_of(link.target:sub(2))
  return key and ("#source-" .. key) or link.target
end

-- Take the empty span out that names the findings for which a citation stands, with the space that citation
-- processing puts after it; return what is left, and the findings' ids.
local function take_findings(content)
  local findings = {}
  local rest = content:walk({
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
local function note_of(cite)
  for _, element in ipairs(cite.content) do
    if element.t == "Note" then
      return element
    end
  end
end

local EMPHASIS = { emph = pandoc.Emph, strong = pandoc.Strong }

---------------------------------------------------------------------------------------------------------------------
-- HTML

local function escape_html(text)
  return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ["\""] = "&quot;" }))
end

local function html(text)
  return pandoc.RawInline("html", text)
end

-- Elements that mean more than a Div does.
local ELEMENTS = { finding = "article", summary = "section", contested = "div", evidence = "div" }

local function html_div(div)
  for class, element in pairs(ELEMENTS) do
    if element ~= "div" and div.classes:includes(class) then
      local id = div.identifier ~= "" and (' id="' .. escape_html(div.identifier) .. '"') or ""
      local blocks = pandoc.List({ pandoc.RawBlock("html", "<" .. element .. id .. ' class="' .. class .. '">') })
      blocks:extend(div.content)
      blocks:insert(pandoc.RawBlock("html", "</" .. element .. ">"))
      return blocks
    end
  end
  if div.classes:includes("part") then
    div.classes = { "part", div.attributes.name }
  end
  for name in pairs(div.attributes) do
    if name ~= "lang" and name ~= "dir" then
      div.attributes[name] = nil
    end
  end
  return div
end

local function finding_links(findings, numbers)
  local links = pandoc.List()
  for _, id in ipairs(findings) do
    links:insert(html(" "))
    links:insert(pandoc.Link(numbers[id] or id, "#finding-" .. id, "", pandoc.Attr("", { "fref" })))
  end
  return links
end

local function finding_numbers(blocks)
  local numbers = {}
  pandoc.Blocks(blocks):walk({
    Div = function(div)
      if div.classes:includes("finding") then
        numbers[div.identifier:gsub("^finding%-", "")] = div.attributes.number
      end
    end,
  })
  return numbers
end

local function link(element)
  element.target = target_of(element)
  return element
end

local function content_of(element)
  return element.content
end

local function html_span(element)
  for class, constructor in pairs(EMPHASIS) do
    if element.classes:includes(class) then
      return constructor(element.content)
    end
  end
  if element.classes:includes("verbatim") then
    return element.content
  end
end

local function to_html(doc)
  local numbers = finding_numbers(doc.blocks)
  local notes = pandoc.List()
  local label_note = doc.meta["label-notes"]

  local function note(element, findings)
    local number = #notes + 1
    notes:insert(element.content)
    local mark = '<a class="cite" id="ref-%d" href="#note-%d" role="doc-noteref">%d</a>'
    return pandoc.List({ html(mark:format(number, number, number)) }) .. finding_links(findings or {}, numbers)
  end

  doc.blocks = doc.blocks:walk({
    traverse = "topdown",
    Cite = function(cite)
      local content, findings = take_findings(cite.content)
      local its_note = note_of({ content = content })
      if its_note then
        return note(its_note, findings), false
      end
      return content .. finding_links(findings, numbers)
    end,
    Note = function(element)
      return note(element), false
    end,
  })
  for index, content in ipairs(notes) do
    notes[index] = content:walk({ Link = link, Span = html_span, Cite = content_of })
  end
  doc.blocks = doc.blocks:walk({ Link = link, Span = html_span, Cite = content_of, Div = html_div })

  if #notes > 0 then
    local items = pandoc.List()
    for number, content in ipairs(notes) do
      items:insert(pandoc.RawBlock("html", ('<li class="note" id="note-%d">'):format(number)))
      items:extend(content)
      local back = '<a class="back" href="#ref-%d" role="doc-backlink" aria-label="%s">↩</a></li>'
      items:insert(pandoc.RawBlock("html", back:format(number, escape_html(stringify(doc.meta["label-back"] or "")))))
    end
    items:insert(1, pandoc.RawBlock("html", '<section class="notes" role="doc-endnotes"><ol>'))
    items:insert(1, pandoc.Header(2, label_note or "Notes", pandoc.Attr("notes")))
    items:insert(pandoc.RawBlock("html", "</ol></section>"))
    local place = #doc.blocks + 1
    for index, block in ipairs(doc.blocks) do
      if block.t == "Header" and block.identifier == "sources" then
        place = index
      end
    end
    for offset, block in ipairs(items) do
      doc.blocks:insert(place + offset - 1, block)
    end
  end
  return doc
end

---------------------------------------------------------------------------------------------------------------------
-- Typst

local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("\n", "\\n") .. '"'
end

local function typst(text)
  return pandoc.RawInline("typst", text)
end

local function typst_block(text)
  return pandoc.RawBlock("typst", text)
end

-- Classes that are functions of the template.
local CALLS = {
  ["summary"] = true, ["key-message"] = true, ["finding"] = true, ["claim"] = true, ["contested"] = true,
  ["recommendation"] = true, ["condition"] = true, ["source"] = true, ["evidence-group"] = true, ["evidence"] = true,
  ["about-item"] = true,
}

-- A Div becomes a call: its attributes are arguments of text, its parts arguments of content, the rest its body.
local function call(class, div)
  local arguments, body = {}, pandoc.List()
  local blocks = pandoc.List()
  for name, value in pairs(div.attributes) do
    arguments[#arguments + 1] = name .. ": " .. quoted(value) .. ","
  end
  table.sort(arguments)
  if div.identifier ~= "" then
    table.insert(arguments, 1, "anchor: " .. quoted(div.identifier) .. ",")
  end
  blocks:insert(typst_block("#" .. class .. "(" .. table.concat(arguments, " ")))
  for _, block in ipairs(div.content) do
    if is_div(block, "part") then
      blocks:insert(typst_block(block.attributes.name .. ": ["))
      blocks:extend(block.content)
      blocks:insert(typst_block("],"))
    elseif block.t == "Header" and #body == 0 then
      blocks:insert(typst_block("heading-anchor: " .. quoted(block.identifier) .. ", heading: ["))
      blocks:insert(pandoc.Plain(block.content))
      blocks:insert(typst_block("],"))
    else
      body:insert(block)
    end
  end
  blocks:insert(typst_block(")["))
  blocks:extend(body)
  blocks:insert(typst_block("]"))
  return blocks
end

local function typst_div(div)
  if div.classes:includes("part") then
    return nil
  end
  for _, class in ipairs(div.classes) do
    if CALLS[class] then
      return call(class, div)
    end
  end
end

-- An id of whatever characters as a label of Typst.
local function label(id)
  return "label(" .. quoted(id) .. ")"
end

local function to_typst(doc)
  local numbers = finding_numbers(doc.blocks)
  local marks = 0

  local function mark(targets)
    marks = marks + 1
    return typst("#mark(" .. marks .. ", (" .. table.concat(targets, ", ") .. ",))")
  end

  local function cite(element)
    local content, findings = take_findings(element.content)
    if #findings == 0 then
      return content
    end
    local targets = {}
    for _, id in ipairs(findings) do
      targets[#targets + 1] = "(" .. quoted(id) .. ", " .. quoted(numbers[id] or id) .. ")"
    end
    return pandoc.List({ mark(targets) }) .. content
  end

  local function span(element)
    for class, constructor in pairs(EMPHASIS) do
      if element.classes:includes(class) then
        return constructor(element.content)
      end
    end
    if element.classes:includes("verbatim") then
      return typst("#" .. quoted(stringify(element)) .. ";")
    end
    if element.classes:includes("opinion") then
      return pandoc.List({ mark({ '("", "view")' }), typst("#view[") }) .. element.content .. { typst("]") }
    end
    return element.content
  end

  doc.blocks = doc.blocks:walk({
    traverse = "topdown",
    Cite = cite,
    Span = span,
  })
  doc.blocks = doc.blocks:walk({
    Link = function(link)
      local target = target_of(link)
      if target:sub(1, 1) == "#" then
        return pandoc.List({ typst("#link(" .. label(target:sub(2)) .. ")[") }) .. link.content .. { typst("]") }
      end
    end,
    Div = typst_div,
    Header = function(header)
      header.level = header.level - 1
      return header
    end,
    Table = function(element)
      element.classes:insert("typst:no-figure")
      return element
    end,
  })
  local keywords = {}
  for _, keyword in ipairs(doc.meta.keyword or {}) do
    keywords[#keywords + 1] = quoted(stringify(keyword)) .. ","
  end
  doc.meta["typst-keywords"] = typst("(" .. table.concat(keywords, " ") .. ")")
  for _, name in ipairs({ "attached-inputs", "attached-evidence", "attached-sources" }) do
    doc.meta["typst-" .. name] = typst(quoted(stringify(doc.meta["label-" .. name] or "")))
  end
  doc.meta["typst-title"] = typst(quoted(doc.meta.pagetitle and stringify(doc.meta.pagetitle) or ""))
  return doc
end

local FORMATS = { html = to_html, typst = to_typst }

local function convert(doc, format)
  for name, converter in pairs(FORMATS) do
    if format:match(name) then
      return converter(doc)
    end
  end
  return doc
end

return {
  {
    Pandoc = function(doc)
      return convert(prepare(doc), FORMAT)
    end,
    -- For the embedded engine, which prepares a document once and converts it twice.
    prepare = prepare,
    convert = convert,
  },
}
