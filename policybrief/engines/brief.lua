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

-- The blocks of the text in the order that the profile gives them, before anything is counted in that order.
local function arrange(doc)
  local order, groups, slots, known = {}, pandoc.List(), {}, {}
  for place, name in ipairs(doc.meta["block-order"] or {}) do
    order[stringify(name)] = place
  end
  for _, block in ipairs(doc.blocks) do
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
  local number, blocks = 0, pandoc.List()
  for index, place in ipairs(slots) do
    groups[place] = known[index]
    if doc.meta["numbered-paragraphs"] then
      number = number_paragraphs(known[index].blocks, number)
    end
  end
  for _, group in ipairs(groups) do
    blocks:extend(group.blocks)
  end
  doc.blocks = pandoc.Blocks(blocks)
  return doc
end

-- The words of a text and the stop behind them; nothing where there is none, or where it may be that of an abbreviation.
local function before_stop(text, stops)
  local words, stop = (text or ""):match("^(.*[^%.,;:!?])([" .. stops .. "])$")
  local last = words and words:match("[^%s\u{A0}%.]*$")
  return words and (utf8.len(last) or 3) > 2 and words or nil, stop
end

local function is_note(element)
  return element.t == "Note"
    or (element.t == "Cite" and element.content:find_if(function(one) return one.t == "Note" end) ~= nil)
end

-- A citation in the text stands before the stop of its sentence, after a space. The mark of a note stands behind it, but
-- in some languages before it, unless it is more than a stop.
local function place_in_text(doc)
  local is_before = doc.meta["note-before-stop"]
  doc.blocks = doc.blocks:walk({
    Inlines = function(inlines)
      for index = #inlines, 2, -1 do
        local cite, before = inlines[index], inlines[index - 1]
        local is_cited, is_noted = cite.t == "Cite", is_note(cite)
        local is_placed = before.t == "Space" or before.t == "SoftBreak" or (is_noted and not is_before)
        if is_noted and is_before and before.t == "Str" and before.text:match("^[%.,;:]$") and index > 2 then
          inlines[index - 1], inlines[index] = cite, before
        elseif (is_cited or is_noted) and not is_placed then
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
          inlines:insert(index, pandoc.RawInline("typst", "#super[,]")) -- else two marks read as one number
        end
      end
      return inlines
    end,
  })
  return doc
end

local function prepare(doc)
  return merge_sources(place_in_text(process_citations(arrange(lift_head(doc)))))
end

-- citeproc leads to the entry of its bibliography; here the source stands in its place.
local function target_of(link)
  local key = key_of(link.target:sub(2))
  return key and ("#source-" .. key) or link.target
end

-- Take the empty span out that names the findings for which a citation stands, with the space that citation
-- processing puts after it; return what is left, and the findings' ids.
local function take_findings(content, citations)
  local findings = {}
  if citations and not citations[1].prefix[1] then -- nothing stands before the first source
    return content, findings
  end
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

local function html(text, ...)
  return pandoc.RawInline("html", select("#", ...) > 0 and text:format(...) or text)
end

local function html_block(text, ...)
  return pandoc.RawBlock("html", select("#", ...) > 0 and text:format(...) or text)
end

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

