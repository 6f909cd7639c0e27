import Type from "typebox";
import { contract, Id, Language, list, nullable, text } from "#core/contract.ts";

const most = 8;

export const search = contract({
  searchAll: {
    method: "GET",
    path: "/search",
    summary:
      "Companies, controls, people, findings, lateral checks and incidents by name or number, only within one's own scope of each",
    permission: "signed_in",
    byViewer: true,
    // A letter every half second, for a minute.
    limitPerMinute: 120,
    query: Type.Object({ words: text(100, 1) }),
    output: Type.Object({
      companies: list(
        Type.Object({
          id: Id,
          code: text(40),
          name: text(200),
          nameEn: nullable(text(200)),
          nameJa: nullable(text(200)),
          nameZh: nullable(text(200)),
        }),
        most,
      ),
      controls: list(
        Type.Object({
          editionId: Id,
          controlId: text(40),
          title: Type.Object({ text: text(4000), lang: Language }),
        }),
        most,
      ),
      people: list(
        Type.Object({
          id: Id,
          familyName: text(100),
          givenName: text(100),
          companyId: Id,
          companyName: text(200),
        }),
        most,
      ),
      findings: list(
        Type.Object({
          id: Id,
          reference: text(80),
          title: text(300),
          companyName: nullable(text(200)),
        }),
        most,
      ),
      lateralChecks: list(Type.Object({ id: Id, number: text(60), title: text(200) }), most),
      incidents: list(
        Type.Object({
          id: Id,
          reference: text(80),
          /** Null where whoever reported gave none: its kind says what it is. */
          title: nullable(text(300)),
          kind: text(40),
          companyName: nullable(text(200)),
          isExercise: Type.Boolean(),
        }),
        most,
      ),
    }),
  },
});

/** Rows of each kind at most. */
export const mostRows = most;
