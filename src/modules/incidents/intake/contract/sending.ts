// What anybody may do who has a link, or the secret of a report: report, look where it stands, add to it.
import Type from "typebox";
import { contract, Id, Language, list, Moment, oneOf, optional, text } from "#core/contract.ts";
import { Answers, Kind, Zone } from "../../contract/words.ts";
import { toldStates } from "../rules.ts";

const Code = text(20, 1);
/** Made by the device and kept by it: whoever has it sees how far the report is. */
const Secret = Type.String({ pattern: "^[A-Za-z0-9_-]{43}$", maxLength: 43 });
const later = "it is put aside, and dealt with by the product within seconds, which writes the event";

export const sending = contract({
  readReportLink: {
    method: "GET",
    path: "/report-form/:code",
    summary: "The form behind a link: to which company, in which languages, and a task for the device",
    permission: "public",
    limitPerMinute: 30,
    params: Type.Object({ code: Code }),
    output: Type.Object({
      companyName: text(200),
      placeName: text(200),
      languages: list(Language, 3),
      phone: text(60),
      /** To be solved by the device: costs a moment once, and much in thousands. */
      task: text(600),
      bits: Type.Integer(),
    }),
    errors: ["report_link.not_valid"],
  },
  sendByLink: {
    method: "POST",
    path: "/report-form/:code/reports",
    summary: "Report by a link, with a name or without",
    permission: "public",
    limitPerMinute: 20,
    params: Type.Object({ code: Code }),
    body: Type.Object({
      /** Made by the device: sent twice it is reported once. */
      sendingId: Id,
      secret: Secret,
      task: text(600, 1),
      solution: text(20, 1),
      kind: Kind,
      what: text(8000),
      answers: optional(Answers),
      discoveredAt: Moment,
      zone: Zone,
      name: optional(text(120)),
      contact: optional(text(160)),
      /** Not shown to people: what fills it in is no person. */
      website: optional(text(200)),
      photos: Type.Integer({ minimum: 0, maximum: 5 }),
    }),
    output: Type.Object({ number: text(20), companyName: text(200), phone: text(60) }),
    noEventBecause: later,
    errors: [
      "report_link.not_valid",
      "report_link.task_over",
      "report_link.task_not_solved",
      "report_link.task_further",
      "rate.limited",
      "incident.nothing_said",
      "incident.discovered_ahead",
      "incident.discovered_too_long_ago",
      "incident.no_such_zone",
    ],
  },
  addReportPhoto: {
    method: "POST",
    path: "/report-status/photos",
    summary: "Send a photo to a report: multipart with its secret, then the picture",
    permission: "public",
    carries: "upload",
    limitPerMinute: 20,
    body: Type.Object({
      secret: Secret,
      // Found by the server from the content; the form does not send them.
      name: text(1000),
      sha256: Type.String({ pattern: "^[0-9a-f]{64}$", maxLength: 64 }),
      sizeBytes: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
      mediaType: text(120),
    }),
    output: Type.Object({ photos: Type.Integer() }),
    noEventBecause: "whoever looks at it and keeps it or leaves it writes the event",
    errors: [
      "report_status.not_valid",
      "report_status.photos_full",
      "report_status.no_room",
      "report_status.no_photo",
      "file.too_large",
      "file.empty",
      "file.form_unreadable",
      "file.send_again",
      "file.too_many_pixels",
      "file.two_kinds",
      "file.infected",
      "file.not_scanned",
    ],
  },
  readReportStatus: {
    method: "POST",
    path: "/report-status/reading",
    summary: "How far a report is, and what its company asks, for whoever has its secret",
    permission: "public",
    readOnly: true,
    limitPerMinute: 30,
    body: Type.Object({ secret: Secret }),
    output: Type.Object({
      number: text(20),
      companyName: text(200),
      phone: text(60),
      sentAt: Moment,
      state: oneOf(...toldStates),
      photos: Type.Integer(),
      mayAdd: Type.Boolean(),
      words: list(Type.Object({ id: Id, at: Moment, isMine: Type.Boolean(), said: text(4000) }), 100),
    }),
    errors: ["report_status.not_valid"],
  },
  addToSentReport: {
    method: "POST",
    path: "/report-status/words",
    summary: "Add to a report or answer its company, for whoever has its secret",
    permission: "public",
    limitPerMinute: 10,
    body: Type.Object({ secret: Secret, wordsId: Id, said: text(4000, 1) }),
    output: Type.Object({ id: Id }),
    noEventBecause: later,
    errors: ["report_status.not_valid", "report_status.words_full"],
  },
});
