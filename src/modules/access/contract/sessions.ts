import { contract, Day, Id, Language, list, Moment, nullable, optional, text } from "#core/contract.ts";
import Type from "typebox";
import { LoginName, Owed, Password } from "./words.ts";

const Names = Type.Object({
  ja: optional(text(200)),
  en: optional(text(200)),
  zh: optional(text(200)),
});

const Session = Type.Object({
  personId: Id,
  accountId: Id,
  loginName: text(254),
  familyName: text(100),
  givenName: text(100),
  companyId: Id,
  language: Language,
  /** In which every moment is shown to this reader: one's own zone, else the company's, else the group's. */
  timeZone: text(60),
  /** Every permission held anywhere today: what the rail and the pages offer. */
  permissions: list(text(60), 300),
  /** Whether any permission reaches the whole group. */
  isGroupWide: Type.Boolean(),
  /** Of an outside firm: sees what engagements cover, and nothing of the group beside. */
  isOutside: Type.Boolean(),
  /** The role that one has taken oneself in an emergency, while it lasts. */
  emergency: nullable(Type.Object({ id: Id, endsAt: Moment })),
  /** Somebody else looks along as this person, until then; nothing can be changed. */
  viewing: nullable(Type.Object({ id: Id, endsAt: Moment })),
  today: Day,
  group: Type.Object({
    id: Id,
    name: text(200),
    names: Names,
    fiscalYearStartMonth: Type.Integer(),
    timeZone: text(60),
    languages: list(Language, 3),
  }),
});

export const sessions = contract({
  getSetup: {
    method: "GET",
    path: "/setup",
    summary: "Whether the group has been set up on this installation",
    permission: "public",
    output: Type.Object({ isSetUp: Type.Boolean(), isDemo: Type.Boolean(), sendsMail: Type.Boolean() }),
  },
  setUpGroup: {
    method: "POST",
    path: "/setup",
    summary:
      "First set-up: the group, its parent company and the first administrator, who is also the group office",
    permission: "public",
    limitPerMinute: 10,
    body: Type.Object({
      groupName: text(200, 1),
      groupNames: optional(Names),
      fiscalYearStartMonth: Type.Integer({ minimum: 1, maximum: 12 }),
      timeZone: text(60, 1),
      languages: Type.Array(Language, { minItems: 1, maxItems: 3 }),
      parentName: text(200, 1),
      parentCode: text(40, 1),
      parentCountry: Type.String({ pattern: "^[A-Z]{2}$", maxLength: 2 }),
      parentWorkers: Type.Integer({ minimum: 1, maximum: 5_000_000 }),
      familyName: text(100, 1),
      givenName: text(100),
      loginName: LoginName,
      password: Password,
      language: Language,
    }),
    output: Type.Object({ groupId: Id, companyId: Id }),
    events: ["group.set_up"],
    errors: ["group.set_up_already", "time_zone.unknown", "password.too_easy", "password.too_common"],
  },
  signIn: {
    method: "POST",
    path: "/session",
    summary: "Sign in with a local account",
    permission: "public",
    limitPerMinute: 20,
    body: Type.Object({ loginName: text(254, 1), password: text(128, 1) }),
    /** The language that the account is kept in: the next page is in it. */
    output: Type.Object({ personId: Id, language: Language, owes: nullable(Owed) }),
    events: ["session.opened", "session.begun", "session.refused"],
    errors: ["sign_in.refused", "sign_in.locked", "sign_in.provider_only"],
  },
  getSession: {
    method: "GET",
    path: "/session",
    summary: "Who is signed in, and what they may do somewhere; null where nobody is",
    permission: "signed_in",
    byToken: true,
    answersNobody: true,
    output: nullable(Session),
  },
  signOut: {
    method: "DELETE",
    path: "/session",
    summary: "End this session",
    permission: "signed_in",
    asOneself: true,
    output: Type.Object({ isSignedOut: Type.Boolean() }),
    events: ["session.ended"],
  },
  listMySessions: {
    method: "GET",
    path: "/sessions",
    summary: "One's own open sessions",
    permission: "signed_in",
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          isThisOne: Type.Boolean(),
          createdAt: Moment,
          lastSeenAt: Moment,
          expiresAt: Moment,
          agent: nullable(text(300)),
          address: nullable(text(60)),
          /** How it came in (RFC 8176). */
          methods: list(text(40), 8),
          /** Tries that failed before it, since the time before. */
          missesBefore: Type.Integer(),
          /** The provider of identity that it came in through. */
          provider: nullable(text(80)),
          /** The one company that it reaches. */
          boundTo: nullable(Id),
        }),
        100,
      ),
    }),
  },
  endSession: {
    method: "DELETE",
    path: "/sessions/:id",
    summary: "End one of one's own sessions",
    permission: "signed_in",
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["session.ended"],
  },
  endOtherSessions: {
    method: "DELETE",
    path: "/sessions",
    summary: "End all of one's own sessions but this one",
    permission: "signed_in",
    output: Type.Object({ endedSessions: Type.Integer() }),
    events: ["account.sessions_ended"],
  },
  changePassword: {
    method: "PUT",
    path: "/password",
    summary: "Change one's own password; every other session ends",
    permission: "signed_in",
    limitPerMinute: 10,
    body: Type.Object({ currentPassword: text(128, 1), newPassword: Password }),
    output: Type.Object({ endedSessions: Type.Integer() }),
    events: ["password.changed"],
    errors: ["sign_in.refused", "password.too_easy", "password.too_common"],
  },
  changeLanguage: {
    method: "PUT",
    path: "/language",
    summary: "The language one reads",
    permission: "signed_in",
    body: Type.Object({ language: Language }),
    output: Type.Object({ language: Language }),
    events: ["account.language_changed"],
  },
});
