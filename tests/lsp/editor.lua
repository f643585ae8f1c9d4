-- The language server in a real editor, without a screen:
--
--   AIMS=target/release/aims nvim --headless --clean -l tests/lsp/editor.lua      (Neovim 0.9 or later)
--   AIMS=target/release/aims nvim --headless --clean -c 'luafile tests/lsp/editor.lua'
--
-- It writes a small AIMS into a folder of its own, opens a document with a mistake, and looks at what the editor makes of
-- what the server says: the finding at its place, an offer, what is told of an id, and the new text after a rename.

local failed = false

local function check(what, holds, got)
  if not holds then
    failed = true
    io.stderr:write("FAIL  " .. what .. (got and (": " .. vim.inspect(got)) or "") .. "\n")
  else
    io.stdout:write("ok    " .. what .. "\n")
  end
end

local function done()
  vim.cmd(failed and "cquit 1" or "quitall!")
end

local function write(path, lines)
  vim.fn.mkdir(vim.fn.fnamemodify(path, ":h"), "p")
  vim.fn.writefile(lines, path)
end

local root = vim.fn.resolve(vim.fn.tempname())
write(root .. "/aims.toml", { "[organisation]", 'name = "X"' })
write(root .. "/policies/ai.md", {
  "---", "id: POL-001", "title: AI policy", "kind: policy", "version: 1.0", "status: draft", "owner: AI Officer",
  "controls: [A.2.2]", "---", "", "# Scope", "", "We say what we do.",
})
write(root .. "/procedures/assess.md", {
  "---", "id: PRO-001", "title: Assessing", "kind: procedure", "version: 1.0", "status: draft", "owner: AI Officer",
  "implements: [PLO-001]", "controls: [A.5.2]", "---", "", "As [[POL-001]] says.",
})

vim.cmd("edit " .. root .. "/procedures/assess.md")
local buffer = vim.api.nvim_get_current_buf()
local client = vim.lsp.start_client({ name = "aims", cmd = { vim.env.AIMS, "lsp" }, root_dir = root })
check("the server starts", client ~= nil)
if not client then return done() end
vim.lsp.buf_attach_client(buffer, client)

local function finding()
  for _, found in ipairs(vim.diagnostic.get(buffer)) do
    if found.code == "AIMS205" then return found end
  end
end
check("the mistake is found", vim.wait(60000, function() return finding() ~= nil end))
local found = finding() or {}
check("at its place", found.lnum == 7 and found.col == 13 and found.end_col == 20, found)

local function ask(method, line, column, more)
  local params = { textDocument = vim.lsp.util.make_text_document_params(buffer), position = { line = line, character = column } }
  for key, value in pairs(more or {}) do params[key] = value end
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 60000) or {}
  for _, answer in pairs(answers) do return answer.result end
end

-- Mended by what the server offers, and not saved: the finding goes.
local at = { line = 7, character = 15 }
local mends = ask("textDocument/codeAction", 7, 15, { range = { start = at, ["end"] = at }, context = { diagnostics = {} } }) or {}
check("a mend is offered", mends[1] ~= nil and mends[1].edit ~= nil, mends)
if mends[1] then vim.lsp.util.apply_workspace_edit(mends[1].edit, vim.lsp.get_client_by_id(client).offset_encoding) end
check("and is right", vim.api.nvim_buf_get_lines(buffer, 7, 8, false)[1] == "implements: [POL-001]")
check("the finding goes once it is mended", vim.wait(60000, function() return finding() == nil end))

local offers = ask("textDocument/completion", 7, 16) or {}
local offered = false
for _, item in ipairs(offers.items or offers) do offered = offered or item.label == "POL-001" end
check("ids are offered", offered)

local told = ask("textDocument/hover", 7, 16) or { contents = {} }
check("an id is explained", (told.contents.value or ""):find("AI policy", 1, true) ~= nil, told)

local place = ask("textDocument/definition", 7, 16) or {}
check("a definition is found", place[1] ~= nil and place[1].uri:find("policies/ai.md", 1, true) ~= nil, place)

local edit = ask("textDocument/rename", 7, 16, { newName = "POL-007" })
check("an id is renamed", edit ~= nil)
if edit then
  vim.lsp.util.apply_workspace_edit(edit, vim.lsp.get_client_by_id(client).offset_encoding)
  local lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  check("in this file", lines[8] == "implements: [POL-007]" and lines[12] == "As [[POL-007]] says.", lines)
  local other = vim.fn.bufadd(root .. "/policies/ai.md")
  vim.fn.bufload(other)
  check("and in the other", vim.api.nvim_buf_get_lines(other, 1, 2, false)[1] == "id: POL-007")
end

vim.lsp.stop_client(client, true)
vim.fn.delete(root, "rf")
done()
