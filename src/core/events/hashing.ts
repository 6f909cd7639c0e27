// What is hashed of an event, worked out here and not by the database's functions: whoever changed rows and functions alike
// is found out as well. A stranger's program needs no more than this file to check an exported row.
import { createHash } from "node:crypto";

export const sha256 = (...pieces: (string | Uint8Array)[]): Buffer => {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
};

/** What the first seal follows. */
export const firstHash = sha256("yagura trail");

/** As text, the way PostgreSQL writes it; null where there is nothing. */
export type HashedEvent = {
  id: string;
  era: string;
  xid: string;
  at: string;
  verb: string;
  actorId: string | null;
  onBehalfOf: string | null;
  subjectKind: string;
  subjectId: string | null;
  companyId: string | null;
  requestId: string | null;
  data: string;
  /** Hexadecimal. */
  valuesHash: string | null;
};

export const hashOfEvent = (event: HashedEvent): Buffer =>
  sha256(
    [
      event.id,
      event.era,
      event.xid,
      microsecondsOf(event.at),
      event.verb,
      event.actorId ?? "-",
      event.onBehalfOf ?? "-",
      event.subjectKind,
      event.subjectId ?? "-",
      event.companyId ?? "-",
      event.requestId ?? "-",
      event.data,
      event.valuesHash ?? "-",
    ].join("\u001f"),
  );

const moment = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(Z|([+-])(\d\d)(?::?(\d\d))?)$/;

/** Of a moment with its offset, ISO 8601 or as PostgreSQL writes it; "" for what is none. */
export function microsecondsOf(at: string): string {
  const parts = moment.exec(at);
  if (!parts) return "";
  const [, year, month, day, hour, minute, second, fraction = "", , sign, hours = "0", minutes = "0"] = parts;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -60_000 : 60_000);
  const utc = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return String((utc - offset) * 1000 + Number(fraction.padEnd(6, "0")));
}
