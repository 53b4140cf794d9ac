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

local filter = dofile(filter_path)[1]
local templates = {}
for index = 4, #arg, 3 do
  templates[index] = pandoc.template.compile(read(arg[index]), arg[index])
end

io.read() -- a line tells that the document is there
-- Nothing but the document itself can be read from here on: its text has come through many hands.
local doc = pandoc.read(read(document_path), "markdown-smart", {}, {})
doc = filter.prepare(doc)
io.read() -- and another one, that all is there that it names

for index = 3, #arg, 3 do
  local format, output = arg[index], arg[index + 2]
  local is_last = index + 3 > #arg
  local converted = filter.convert(is_last and doc or doc:clone(), format)
  local options = pandoc.WriterOptions({
    template = templates[index + 1],
    table_of_contents = true,
    toc_depth = 2,
    wrap_text = "none",
    highlight_method = "none",
    reference_doc = format == "docx" and "reference.docx" or nil,
  })
  write(output .. ".part", pandoc.write(converted, format, options))
  assert(os.rename(output .. ".part", output)) -- whoever waits for the file finds it whole
end
