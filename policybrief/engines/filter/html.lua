-- The document for a page: its blocks, its pictures, and the viewer of stored texts.

local common = dofile("filter/common.lua")
local elements = dofile("filter/html_elements.lua")
local html_notes = dofile("filter/html_notes.lua")
local stringify = pandoc.utils.stringify
local is_div = common.is_div
local target_of = common.target_of
local EMPHASIS = common.EMPHASIS
local escape_html = elements.escape_html
local html = elements.html
local html_block = elements.html_block
local mark_links = elements.mark_links

-- What the page says besides the brief itself stands in elements with `data-apart`: whoever reads the page back passes
-- over their words, and follows their links.
local function page_labels(meta)
  return setmetatable({}, {
    __index = function(_, name)
      return escape_html(stringify(meta["label-" .. name] or ""))
    end,
  })
end

-- The stored texts as the page shows them, made by a template that escapes every value.
local function read_stored()
  local file = io.open("stored.json", "rb")
  if not file then
    return { divided = {}, texts = {}, evidence = {} }
  end
  local text = file:read("a")
  file:close()
  return pandoc.json.decode(text, false)
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

-- The viewer: the stored texts in the order of the list of sources, with links to the notes that rest on them.
local function viewer(div, page)
  local by_key, blocks = {}, pandoc.List()
  for _, text in ipairs(page.stored.texts) do
    by_key[text.key] = text.html
  end
  blocks:insert(html_block('<section class="texts" data-apart="" aria-labelledby="texts">'))
  blocks:extend(div.content)
  for _, key in ipairs(page.order) do
    if by_key[key] then
      local shown = by_key[key]:gsub("<!%-%-notes q%-(.-)%-%->", function(place)
        local links = mark_links(page.labels["in-notes"], page.rests[place], "ref-")
        return links ~= "" and ", " .. links or ""
      end)
      local links = page:uses_of(key)
      shown = shown:gsub("<!%-%-cited%-%->", function()
        return links ~= "" and (' <span class="uses">%s</span>'):format(links) or ""
      end, 1)
      blocks:insert(html_block(shown))
    end
  end
  blocks:insert(html_block("</section>"))
  return blocks
end

local function element(tag, div, class, content, attributes)
  local id = div.identifier ~= "" and (' id="' .. escape_html(div.identifier) .. '"') or ""
  local blocks = pandoc.List({ html_block("<" .. tag .. id .. ' class="' .. class .. '"' .. (attributes or "") .. ">") })
  blocks:extend(content)
  blocks:insert(html_block("</" .. tag .. ">"))
  return blocks
end

local HTML_DIVS = {}

-- A picture stands in its own file, drawn for wide and for narrow pages; what it was made of is the table in the Div.
function HTML_DIVS.picture(div, page)
  local name = div.attributes.name
  local file = assert(io.open(name .. ".html", "rb"))
  local blocks = pandoc.List({ html_block('<figure class="picture">'), html_block(file:read("a")) })
  file:close()
  blocks:insert(html_block("<details><summary>%s</summary>", page.labels[name .. "-table"]))
  blocks:extend(div.content)
  blocks:insert(html_block("</details></figure>"))
  return blocks
end

function HTML_DIVS.summary(div)
  return element("section", div, "summary", div.content, ' aria-labelledby="summary"')
end

