// What the group office judged: how much of each outcome of the NIST CSF 2.0 a control of the group's standard covers.
// The pairs are the references of the built-in standard; the judgements (data/csf-judged.csv) are the sample's own.
import { readFileSync } from "node:fs";
import { addDays } from "#core/time/fiscal-year.ts";
import type { Given } from "#modules/mappings/given.ts";
import { match } from "#modules/mappings/matching.ts";
import { type Relation, relations } from "#modules/mappings/rules.ts";
import { instantAt } from "./calendar.ts";
import type { Paper } from "./papers.ts";
import { groupZone, type Plan, sha256 } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson } from "./staff.ts";

const setId = "nist_csf_2_0";

/** Adds the adopted mapping to `to`; the sheet it came from is a file like one that the office brought in. */
export function addMapping(plan: Plan, to: Sheet): Paper[] {
  const content = readFileSync(new URL("data/csf-judged.csv", import.meta.url));
  const at = plan.calendar.rounds.length - 1;
  const edition = plan.editionAt(at);
  const day = addDays(plan.calendar.rounds[at]?.opensOn ?? plan.calendar.today, -20);
  const controls = edition.content.controls;
  const items = new Set(controls.flatMap((control) => control.references[setId] ?? []));
  const pairs = pairsOf(content);
  const { links, problems, sourceGaps, targetGaps } = match(
    { pairs, sourceGaps: [], targetGaps: [] },
    controls.map((control) => control.id),
    [...items],
  );
  const file = { name: "GISS-CSF-2.0.csv", mediaType: "text/csv", sha256: sha256(content) };
  const id = (...name: string[]) => plan.id(day, "mapping", ...name);
  const [createdBy, createdAt] = [groupPerson(plan, "office"), instantAt(day, 15 * 60, groupZone)];
  to.add("files", {
    id: id("file"),
    companyId: null,
    ...file,
    sizeBytes: content.length,
    purpose: "mapping",
    createdBy,
    createdAt,
  });
  to.add("mappingCollections", {
    id: id("collection"),
    fileId: id("file"),
    sha256: file.sha256,
    format: "sheet",
    title: "GISS 2026.1 – NIST CSF 2.0",
    version: "1",
    provenance: JSON.stringify({
      method: null,
      rationale: null,
      status: null,
      description: null,
      parties: [],
    }),
    basis: "Judged pair by pair by the group office, looked at by the security committee.",
    adoptedBy: createdBy,
    adoptedAt: createdAt,
  });
  to.add("mappings", {
    id: id("part"),
    collectionId: id("collection"),
    position: 0,
    sourceEditionId: edition.id,
    targetSetId: setId,
    report: JSON.stringify({ given: pairs.length, problems, sourceGaps, targetGaps }),
  });
  for (const [position, link] of links.entries())
    to.add("mappingLinks", {
      mappingId: id("part"),
      position,
      sourceId: link.source,
      targetId: link.target,
      relation: link.relation,
    });
  return [{ ...file, content }];
}

function pairsOf(content: Buffer): Given[] {
  const [, ...lines] = content.toString("utf8").trim().split("\n");
  return lines.map((line, at) => {
    const [source = "", word = "", target = ""] = line.split(",");
    const said = { confidence: null, remark: null, fault: null, isWeakened: false, isConditional: false };
    return { place: at + 2, source, target, word, relation: relationOf(word), ...said };
  });
}

const relationOf = (word: string): Relation | null => relations.find((one) => one === word) ?? null;
