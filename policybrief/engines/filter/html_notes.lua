-- The notes of a page: marks in the text, and behind each note the quotes that it rests on.

local common = dofile("filter/common.lua")
local elements = dofile("filter/html_elements.lua")
local stringify = pandoc.utils.stringify
local is_div = common.is_div
local take_findings = common.take_findings
local note_in = common.note_in
local walk_each = common.walk_each
local PLACE_END = common.PLACE_END
local escape_html = elements.escape_html
local html = elements.html
local html_block = elements.html_block

local function finding_links(findings, numbers)
  local links = pandoc.List()
  for _, id in ipairs(findings) do
    links:insert(html("\u{a0}"))
    links:insert(pandoc.Link(numbers[id] or id, "#finding-" .. id, "", pandoc.Attr("", { "fref" })))
  end
  return links
end

local function append(lists, name, value)
  lists[name] = lists[name] or {}
  table.insert(lists[name], value)
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

-- Give a block an id by which styles find the marks in it: looking through the whole page for each would be slow.
local function with_id(block, place)
  local id
  if is_div(block, "key-message") then
    id = "messages"
  elseif is_div(block, "evidence-group") then
    id = "annex-" .. block.attributes.finding
  elseif block.t == "Div" or block.t == "Header" then
    id = block.identifier
  end
  if id and id:match("^%a[%w_-]*$") then
    return block, id
  end
  id = "block-" .. place
  if block.t == "Div" and block.identifier == "" then
    block.identifier = id
    return block, id
  end
  return pandoc.Div({ block }, pandoc.Attr(id)), id
end

-- Put marks and links in the place of citations and notes; return the blocks, and the notes with what each of them cites.
local function mark_citations(blocks, page)
  local notes, cited, at, within = pandoc.List(), 0, 0, nil

  local function note(element, cite, findings)
    local number = #notes + 1
    local evidence, keys = {}, {}
    if cite then
      evidence, keys = cited_evidence(cite, findings, within, page.evidence)
      page.is_noted = true
    end
    notes:insert({ content = element.content, evidence = evidence, keys = keys, at = at })
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

  local filter = {}
  function filter.Cite(cite)
    local content, findings = take_findings(cite)
    local its_note = note_in(content)
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
      div.content:insert(PLACE_END)
      return div
    end
  end
  blocks = walk_each(blocks, filter, function(place)
    at, within = place or at, nil
  end)
  local ids = {}
  for _, one in ipairs(notes) do
    if not ids[one.at] then
      blocks[one.at], ids[one.at] = with_id(blocks[one.at], one.at)
    end
    one.block = ids[one.at]
  end
  return blocks, notes
end

return { mark_citations = mark_citations, note_blocks = note_blocks }
