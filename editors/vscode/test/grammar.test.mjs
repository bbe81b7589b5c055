// Colors a telegram and a page with the grammars, as the editor does.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const wasm = await readFile(new URL("../node_modules/vscode-oniguruma/release/onig.wasm", import.meta.url));
await oniguruma.loadWASM(wasm);

const files = { "text.cable": "cable", "text.cable.injection": "portion-marks" };
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async (scope) => {
    const path = new URL(`../syntaxes/${files[scope]}.tmLanguage.json`, import.meta.url);
    return files[scope] ? textmate.parseRawGrammar(await readFile(path, "utf8"), `${scope}.json`) : null;
  },
});

/** The innermost scope of `word` in `line`; that of the line itself where nothing is colored. */
async function scope(line, word) {
  const grammar = await registry.loadGrammar("text.cable");
  const at = line.indexOf(word);
  assert.ok(at >= 0, `${word} is not in ${line}`);
  const token = grammar.tokenizeLine(line, textmate.INITIAL).tokens.find(({ endIndex }) => endIndex > at);
  return token.scopes.at(-1);
}

test("the parts of a telegram have colors", async () => {
  for (const [line, word, expected] of [
    ["S E C R E T PORT VELM 000112", "S E C", "keyword.control.classification.cable"],
    ["S E C R E T PORT VELM 000112", "PORT", "entity.name.section.number.cable"],
    ["UNCLAS PORT VELM 000112", "UNCLAS", "keyword.control.classification.cable"],
    ["SIPDIS", "SIPDIS", "storage.modifier.caption.cable"],
    ["E.O. 13526: DECL: 11/28/2036", "E.O.", "keyword.other.field.cable"],
    ["TAGS: PREL, ECON", "TAGS", "keyword.other.field.cable"],
    ["SUBJECT: (S/NF) LAMPS", "(S/NF)", "constant.language.portion-mark.cable"],
    ["Classified By: Ada Quill. Reason: 1.4 (b).", "Reason", "keyword.other.authority.cable"],
    ["1. (S//NF) The lamp was shown.", "1.", "constant.numeric.paragraph.cable"],
    ["1. (S//NF) The lamp was shown.", "(S//NF)", "constant.language.portion-mark.cable"],
    ["O 061158Z DEC 07", "061158Z", "constant.numeric.date-time-group.cable"],
    ["FM AMEMBASSY PORT VELM", "FM", "keyword.other.address.cable"],
    ["[3½ lines not declassified]", "[3", "invalid.deprecated.redaction.cable"],
    ["RELEASED IN PART B6", "RELEASED", "string.unquoted.release.cable"],
  ]) {
    assert.equal(await scope(line, word), expected, line);
  }
});

test("prose has none", async () => {
  for (const [line, word] of [
    ["The secret ferry (see above) was late.", "secret"],
    ["The secret ferry (see above) was late.", "(see"],
    ["Tags and captions: none.", "Tags"],
    ["It was 1944. The lamp was lit.", "1944"],
  ]) {
    assert.equal(await scope(line, word), "text.cable", line);
  }
});
