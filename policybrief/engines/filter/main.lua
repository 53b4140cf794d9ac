-- The one filter of both engines: citations are decided here, once, and classes become what each format needs.
--
-- Under Quarto it stands at `post-quarto`, when shortcodes have been expanded and none can be any more. Errors are
-- raised with assert: Quarto replaces error() by a logger and goes on. Its parts are found from the document's folder,
-- in which both engines run it.

local prepare = dofile("filter/prepare.lua")

local FORMATS = {
  html = dofile("filter/html.lua"),
  typst = dofile("filter/typst.lua"),
  docx = dofile("filter/word.lua"),
}

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
