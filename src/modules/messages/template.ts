// What a template of the catalogue is; the catalogue itself is templates.ts. Pure.
import type { DutyKind } from "#modules/duties/kinds.ts";
import type { Kind, Way } from "./rules.ts";

/** Whom a message is for, by the data that the checks of the records use. */
export type Audience =
  /** The event's own duty: its addressee; whom it rose to since `data.levelBefore`. */
  | { by: "duty" }
  /** Open duties of these kinds of the event's subject, or of the subject that the data name. */
  | { by: "duties"; kinds: readonly DutyKind[]; subject?: string; person?: string }
  /** Every inspection of the launched round. */
  | { by: "round" }
  /** Everybody who was told by the instruction and is not done; of those that the event names, where it names some. */
  | { by: "instruction" }
  /** The same of a lateral check: who has not answered, of those that the event names. */
  | { by: "lateral_check" }
  /** Who holds the permission at the event's company: the nearest of them. */
  | { by: "holders"; permission: string; permissionToRead: string; keepsData?: true }
  /** Whoever holds it for the whole group; of `onlyOfGroup` events that are no company's. */
  | { by: "group"; permission: string; onlyOfGroup?: true }
  /** Who holds the permission at each company of which the event's engagement covers records: the nearest of them. */
  | { by: "engagement"; permission: string; permissionToRead: string }
  /** The person whom the event itself names. */
  | { by: "named"; person: string }
  /** Those whom the pack of the event's unit names, as far as they may still take it. */
  | { by: "pack"; permissionToRead: string }
  /** One person whom a row names. */
  | {
      by: "row";
      row:
        | "question"
        | "delegation"
        | "postponement"
        | "account"
        | "emergency"
        | "viewer"
        | "viewed"
        | "reporter";
      permissionToRead: string;
    };

export type Template = {
  kind: Kind;
  verbs: readonly string[];
  /** Of the events of these verbs those with this in their data. */
  where?: Readonly<Record<string, unknown>>;
  /** Or without: the key is missing, false or empty. */
  unless?: string;
  audience: Audience;
  /** As the product proposes it; a person chooses otherwise. */
  way: Way;
  /**
   * A hard clock: neither digest nor quiet hours hold it back, and nobody turns it off. Of a duty its kind says from which
   * level on (duties/hard.ts), for those it rose to; of a reminder, where it asks to take note.
   */
  isHard?: "always" | "by_duty" | "by_call";
  /** Also to whom did it: it may have been somebody else with their key. */
  isToldToDoer?: true;
  maxAgeHours: number;
};

export const day = 24;
export const duties = (
  kind: Kind,
  verbs: readonly string[],
  of: readonly DutyKind[],
  more: Partial<Template> = {},
): Template => ({
  kind,
  verbs,
  audience: { by: "duties", kinds: of },
  way: "at_once",
  maxAgeHours: 7 * day,
  ...more,
});