-- Evidence that a citation shows: of the findings that it stands for, else of the claim that it stands in. A locator
-- chooses among several pieces of one source.
local function cited_evidence(cite, findings, within, evidence)
  local names = #findings > 0 and findings or { within }
  local shown, keys = {}, {}
  for _, citation in ipairs(cite.citations) do
    local key = citation.id:gsub("^ref%-", "")
    local locator = stringify(citation.suffix):gsub("^%s*{}", ""):gsub("^[%s,]+", "")
    local all, placed, quoted = {}, {}, nil
    for _, name in ipairs(names) do
      for _, one in ipairs(evidence[name] or {}) do
        if one.key == key and (one.bearing == "supports" or #findings == 0) then
          all[#all + 1] = one
          quoted = quoted or one.anchor
          if locator ~= "" and one.locator == locator then
            placed[#placed + 1] = one
          end
        end
      end
    end
    for _, one in ipairs(#placed > 0 and placed or all) do
      if not shown[one] then
        shown[one] = true
        shown[#shown + 1] = one
      end
    end
    if not keys[key] then
      keys[key] = quoted and "quoted" or "cited"
      keys[#keys + 1] = key
    end
  end
  return shown, keys
end

-- The quotes behind a note, and where each stands; a source without a quote leads to its text.
local function note_quotes(note, labels, has_text)
  local parts = {}
  for _, one in ipairs(note.evidence) do
    if one.anchor then
      local lang = one.language ~= "" and (' lang="%s"'):format(escape_html(one.language)) or ""
      local quote = '<blockquote%s dir="auto">%s</blockquote><p class="to-text"><a href="#%s">%s<span>: %s</span></a></p>'
      parts[#parts + 1] =
        quote:format(lang, escape_html(one.quote), one.anchor, labels["read-in-source"], escape_html(one.source))
    end
  end
  for _, key in ipairs(note.keys) do
    if note.keys[key] == "cited" and has_text[key] then
      local link = '<p class="to-text"><a href="#text-%s">%s</a></p>'
      parts[#parts + 1] = link:format(escape_html(key), labels["stored-text"])
    end
  end
  return #parts > 0 and ('<div class="quoted" data-apart="">%s</div>'):format(table.concat(parts)) or ""
end

local function note_blocks(notes, heading, labels, has_text)
  local blocks = pandoc.List({
    html_block('<section class="notes" role="doc-endnotes" aria-labelledby="notes">'),
    pandoc.Header(2, heading, pandoc.Attr("notes")),
    html_block("<ol>"),
  })
  for number, note in ipairs(notes) do
    blocks:insert(html_block('<li class="note" id="note-%d">', number))
    blocks:extend(note.content)
    local quotes = note_quotes(note, labels, has_text)
    if quotes ~= "" then
      blocks:insert(html_block(quotes))
    end
    local hidden = ('<span class="vh">, %s</span>'):format(labels["note-number"]:gsub("#", tostring(number)))
    local back = '<p class="leave" data-apart=""><a class="back" href="#ref-%d" role="doc-backlink">%s%s</a>'
    local close = ' <a class="close" href="#at-%d">%s%s</a></p></li>'
    blocks:insert(html_block(back .. close, number, labels.back, hidden, number, labels.close, hidden))
  end
  blocks:insert(html_block("</ol></section>"))
  return blocks
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
    local link = '<p class="part to-evidence" data-apart=""><a href="#annex-%s">%s %s<span class="vh"> %s</span></a></p>'
    local last = #div.content
    div.content:insert(
      is_div(div.content[last], "contested") and last or last + 1,
      html_block(link, escape_html(id), table.concat(signs, " "), page.labels["its-evidence"], page.numbers[id] or "")
    )
  end
  local attributes = (' aria-labelledby="heading-%s"'):format(escape_html(id))
  return element("article", div, "finding " .. (div.attributes.level or ""), div.content, attributes)
end

function HTML_DIVS.contested(div, page)
  local first = div.content[1]
  if first and first.t == "Para" then
    first.content:insert(1, html('<strong class="run-in" data-apart="">%s</strong> ', page.labels.contested))
  end
  return div
end

function HTML_DIVS.recommendation(div)
  local number = html_block('<p class="number" data-apart="">%s</p>', escape_html(div.attributes.number or ""))
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

local function finding_links(findings, numbers)
  local links = pandoc.List()
  for _, id in ipairs(findings) do
    links:insert(html("\u{a0}"))
    links:insert(pandoc.Link(numbers[id] or id, "#finding-" .. id, "", pandoc.Attr("", { "fref" })))
  end
  return links
end

local function finding_numbers(blocks)
  local numbers = {}
  for _, block in ipairs(blocks) do
    if is_div(block, "finding") then
      numbers[block.identifier:gsub("^finding%-", "")] = block.attributes.number
    end
  end
  return numbers
end

local function link(element)
  element.target = target_of(element)
  return element
end

local function content_of(element)
  return element.content
end

local function append(lists, name, value)
  lists[name] = lists[name] or {}
  table.insert(lists[name], value)
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

-- Give blocks an id by which styles find the marks in them: looking through the whole page for each would be slow.
local function with_id(blocks, index)
  local block, id = blocks[1], nil
  if is_div(block, "key-message") then
    id = "messages"
  elseif is_div(block, "evidence-group") then
    id = "annex-" .. block.attributes.finding
  elseif block.t == "Div" or block.t == "Header" then
    id = block.identifier
  end
  if id and id:match("^%a[%w_-]*$") then
    return blocks, id
  end
  id = "block-" .. index
  if block.t == "Div" and block.identifier == "" then
    block.identifier = id
    return { block }, id
  end
  return { pandoc.Div(blocks, pandoc.Attr(id)) }, id
end

-- Put marks and links in the place of citations and notes; return the notes, and what each of them cites.
local function mark_citations(doc, page)
  local notes, cited, within = pandoc.List(), 0, nil

  local function note(element, cite, findings)
    local number = #notes + 1
    local evidence, keys = {}, {}
    if cite then
      evidence, keys = cited_evidence(cite, findings, within, page.evidence)
      page.is_noted = true
    end
    notes:insert({ content = element.content, evidence = evidence, keys = keys })
    for _, key in ipairs(keys) do
      append(page.uses, key, number)
    end
    for _, one in ipairs(evidence) do
      append(page.rests, one.place, number)
    end
    local mark = '<a class="cite" id="ref-%d" href="#note-%d" role="doc-noteref" aria-label="%s">%d</a>'
    local label = page.labels["note-number"]:gsub("#", tostring(number))
    return pandoc.List({ html(mark .. '<span class="at" id="at-%d"></span>', number, number, label, number, number) })
      .. finding_links(findings or {}, page.numbers)
  end

  local filter = { traverse = "topdown" }
  function filter.Cite(cite)
    local content, findings = take_findings(cite.content)
    local its_note = note_of({ content = content })
    if its_note then
      return note(its_note, cite, findings), false
    end
    cited = cited + 1
    local _, keys = cited_evidence(cite, findings, within, page.evidence)
    for _, key in ipairs(keys) do
      append(page.uses, key, cited)
    end
    return pandoc.List({ pandoc.Span(content, pandoc.Attr("cite-" .. cited, { "cited" })) })
      .. finding_links(findings, page.numbers)
  end
  function filter.Note(element)
    return note(element), false
  end
  function filter.Div(div)
    if div.classes:includes("finding") then
      within = div.identifier:gsub("^finding%-", "")
      div.content = div.content:walk(filter)
      within = nil
      return div, false
    end
  end
  local blocks = pandoc.List()
  for index, block in ipairs(doc.blocks) do
    local before = #notes
    local walked = pandoc.Blocks({ block }):walk(filter)
    if #notes > before then
      local id
      walked, id = with_id(walked, index)
      for number = before + 1, #notes do
        notes[number].block = id
      end
    end
    blocks:extend(walked)
  end
  doc.blocks = pandoc.Blocks(blocks)
  return notes
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
  local notes = mark_citations(doc, page)

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

  local inlines = { Link = link, Span = span, Cite = content_of }
  for _, note in ipairs(notes) do
    note.content = note.content:walk(inlines)
  end
  local blocks = group(doc.blocks, "key-message", '<ol class="key-messages" id="messages">', "</ol>", "li")
  if #notes > 0 then
    local _, place = blocks:find_if(function(block) return is_div(block, "stored-texts") end)
    place = place or #blocks + 1
    for offset, block in ipairs(note_blocks(notes, doc.meta["label-notes"] or "Notes", page.labels, page.has_text)) do
      blocks:insert(place + offset - 1, block)
    end
  end
  doc.blocks = pandoc.Blocks(blocks):walk({
    Link = link, Span = span, Cite = content_of,
    Div = function(div) return html_div(div, page) end,
  })
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

-- What Typst would read as its own marks: lists at the start of a line, fields of what stands before, comments,
-- dashes, minus signs.
local MARKS = { "^[/=+-]", "^%.$", "^%.[%a_\128-\255]", "^%d+[.)]$", "//", "/%*", "%-%-", "%.%.", "%-%?", "[^%w]%-%d" }

local function bare(text)
  for _, mark in ipairs(MARKS) do
    if text:find(mark) then
      return typst("#" .. quoted(text) .. ";")
    end
  end
end

-- Letters without an end, as in addresses: a line may break after each ten of them, and nothing shows it.
local RUN, SOME = ("%w"):rep(30) .. "%w*", ("%w"):rep(10)

local function as_it_stands(element)
  if #element.text < 30 or not element.text:find(RUN) then
    return bare(element.text)
  end
  local pieces = pandoc.List()
  local cut = element.text:gsub(RUN, function(run) return (run:gsub(SOME, "%0\0")) end)
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

-- A Div becomes a call: its attributes are arguments of text, its parts arguments of content, the rest its body.
-- Raw blocks are dear, so what follows one another becomes one.
local function call(class, div)
  local arguments, body = {}, pandoc.List()
  local blocks, raw = pandoc.List(), {}
  local function put(content, after)
    blocks:insert(typst_block(table.concat(raw, "\n")))
    blocks:extend(content)
    raw = { after }
  end
  for name, value in pairs(div.attributes) do
    arguments[#arguments + 1] = name .. ": " .. quoted(value) .. ","
  end
  table.sort(arguments)
  if div.identifier ~= "" then
    table.insert(arguments, 1, "anchor: " .. quoted(div.identifier) .. ",")
  end
  raw[1] = "#" .. class .. "(" .. table.concat(arguments, " ")
  for _, block in ipairs(div.content) do
    if is_div(block, "part") then
      raw[#raw + 1] = block.attributes.name .. ": [" .. language_of(block)
      put(block.content, "],")
    elseif block.t == "Header" and #body == 0 then
      raw[#raw + 1] = "heading-anchor: " .. quoted(block.identifier) .. ", heading: ["
      put({ pandoc.Plain(block.content) }, "],")
    else
      body:insert(block)
    end
  end
  raw[#raw + 1] = ")["
  put(body, "]")
  put({})
  return blocks
end

-- In print a picture stands by itself; the tables that say the same go to the end of the annex.
local function move_picture_tables(doc)
  local tables, place = pandoc.List(), #doc.blocks
  for index, block in ipairs(doc.blocks) do
    if is_div(block, "picture") then
      local name, pictures = block.attributes.name, pandoc.List()
      for number = 1, tonumber(block.attributes.pages) do
        pictures:insert(typst_block("#picture(" .. quoted(name .. "-" .. number) .. ")"))
      end
      local lead = doc.blocks[index - 1]
      if lead and lead.t == "Para" then -- stays with the picture
        doc.blocks[index - 1] = pandoc.Div({ lead }, pandoc.Attr("", { "picture-lead" }))
      end
      tables:insert(typst_block("#picture-table(["))
      tables:insert(pandoc.Plain(doc.meta["label-" .. name .. "-table"]))
      tables:insert(typst_block("])["))
      tables:extend(block.content)
      tables:insert(typst_block("]"))
      block.content = pictures
    elseif is_div(block, "evidence-group") then
      place = index
    end
  end
  for offset, block in ipairs(tables) do
    doc.blocks:insert(place + offset, block)
  end
end

local function typst_div(div)
  if div.classes:includes("picture-lead") then
    return pandoc.List({ typst_block("#block(sticky: true)[") }) .. div.content .. { typst_block("]") }
  end
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

-- Whether a block moves with the heading before it.
local function is_led(block)
  if block.t == "Para" then
    local cites = block.content:filter(function(element) return element.t == "Cite" end)
    return #cites < MANY_NOTES and #stringify(block) < LONG_LEAD
  end
  return is_div(block, "key-message") or is_div(block, "recommendation") or is_div(block, "finding")
    or is_div(block, "source") or is_div(block, "about-item")
end

-- A heading, and one below it, move together with what they lead into; the open errors of a draft get their box.
local function group_headings(blocks)
  local grouped, index = pandoc.List(), 1
  while index <= #blocks do
    local block, last = blocks[index], index
    while blocks[last] and blocks[last].t == "Header" do
      last = last + 1
    end
    local led = last > index and blocks[last]
    if led and block.identifier == "open-errors" and led.t == "BulletList" then
      grouped:insert(pandoc.Div({ block, led }, pandoc.Attr("", { "open-errors" })))
      index = last + 1
    elseif led and is_led(led) then
      local below = led.t == "Para" and "paragraph-gap" or "0pt"
      grouped:insert(typst_block("#lead(" .. (block.level == 2 and 1.75 or 1) .. ", " .. below .. ")["))
      grouped:extend({ table.unpack(blocks, index, last) })
      grouped:insert(typst_block("]"))
      index = last + 1
    else
      grouped:insert(block)
      index = index + 1
    end
  end
  return pandoc.Blocks(grouped)
end

-- The words of a span in another language, with what Typst has to know of it.
local function foreign(language, content)
  return pandoc.List({ typst("#text(lang: " .. quoted(language:match("^%a+")) .. ")[") }) .. content .. { typst("]") }
end

local function to_typst(doc)
  move_picture_tables(doc)
  local numbers = finding_numbers(doc.blocks)
  local marks = 0

  local function mark(targets, is_glued)
    marks = marks + 1
    local glue = is_glued and ", glued: true" or ""
    return typst("#mark(" .. marks .. ", (" .. table.concat(targets, ", ") .. ",)" .. glue .. ");")
  end

  local function cite(element)
    local content, findings = take_findings(element.content, element.citations)
    if #findings == 0 then
      return content
    end
    local targets = {}
    for _, id in ipairs(findings) do
      targets[#targets + 1] = "(" .. quoted(id) .. ", " .. quoted(numbers[id] or id) .. ")"
    end
    return pandoc.List({ mark(targets, note_of({ content = content }) ~= nil) }) .. content
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
    local language = element.attributes.lang
    return language and language ~= "" and foreign(language, element.content) or element.content
  end

  local function internal_link(element)
    local target = target_of(element)
    if target:sub(1, 1) == "#" then
      local linked = target:match("^#finding%-") and "#finding-words(" or "#link("
      return pandoc.List({ typst(linked .. label(target:sub(2)) .. ")[") }) .. element.content .. { typst("]") }
    end
  end

  local blocks = group_headings(doc.blocks)
  add_contents(blocks)
  doc.blocks = blocks:walk({
    traverse = "topdown",
    Cite = cite,
    Span = span,
  })
  for _, name in ipairs(HEAD) do
    if doc.meta[name] then
      doc.meta[name] = pandoc.MetaInlines(pandoc.Inlines(doc.meta[name]):walk({ Span = span }):walk({ Str = as_it_stands }))
    end
  end
  doc.blocks = doc.blocks:walk({
    Str = as_it_stands,
    Link = internal_link,
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
  typst_values(doc.meta)
  return doc
end

---------------------------------------------------------------------------------------------------------------------
-- DOCX

-- Styles of the reference document, by the class of a Div, or by the name of a part.
local WORD_STYLES = {
  ["summary"] = "Summary", ["key-message"] = "Key Message", ["claim"] = "Claim", ["contested"] = "Contested",
  ["recommendation"] = "Recommendation", ["condition"] = "Condition", ["source"] = "Source Note",
  ["evidence-group"] = "Evidence Note", ["evidence"] = "Evidence Note", ["about-item"] = "About",
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

local function to_docx(doc)
  local numbers = finding_numbers(doc.blocks)
  local view = stringify(doc.meta["label-our-view"] or "")
  local contested = doc.meta["label-contested"]

  local function finding_marks(findings)
    local links = pandoc.List()
    for _, id in ipairs(findings) do
      links:insert(pandoc.Space())
      links:insert(pandoc.Link(numbers[id] or id, "#finding-" .. id))
    end
    return links
  end

  doc.blocks = doc.blocks:walk({
    traverse = "topdown",
    Cite = function(cite)
      local content, findings = take_findings(cite.content)
      return content .. finding_marks(findings)
    end,
    Span = function(span)
      for class, constructor in pairs(EMPHASIS) do
        if span.classes:includes(class) then
          return constructor(span.content)
        end
      end
      if span.classes:includes("opinion") then
        local mark = pandoc.Span({ pandoc.Str("[" .. view .. "]") }, { ["custom-style"] = "Our View Mark" })
        local words = pandoc.Span(span.content, { ["custom-style"] = "Our View" })
        return pandoc.List({ mark, pandoc.Space(), words })
      end
      if span.classes:includes("paragraph-number") then
        return pandoc.Span(span.content, { ["custom-style"] = "Paragraph Number" })
      end
      if not span.attributes["custom-style"] and span.identifier == "" and not span.attributes.lang then
        return span.content
      end
    end,
  })
  doc.blocks = doc.blocks:walk({
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
  local blocks = word_head(doc.meta)
  blocks:extend(doc.blocks)
  doc.blocks = pandoc.Blocks(blocks)
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

local FORMATS = { html = to_html, typst = to_typst, docx = to_docx }

local function convert(doc, format)
  if not format:match("html") then
    doc.blocks = doc.blocks:filter(function(block) return not is_div(block, "stored-texts") end)
  end
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