function HTML_DIVS.finding(div, page)
  local id, counts = div.identifier:gsub("^finding%-", ""), {}
  for _, one in ipairs(page.evidence[id] or {}) do
    counts[one.bearing] = (counts[one.bearing] or 0) + 1
  end
  local signs = {}
  for _, bearing in ipairs({ "supports", "contradicts", "context" }) do
    if counts[bearing] then
      signs[#signs + 1] = ('<span class="%s">%d</span>'):format(bearing, counts[bearing])
    end
  end
  if #signs > 0 then
    local link = '<p class="part to-evidence" data-apart=""><a href="#annex-%s">%s: %s<span class="vh"> %s</span></a></p>'
    local last = #div.content
    div.content:insert(
      is_div(div.content[last], "contested") and last or last + 1,
      html_block(link, escape_html(id), page.labels["its-evidence"], table.concat(signs, " "), page.numbers[id] or "")
    )
  end
  local attributes = (' aria-labelledby="heading-%s"'):format(escape_html(id))
  return element("article", div, "finding " .. (div.attributes.level or ""), div.content, attributes)
end

function HTML_DIVS.contested(div, page)
  local first = div.content[1]
  if first and first.t == "Para" then
    first.content:insert(1, html('<strong class="run-in">%s</strong> ', page.labels.contested))
  end
  return div
end

function HTML_DIVS.recommendation(div)
  local number = html_block('<p class="number">%s</p>', escape_html(div.attributes.number or ""))
  local words, reasons = pandoc.List({ number }), pandoc.List()
  for _, block in ipairs(div.content) do
    (is_div(block, "because") and reasons or words):insert(block)
  end
  div.content = words .. reasons
  return div
end

HTML_DIVS["evidence-group"] = function(div, page)
  local id = div.attributes.finding
  local link = '<p class="number"><a href="#finding-%s">%s</a></p>'
  div.content:insert(1, html_block(link, escape_html(id), page.numbers[id] or escape_html(id)))
  div.identifier = "annex-" .. id
  return div
end

function HTML_DIVS.evidence(div, page)
  local one = page.anchors[div.identifier]
  if one then
    local link = '<p class="part to-text" data-apart=""><a href="#%s">%s<span class="vh">: %s</span></a></p>'
    div.content:insert(html_block(link, one.anchor, page.labels["read-in-source"], escape_html(one.source)))
  end
  div.classes:insert(div.attributes.bearing)
  return div
end

function HTML_DIVS.source(div, page)
  local key, said = div.attributes.key, {}
  local uses = page:uses_of(key)
  said[#said + 1] = uses ~= "" and ("<span>%s</span>"):format(uses) or nil
  if page.has_text[key] then
    said[#said + 1] = ('<a href="#text-%s">%s</a>'):format(escape_html(key), page.labels["stored-text"])
  end
  if #said > 0 then
    div.content:insert(html_block('<p class="part uses" data-apart="">%s</p>', table.concat(said, " ")))
  end
  return div
end

HTML_DIVS["stored-texts"] = viewer

local function html_div(div, page)
  local class, name = div.classes[1], div.attributes.name
  if class == "part" then
    div.classes = { "part", name }
    if name == "quote" then
      local lang = div.attributes.lang
      local attributes = (lang and (' lang="%s"'):format(escape_html(lang)) or "") .. ' dir="auto"'
      return element("blockquote", div, "part quote", div.content, attributes)
    end
  elseif HTML_DIVS[class] then
    local made = HTML_DIVS[class](div, page)
    if pandoc.utils.type(made) ~= "Block" then
      return made
    end
    div = made
  end
  for name in pairs(div.attributes) do
    if name ~= "lang" and name ~= "dir" then
      div.attributes[name] = nil
    end
  end
  return div
end

local function link(element)
  element.target = target_of(element)
  return element
end

-- Where a source is cited.
local function uses_of(page, key)
  local label = page.labels[page.is_noted and "cited-in-notes" or "cited-in-text"]
  return mark_links(label, page.uses[key], page.is_noted and "ref-" or "cite-")
end

-- What the parts of a page are made with.
local function page_of(doc)
  local stored = read_stored()
  local page = {
    labels = page_labels(doc.meta), stored = stored, evidence = stored.evidence, uses_of = uses_of,
    numbers = {}, order = {}, has_text = {}, anchors = {}, uses = {}, rests = {}, is_noted = false,
  }
  local function look(blocks)
    for _, block in ipairs(blocks) do
      if is_div(block, "source") then
        table.insert(page.order, block.attributes.key)
      elseif is_div(block, "finding") then
        page.numbers[block.identifier:gsub("^finding%-", "")] = escape_html(block.attributes.number)
      elseif block.t == "Div" and not is_div(block, "evidence-group") then
        look(block.content)
      end
    end
  end
  look(doc.blocks)
  for _, text in ipairs(stored.texts) do
    page.has_text[text.key] = true
  end
  for _, all in pairs(page.evidence) do
    for _, one in ipairs(all) do
      page.anchors["evidence-" .. one.place] = one.anchor and one
    end
  end
  return page
end

-- Consecutive blocks of one class become the items of one list.
local function group(blocks, class, open, close, wrap)
  local grouped, is_open = pandoc.List(), false
  for _, block in ipairs(blocks) do
    local belongs = is_div(block, class)
    if belongs ~= is_open then
      grouped:insert(html_block(belongs and open or close))
      is_open = belongs
    end
    if belongs and wrap then
      grouped:insert(html_block("<" .. wrap .. ">"))
      grouped:extend(block.content)
      grouped:insert(html_block("</" .. wrap .. ">"))
    else
      grouped:insert(block)
    end
  end
  if is_open then
    grouped:insert(html_block(close))
  end
  return grouped
end

local function to_html(doc)
  local page = page_of(doc)
  local blocks, notes = html_notes.mark_citations(doc.blocks, page)

  local function span(element)
    for class, constructor in pairs(EMPHASIS) do
      if element.classes:includes(class) then
        return constructor(element.content)
      end
    end
    if element.classes:includes("verbatim") then
      return element.content
    end
    if element.classes:includes("opinion") then
      element.content:insert(1, html('<span class="our-view" data-apart="">%s</span> ', page.labels["our-view"]))
      return element
    end
  end

  blocks = group(blocks, "key-message", '<ol class="key-messages" id="messages">', "</ol>", "li")
  if #notes > 0 then
    local _, place = blocks:find_if(function(block) return is_div(block, "stored-texts") end)
    place = place or #blocks + 1
    for offset, block in ipairs(html_notes.note_blocks(notes, doc.meta["label-notes"] or "Notes", page.labels, page.has_text)) do
      blocks:insert(place + offset - 1, block)
    end
  end
  doc.blocks = common.walk(blocks, {
    Link = link,
    Span = span,
    Cite = function(cite) return cite.content end,
    Div = function(div) return html_div(div, page) end,
    Table = function(element) -- as wide as their words ask for; pandoc gives columns the share of their dashes
      for index, column in ipairs(element.colspecs) do
        element.colspecs[index] = { column[1] }
      end
      return element
    end,
  })
  doc.meta.inputs = read_inputs()
  doc.meta.marks = pandoc.MetaList({})
  for number, note in ipairs(notes) do
    doc.meta.marks[number] = { number = pandoc.Inlines(tostring(number)), block = pandoc.Inlines(note.block) }
  end
  doc.meta.divided = pandoc.MetaList({})
  for number, anchor in ipairs(page.stored.divided) do
    doc.meta.divided[number] = pandoc.MetaInlines({ pandoc.Str(anchor) })
  end
  return doc
end

return to_html
