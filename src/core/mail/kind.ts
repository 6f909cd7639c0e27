// What a capability says of a kind of mail: how long it is worth sending, and how it is written for its reader.
import type { Ctx } from "../context.ts";
import type { Language, Say } from "../text/format.ts";

/** A line that stands for itself, e.g. one message of several. Values are plain text: they are escaped where they are set. */
export type LetterRow = { title: string; detail?: string; path?: string };

/** The words of a mail; the same for its text and its HTML. */
export type Letter = {
  subject: string;
  /** One sentence before everything else. */
  lead?: string;
  /** Words of several paragraphs as somebody wrote them; their lines stay. */
  body?: string;
  /** In whose name it comes, in place of the product's. */
  heading?: string;
  /** The language of its words, where that is not the reader's. */
  language?: Language;
  /** Who reads what is answered. */
  replyTo?: string;
  rows: readonly LetterRow[];
  /** The one thing to do. */
  action?: { label: string; path: string };
  /** What else is to be known, below. */
  notes?: readonly string[];
  /** Why one gets it and where that is changed; none where nobody can change it. */
  foot?: { text: string; path: string };
  /** Mails of one record stand together in the reader's program (RFC 5322, References). */
  thread?: string;
};

export type MailRow = {
  id: string;
  personId: string;
  companyId: string;
  kind: string;
  data: Record<string, unknown>;
  /** Of a mail to whoever has no account here; its person is then who sends it. */
  outsideAddress: string | null;
};

export type Composing = {
  mail: MailRow;
  say: Say;
  /** The zone in which the reader reads moments. */
  timeZone: string;
  /** What was sealed with the mail. */
  secret: string | null;
};

export type MailKind = {
  kind: string;
  /** After so many hours it is not worth sending any more. */
  maxAgeHours: number;
  /** Also to whom has no account that works yet: an invitation. */
  isForAnybody?: boolean;
  /**
   * Written at the moment of sending, in a reading transaction of the reader's own, with no permission: what the letter
   * names must be within the reader's reach now.
   *
   * @returns the code of a reason where it must not be sent any more.
   */
  compose(ctx: Ctx, composing: Composing): Promise<Letter | { dropped: string }>;
};
