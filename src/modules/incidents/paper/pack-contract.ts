import Type from "typebox";
import {
  contract,
  Id,
  Language,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import { permissions } from "../contract/words.ts";
import { packViews } from "./rules.ts";

const ofUnit = Type.Object({ unitId: Id });
const mostTold = 50;
export const mostUnits = 30;
const People = list(Type.Object({ id: Id, name: text(201) }), mostTold);

export const packContract = contract({
  listOfflinePacks: {
    method: "GET",
    path: "/incident-packs",
    summary: "Packs for the day the network is down, of the units in one's reach, with when each was made",
    permission: permissions.pack,
    query: Type.Object({ ...paging, view: optional(oneOf(...packViews)), search: optional(text(100)) }),
    output: page(
      Type.Object({
        unitId: Id,
        unitName: text(200),
        /** It has left the group: its pack is made no more. */
        isEnded: Type.Boolean(),
        language: Language,
        passphraseSetAt: Moment,
        passphraseSetByName: nullable(text(201)),
        madeAt: nullable(Moment),
        /** Older than a day and the time of making (rules.ts): the daily making failed, or is under way. */
        isOld: Type.Boolean(),
        takenAt: nullable(Moment),
        /** By name, that the pack of the day is made; of them who may still take it. */
        told: People,
        rowVersion: RowVersion,
      }),
    ),
  },
  countOfflinePacks: {
    method: "GET",
    path: "/incident-packs/counts",
    summary:
      "How many packs there are, how many are old or were not taken along for long, and how many units keep none",
    permission: permissions.pack,
    query: Type.Object({ search: optional(text(100)) }),
    output: Type.Object({
      all: Type.Integer(),
      old: Type.Integer(),
      not_taken: Type.Integer(),
      /** Units in reach that keep none, whatever is searched for. */
      without: Type.Integer(),
    }),
  },
  listPackUnits: {
    method: "GET",
    path: "/incident-pack-units",
    summary:
      "Units in one's reach that keep no pack yet, found by name or code: the group, then divisions, then companies",
    permission: permissions.pack,
    query: Type.Object({ search: optional(text(100)) }),
    output: Type.Object({ units: list(Type.Object({ id: Id, name: text(200) }), mostUnits) }),
  },
  listPackPeople: {
    method: "GET",
    path: "/incident-packs/:unitId/people",
    summary: "Who may take the pack of a unit and can be told when it is made: the nearest to it",
    permission: permissions.pack,
    params: ofUnit,
    output: Type.Object({ people: People }),
  },
  setOfflinePack: {
    method: "PUT",
    path: "/incident-packs/:unitId",
    summary:
      "Keep a pack for a unit: its language, the passphrase that opens it and who is told; from then on it is made every day",
    permission: permissions.pack,
    params: ofUnit,
    body: Type.Object({
      language: Language,
      /** As it was where absent. */
      passphrase: optional(Type.String({ pattern: "^[!-~]([ -~]{14,98})[!-~]$", maxLength: 100 })),
      /** As it was where absent. */
      toldIds: optional(list(Id, mostTold)),
    }),
    output: Type.Object({ unitId: Id }),
    events: ["offline_pack.set"],
    errors: ["offline_pack.passphrase_first", "offline_pack.not_theirs_to_take"],
  },
  endOfflinePack: {
    method: "DELETE",
    path: "/incident-packs/:unitId",
    summary: "Keep no pack for a unit any longer; what was taken opens with its passphrase all the same",
    permission: permissions.pack,
    params: ofUnit,
    output: Type.Object({ unitId: Id }),
    events: ["offline_pack.ended"],
  },
  downloadOfflinePack: {
    method: "GET",
    path: "/incident-packs/:unitId/file",
    summary:
      "The last pack of a unit, encrypted: contacts, open cases, procedures and a log to write by hand",
    permission: permissions.pack,
    params: ofUnit,
    output: Type.Object({ unitId: Id }),
    carries: "download",
    limitPerMinute: 20,
    events: ["offline_pack.taken"],
    errors: ["offline_pack.not_made"],
  },
});
