import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";
import { mails } from "./contract/mails.ts";
import { ways } from "./rules.ts";

export { permissions } from "./contract/words.ts";

const Message = Type.Object({
  id: Id,
  kind: text(60),
  subjectId: nullable(Id),
  /** Ids, numbers and moments of the fact; empty where the record is out of reach. */
  data: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown()),
  madeAt: Moment,
  readAt: nullable(Moment),
  isUrgent: Type.Boolean(),
  company: nullable(text(200)),
  dueAt: nullable(Moment),
  /** False: the record is no longer the reader's to see, and nothing of it is named. */
  isReachable: Type.Boolean(),
  /** What was to do is done. */
  isSettled: Type.Boolean(),
  isExercise: Type.Boolean(),
});

const Hour = Type.Integer({ minimum: 0, maximum: 23 });
const Way = oneOf(...ways);
const Preferences = {
  /** How each kind comes; kinds that are not named come as the product proposes. */
  ways: Type.Record(Type.String({ maxLength: 60, pattern: "^[a-z_.]+$" }), Way, { maxProperties: 60 }),
  digestHour: Hour,
  quietFrom: nullable(Hour),
  quietTo: nullable(Hour),
  workDaysOnly: Type.Boolean(),
};

const own = "what one has read and how one is told is nobody else's business";

export const messages = contract({
  listMessages: {
    method: "GET",
    path: "/messages",
    summary: "One's own messages, the newest first",
    permission: "signed_in",
    byViewer: true,
    query: Type.Object({ ...paging, unread: optional(Type.Boolean()), kind: optional(text(60)) }),
    output: page(Message),
  },
  countMessages: {
    method: "GET",
    path: "/messages/count",
    summary: "How many of one's messages are unread; counted up to a thousand",
    permission: "signed_in",
    byViewer: true,
    output: Type.Object({ unread: Type.Integer({ minimum: 0, maximum: 1000 }) }),
  },
  openMessage: {
    method: "POST",
    path: "/messages/:id/opening",
    summary: "Mark a message as read and be told where it leads",
    permission: "signed_in",
    params: Type.Object({ id: Id }),
    output: Type.Object({
      /** The page of the record; null where it is out of reach. */
      path: nullable(text(300)),
    }),
    noEventBecause: own,
  },
  markMessages: {
    method: "PUT",
    path: "/messages/reading",
    summary: "Mark some of one's messages as read or unread",
    permission: "signed_in",
    body: Type.Object({ ids: list(Id, 500), isRead: Type.Boolean() }),
    output: Type.Object({ changed: Type.Integer() }),
    noEventBecause: own,
  },
  readAllMessages: {
    method: "POST",
    path: "/messages/reading-of-all",
    summary: "Mark all of one's messages as read, up to the newest that was shown",
    permission: "signed_in",
    body: Type.Object({ upTo: Id }),
    output: Type.Object({ changed: Type.Integer() }),
    noEventBecause: own,
  },
  getMessagePreferences: {
    method: "GET",
    path: "/messages/preferences",
    summary: "How one wants to be told, and whether mail reaches one at all",
    permission: "signed_in",
    byViewer: true,
    output: Type.Object({
      ...Preferences,
      rowVersion: Type.Integer({ minimum: 0 }),
      kinds: list(Type.Object({ kind: text(60), proposed: Way, isHard: Type.Boolean() }), 60),
      timeZone: text(60),
      /** Null where there is none: then all stays in the inbox. */
      address: nullable(text(254)),
      /** Why mail to that address came back. */
      trouble: nullable(Type.Object({ problem: text(80), since: Moment })),
      isMailConfigured: Type.Boolean(),
    }),
  },
  saveMessagePreferences: {
    method: "PUT",
    path: "/messages/preferences",
    summary: "Choose how one is told",
    permission: "signed_in",
    body: Type.Object({ ...Preferences, rowVersion: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }) }),
    output: Type.Object({ rowVersion: Type.Integer() }),
    errors: ["message_preferences_quiet_whole", "message_preferences.changed_meanwhile"],
    noEventBecause: own,
  },
});

export { mails };
