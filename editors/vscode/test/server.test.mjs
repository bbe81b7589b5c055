// Drives the real server as the extension does. BINARY names the program.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import rpc from "vscode-jsonrpc/node.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const binary = resolve(process.env.BINARY ?? join(here, "../../../target/debug/cable-lint"));

const TEXT = "CONFIDENTIAL\n\n12 March 2014\n\n(S) The ferry was late.\n\nCONFIDENTIAL\n";

async function session() {
  const folder = await mkdtemp(join(tmpdir(), "papers-"));
  const server = spawn(binary, ["server"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  const reader = new rpc.StreamMessageReader(server.stdout);
  const connection = rpc.createMessageConnection(reader, new rpc.StreamMessageWriter(server.stdin));
  const pushed = new Promise((found) => connection.onNotification("textDocument/publishDiagnostics", found));
  const edited = new Promise((found) =>
    connection.onRequest("workspace/applyEdit", ({ edit }) => {
      found(edit);
      return { applied: true };
    }),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  const ended = new Promise((end) => server.on("exit", end));
  const root = pathToFileURL(folder).href;
  const wishes = { reasonCommand: "cableLint.askReason", showExplanations: false };
  const workspace = { workspaceEdit: { documentChanges: true, resourceOperations: ["create"] } };
  const answer = await connection.sendRequest("initialize", {
    processId: null,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: "papers" }],
    capabilities: { workspace },
    initializationOptions: wishes,
  });
  await connection.sendNotification("initialized", {});
  const uri = `${root}/a.txt`;
  await writeFile(join(folder, "a.txt"), TEXT);
  const document = { uri, languageId: "plaintext", version: 1, text: TEXT };
  await connection.sendNotification("textDocument/didOpen", { textDocument: document });
  const leave = async () => {
    await connection.sendRequest("shutdown");
    await connection.sendNotification("exit");
    return ended;
  };
  return { connection, answer, pushed, edited, uri, folder, leave };
}

test("findings come as the document opens, and their rule is explained", async () => {
  const { connection, answer, pushed, uri, leave } = await session();
  assert.ok(answer.capabilities.hoverProvider);
  const { diagnostics } = await pushed;
  assert.deepEqual(diagnostics.map(({ code }) => code).includes("portion-outranks-banner"), true);
  const page = await connection.sendRequest("workspace/executeCommand", {
    command: "cable-lint.explain",
    arguments: ["portion-outranks-banner"],
  });
  assert.match(page, /^## portion-outranks-banner/);
  const place = { textDocument: { uri }, position: { line: 0, character: 3 } };
  const hover = await connection.sendRequest("textDocument/hover", place);
  assert.match(hover.contents.value, /CONFIDENTIAL/);
  assert.equal(await leave(), 0);
});

test("a reason that was asked for is written to the configuration", async () => {
  const { connection, pushed, edited, uri, leave } = await session();
  const { diagnostics } = await pushed;
  const finding = diagnostics.find(({ code }) => code === "portion-outranks-banner");
  const actions = await connection.sendRequest("textDocument/codeAction", {
    textDocument: { uri },
    range: finding.range,
    context: { diagnostics: [finding] },
  });
  const suppress = actions.find(({ command }) => command?.command === "cableLint.askReason");
  const about = { ...suppress.command.arguments[0], reason: "it is quoted" };
  await connection.sendRequest("workspace/executeCommand", { command: "cable-lint.suppress", arguments: [about] });
  const edit = JSON.stringify(await edited);
  assert.match(edit, /cable-lint\.toml/);
  assert.match(edit, /it is quoted/);
  assert.equal(await leave(), 0);
});

test("the package names every command that the extension registers", async () => {
  const source = await readFile(join(here, "../src/extension.ts"), "utf8");
  const listed = JSON.parse(await readFile(join(here, "../package.json"), "utf8")).contributes.commands;
  const registered = [...source.matchAll(/^ {2}command\("(\w+)"/gm)].map(([, name]) => `cableLint.${name}`);
  // Only the server's actions lead to this one.
  const offered = registered.filter((name) => name !== "cableLint.askReason").sort();
  assert.deepEqual(listed.map(({ command }) => command).sort(), offered);
});
