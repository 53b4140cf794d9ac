-- The embedded engine's one process: read the document, process its citations once, write each format.
--
-- Arguments: the filter, the document, then for each format its name, its template and the file to write.

local filter_path, document_path = arg[1], arg[2]

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  assert(file:close())
end

-- Nothing but the document itself can be read from here on: its text has come through many hands.
local doc = pandoc.read(read(document_path), "markdown-smart", {}, {})
local filter = dofile(filter_path)[1]
doc = filter.prepare(doc)
io.read("a") -- the folder is complete when the standard input ends

for index = 3, #arg, 3 do
  local format, template, output = arg[index], arg[index + 1], arg[index + 2]
  local is_last = index + 3 > #arg
  local converted = filter.convert(is_last and doc or doc:clone(), format)
  local options = pandoc.WriterOptions({
    template = pandoc.template.compile(read(template), template),
    table_of_contents = true,
    toc_depth = 2,
    wrap_text = "none",
    highlight_method = "none",
    reference_doc = format == "docx" and "reference.docx" or nil,
  })
  write(output .. ".part", pandoc.write(converted, format, options))
  assert(os.rename(output .. ".part", output)) -- whoever waits for the file finds it whole
end
