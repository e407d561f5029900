-- Neovim 0.11 or later: as lua/plugin/bnderive.lua, or in init.lua.
vim.lsp.config("bnderive", {
  cmd = { "bnderive", "server" },
  filetypes = { "markdown", "quarto", "tex", "plaintex", "rst" },
  root_markers = { "pyproject.toml", ".git" },
})
vim.lsp.enable("bnderive")

-- Carries out what `bnderive fix -w` would: the repairs of slips, each proved.
vim.api.nvim_create_user_command("BnderiveFix", function()
  vim.lsp.buf.code_action({ context = { only = { "source.fixAll.bnderive" }, diagnostics = {} }, apply = true })
end, {})
