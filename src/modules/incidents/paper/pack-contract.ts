import Type from "typebox";
import {
  contract,
  Id,
  Language,
  list,
  Moment,
  nullable,
  optional,
  RowVersion,
  text,
} from "#core/contract.ts";
import { workers } from "../contract/words.ts";

const ofUnit = Type.Object({ unitId: Id });

export const packContract = contract({
  listOfflinePacks: {
    method: "GET",
    path: "/incident-packs",
    summary: "Packs for the day the network is down, of the units in one's reach, with when each was made",
    permission: workers,
    output: Type.Object({
      packs: list(
        Type.Object({
          unitId: Id,
          unitName: text(200),
          language: Language,
          passphraseSetAt: Moment,
          passphraseSetByName: nullable(text(201)),
          madeAt: nullable(Moment),
          /** Older than a day: the daily making failed, or is under way. */
          isOld: Type.Boolean(),
          takenAt: nullable(Moment),
          rowVersion: RowVersion,
        }),
        1000,
      ),
      /** Units in reach that keep none. */
      units: list(Type.Object({ id: Id, name: text(200) }), 1000),
    }),
  },
  setOfflinePack: {
    method: "PUT",
    path: "/incident-packs/:unitId",
    summary:
      "Keep a pack for a unit: its language and the passphrase that opens it; from then on it is made every day",
    permission: workers,
    params: ofUnit,
    body: Type.Object({
      language: Language,
      /** As it was where absent. */
      passphrase: optional(Type.String({ pattern: "^[!-~]([ -~]{14,98})[!-~]$", maxLength: 100 })),
    }),
    output: Type.Object({ unitId: Id }),
    events: ["offline_pack.set"],
    errors: ["offline_pack.passphrase_first"],
  },
  endOfflinePack: {
    method: "DELETE",
    path: "/incident-packs/:unitId",
    summary: "Keep no pack for a unit any longer; what was taken opens with its passphrase all the same",
    permission: workers,
    params: ofUnit,
    output: Type.Object({ unitId: Id }),
    events: ["offline_pack.ended"],
  },
  downloadOfflinePack: {
    method: "GET",
    path: "/incident-packs/:unitId/file",
    summary:
      "The last pack of a unit, encrypted: contacts, open cases, procedures and a log to write by hand",
    permission: workers,
    params: ofUnit,
    output: Type.Object({ unitId: Id }),
    carries: "download",
    limitPerMinute: 20,
    events: ["offline_pack.taken"],
    errors: ["offline_pack.not_made"],
  },
});
