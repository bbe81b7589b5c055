// Starts the language server of cable-lint, and adds the commands that an editor alone can offer.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";

const run = promisify(execFile);

/** Documents that are shown and belong to no file: explanations, and the text that rules see. */
const SCHEME = "cable-lint";

let client: LanguageClient | undefined;

/** The program: the configured one, the one that came with the extension, or the one on the path. */
function program(context: vscode.ExtensionContext): string {
  const configured = vscode.workspace.getConfiguration("cableLint").get<string>("path", "");
  const bundled = context.asAbsolutePath(join("bin", process.platform === "win32" ? "cable-lint.exe" : "cable-lint"));
  return configured || (existsSync(bundled) ? bundled : "cable-lint");
}

function wishes(): Record<string, unknown> {
  const settings = vscode.workspace.getConfiguration("cableLint");
  const named = ["config", "isolated", "baseline", "debounce", "workspaceDiagnostics"];
  const values = named.map((name) => [name, settings.get(name)]);
  return { ...Object.fromEntries(values), reasonCommand: "cableLint.askReason", showExplanations: false };
}

async function start(context: vscode.ExtensionContext, pages: Pages): Promise<void> {
  const languages = ["plaintext", "markdown", "html", "cable"];
  const schemes = ["file", "untitled"];
  const documents = languages.flatMap((language) => schemes.map((scheme) => ({ language, scheme })));
  const options: LanguageClientOptions = {
    documentSelector: [...documents, { scheme: "file", pattern: "**/*.{cable,eml}" }, { scheme: "file", pattern: "**/*.toml" }],
    initializationOptions: wishes(),
    synchronize: { configurationSection: "cableLint" },
    middleware: {
      executeCommand: async (command, args, next) => {
        const answer = await next(command, args);
        if (command === "cable-lint.explain" && typeof answer === "string") {
          await pages.show(`${args[0]}.md`, answer);
        }
        return answer;
      },
    },
  };
  client = new LanguageClient("cableLint", "cable-lint", { command: program(context), args: ["server"] }, options);
  await client.start();
}

/** Shows pages that are in no file. */
class Pages implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changes.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? "";
  }

  async show(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
    this.texts.set(uri.path, text);
    this.changes.fire(uri);
    if (name.endsWith(".md")) {
      await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
    } else {
      await vscode.window.showTextDocument(uri, { preview: true, viewColumn: vscode.ViewColumn.Beside });
    }
  }
}

/** What the program prints; with a message if it could not do its job. */
async function output(context: vscode.ExtensionContext, typed: string[], cwd?: string): Promise<string | undefined> {
  try {
    return (await run(program(context), typed, { cwd, maxBuffer: 1 << 28 })).stdout;
  } catch (error) {
    const failed = error as { code?: number | string; stdout?: string; stderr?: string; message: string };
    // 1 says that something was found.
    if (failed.code === 1) {
      return failed.stdout ?? "";
    }
    void vscode.window.showErrorMessage(failed.stderr || failed.message);
    return undefined;
  }
}

async function checkWorkspace(context: vscode.ExtensionContext): Promise<void> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const command = new vscode.ProcessExecution(program(context), ["check", "-o", "short"], { cwd: folder.uri.fsPath });
    const kind = { type: "process" };
    await vscode.tasks.executeTask(new vscode.Task(kind, folder, "check", "cable-lint", command, "$cable-lint"));
  }
}

async function showView(context: vscode.ExtensionContext, pages: Pages): Promise<void> {
  const file = vscode.window.activeTextEditor?.document.uri;
  if (file?.scheme !== "file") {
    void vscode.window.showInformationMessage("Open a file first.");
    return;
  }
  const text = await output(context, ["text", file.fsPath]);
  if (text !== undefined) {
    await pages.show(`${file.fsPath.split(/[\\/]/).pop()}.view`, text);
  }
}

async function explainRule(context: vscode.ExtensionContext): Promise<void> {
  const listed = await output(context, ["rules", "-o", "json"]);
  if (listed === undefined) {
    return;
  }
  const rules = JSON.parse(listed) as { name: string; level: string; summary: string }[];
  const items = rules.map(({ name, level, summary }) => ({ label: name, description: level, detail: summary }));
  const chosen = await vscode.window.showQuickPick(items, { matchOnDetail: true, placeHolder: "A rule, or words about it" });
  if (chosen) {
    await vscode.commands.executeCommand("cable-lint.explain", chosen.label);
  }
}

async function openReport(context: vscode.ExtensionContext): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const file = join(await mkdtemp(join(tmpdir(), "cable-lint-")), "report.html");
  const done = await output(context, ["check", "--no-progress", "-o", `html=${file}`], folder?.uri.fsPath);
  if (done !== undefined) {
    await vscode.env.openExternal(vscode.Uri.file(file));
  }
}

async function askReason(about: { uri: string; rule: string; fingerprint: string }): Promise<void> {
  const validateInput = (text: string) => (text.trim() ? undefined : "A suppression needs a reason.");
  const prompt = `Why may this finding of ${about.rule} stay?`;
  const reason = await vscode.window.showInputBox({ prompt, validateInput });
  if (reason) {
    await vscode.commands.executeCommand("cable-lint.suppress", { ...about, reason });
  }
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const pages = new Pages();
  const command = (name: string, act: (...args: never[]) => unknown) =>
    context.subscriptions.push(vscode.commands.registerCommand(`cableLint.${name}`, act));
  context.subscriptions.push(vscode.workspace.registerTextDocumentContentProvider(SCHEME, pages));
  command("checkWorkspace", () => checkWorkspace(context));
  command("showView", () => showView(context, pages));
  command("explainRule", () => explainRule(context));
  command("openReport", () => openReport(context));
  command("askReason", askReason);
  command("restart", async () => {
    await client?.dispose();
    await start(context, pages);
  });
  try {
    await start(context, pages);
  } catch (error) {
    void vscode.window.showErrorMessage(`cable-lint did not start; see the setting cableLint.path. ${error}`);
  }
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}
