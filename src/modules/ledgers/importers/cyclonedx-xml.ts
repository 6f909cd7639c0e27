// A CycloneDX list written as XML, in the form that it has as JSON: what is read of one is read of the other.
import { SourceError } from "./importer.ts";
import type { JsonObject } from "./json-values.ts";
import { type Attributes, readXmlTags } from "./xml-tags.ts";

type Node = { name: string; attributes: Attributes; text: string; children: Node[] };

/** Of the whole document, which is held as long as it is read; the same bound as that of a list in JSON. */
const mostBytes = 32_000_000;
const mostText = 8_000;
/** Elements that are held at once: small ones take far more memory than bytes. */
const mostNodes = 1_000_000;
/** Parts of which nothing is read, and which may be most of a document. */
const passedOver = new Set([
  "licenses",
  "hashes",
  "pedigree",
  "evidence",
  "vulnerabilities",
  "dependencies",
  "compositions",
  "annotations",
  "formulation",
  "declarations",
  "definitions",
  "signature",
  "modelCard",
  "cryptoProperties",
]);

/** The elements that stand for a list, and what each of its members is called. */
const members: Record<string, string> = {
  components: "component",
  services: "service",
  endpoints: "endpoint",
  properties: "property",
  externalReferences: "reference",
};

/** @throws SourceError for what is no such list, or ends early. */
export async function bomInXml(bytes: Uint8Array): Promise<JsonObject> {
  if (bytes.length > mostBytes) throw new SourceError("too_large");
  const root = await treeOf(bytes);
  if (root?.name !== "bom" || !/cyclonedx/i.test(JSON.stringify(root.attributes)))
    throw new SourceError("other_format");
  return { ...objectOf(root), bomFormat: "CycloneDX" };
}

async function treeOf(bytes: Uint8Array): Promise<Node | null> {
  const open: Node[] = [];
  let [root, passing, nodes] = [null as Node | null, 0, 0];
  const reader = {
    open(given: string, attributes: Attributes) {
      const name = given.replace(/^[^:]*:/, "");
      if (passing > 0 || passedOver.has(name)) passing += 1;
      else {
        nodes += 1;
        if (nodes > mostNodes) throw new SourceError("too_large");
        const node: Node = { name, attributes, text: "", children: [] };
        open.at(-1)?.children.push(node);
        root ??= node;
        open.push(node);
      }
    },
    close() {
      if (passing > 0) passing -= 1;
      else open.pop();
    },
    text(text: string) {
      const node = open.at(-1);
      if (passing === 0 && node && node.text.length < mostText) node.text += text;
    },
  };
  for await (const _ of readXmlTags(bytes, reader));
  return root;
}

function objectOf(node: Node): JsonObject {
  const made: JsonObject = {};
  const urls: string[] = [];
  const keep = (name: string, value: unknown) => {
    if (name !== "__proto__") made[name] = value;
  };
  for (const [name, value] of Object.entries(node.attributes)) keep(name, value);
  for (const child of node.children) {
    const member = Object.hasOwn(members, child.name) ? members[child.name] : undefined;
    if (member) keep(child.name, child.children.filter(({ name }) => name === member).map(valueOf));
    else if (child.name === "data") keep("data", child.children.map(dataOf));
    else if (child.name === "url" && node.name === "provider") urls.push(child.text.trim());
    else keep(child.name, valueOf(child));
  }
  if (urls.length > 0) keep("url", urls);
  return made;
}

function valueOf(node: Node): unknown {
  const text = node.text.trim();
  if (node.name === "property") return { name: node.attributes["name"] ?? "", value: text };
  if (node.children.length > 0 || node.name === "component" || node.name === "service") return objectOf(node);
  // As JSON has them: no text is a no.
  return /^(authenticated|x-trust-boundary)$/.test(node.name) ? text === "true" || text === "1" : text;
}

/** `<classification flow="…">` alone until 1.4, within a `<dataflow name="…">` since. */
function dataOf(node: Node): JsonObject {
  const said =
    node.name === "classification" ? node : node.children.find(({ name }) => name === "classification");
  return {
    name: node.attributes["name"] ?? "",
    classification: said?.text.trim() ?? "",
    flow: said?.attributes["flow"] ?? "",
  };
}
