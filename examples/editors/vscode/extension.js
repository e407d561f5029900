// The whole extension: it starts `bnderive server` for documents in these languages, and shows what that says.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const LANGUAGES = ["markdown", "quarto", "latex", "tex", "restructuredtext"];

/** @type {LanguageClient | undefined} */
let client;

exports.activate = () => {
  const command = workspace.getConfiguration("bnderive").get("command");
  const documentSelector = ["file", "untitled"].flatMap((scheme) =>
    LANGUAGES.map((language) => ({ scheme, language })),
  );
  client = new LanguageClient("bnderive", { command, args: ["server"] }, { documentSelector });
  return client.start();
};

exports.deactivate = () => client?.stop();
