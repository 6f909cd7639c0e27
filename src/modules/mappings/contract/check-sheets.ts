import Type from "typebox";
import { contract, Id, Language, list, nullable, oneOf, optional, text } from "#core/contract.ts";
import { itemVerdicts } from "../check-sheet/rules.ts";
import { sheetErrors } from "../words.ts";
import { Count, permissions, Recognised, SheetChoice } from "./words.ts";

const SetId = Type.String({ pattern: "^[a-z0-9][a-z0-9_]*$", minLength: 1, maxLength: 40 });
const Code = Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9_.()-]*$", minLength: 1, maxLength: 40 });
/** Further sheets of the file that are read by the same labels. */
const Also = list(Type.Integer({ minimum: 0, maximum: 199 }), 50);
const Verdict = oneOf(...itemVerdicts);

const errors = [
  "standard.needs_whole_group",
  "file.not_found",
  "file.content_lost",
  "check_sheet.too_many_items",
  ...sheetErrors,
] as const;

export const checkSheets = contract({
  previewCheckSheet: {
    method: "POST",
    path: "/check-sheets/preview",
    summary: "Reads an uploaded check sheet and says row by row which items it holds",
    permission: permissions.adopt,
    readOnly: true,
    limitPerMinute: 60,
    body: Type.Object({
      fileId: Id,
      sheet: optional(SheetChoice),
      also: optional(Also),
      show: optional(oneOf("all", "left")),
    }),
    output: Type.Object({
      fileName: text(255),
      recognised: Recognised,
      counts: list(Type.Object({ verdict: Verdict, count: Count }), itemVerdicts.length),
      headings: Count,
      levels: list(text(40), 50),
      rows: list(
        Type.Object({
          sheet: text(100),
          row: Count,
          id: text(80),
          text: text(400),
          heading: text(80),
          level: text(40),
          /** Where it says which, or says it in several. */
          languages: list(Language, 3),
          verdict: Verdict,
        }),
        300,
      ),
      moreRows: Count,
      /** Sets that are there already: one of these is taken over anew. */
      spaces: list(text(40), 400),
    }),
    errors,
  },
  takeCheckSheet: {
    method: "POST",
    path: "/check-sheets",
    summary:
      "Takes the items of a check sheet over as a reference set and, by choice, as a draft of a standard",
    permission: permissions.adopt,
    limitPerMinute: 30,
    body: Type.Object({
      fileId: Id,
      sheet: optional(SheetChoice),
      also: optional(Also),
      setId: SetId,
      name: text(300, 1),
      language: Language,
      /** Rows of these levels are left out. */
      withoutLevels: list(text(40), 50),
      draft: nullable(Type.Object({ code: Code, edition: Code })),
    }),
    output: Type.Object({ items: Count, left: Count, editionId: nullable(Id) }),
    events: ["check_sheet.taken", "standard.drafted"],
    errors: [...errors, "check_sheet.nothing_to_take", "check_sheet.no_edition", "editions_unique"],
  },
});
