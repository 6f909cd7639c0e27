// One's own duties as a calendar that other programs subscribe to.
import Type from "typebox";
import { contract, Id, list, Moment, nullable, text } from "#core/contract.ts";

const Feed = Type.Object({
  id: Id,
  name: text(60),
  madeAt: Moment,
  /** To the nearest five minutes. */
  lastUsedAt: nullable(Moment),
});

export const feeds = contract({
  listMyFeeds: {
    method: "GET",
    path: "/calendar-feeds",
    summary: "One's own calendar links that still work; the links themselves are not kept",
    permission: "signed_in",
    output: Type.Object({ rows: list(Feed, 10), most: Type.Integer() }),
  },
  addMyFeed: {
    method: "POST",
    path: "/calendar-feeds",
    summary: "Make a link under which a calendar program reads one's own duties; it is shown once",
    permission: "signed_in",
    confirms: true,
    body: Type.Object({ name: text(60, 1) }),
    output: Type.Object({ id: Id, address: text(500) }),
    events: ["calendar_feed.made"],
    errors: ["calendar_feed.too_many"],
    limitPerMinute: 20,
  },
  endMyFeed: {
    method: "DELETE",
    path: "/calendar-feeds/:id",
    summary: "A calendar link opens nothing any more",
    permission: "signed_in",
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["calendar_feed.ended"],
  },
  readFeed: {
    method: "POST",
    path: "/calendar-feeds/readings",
    summary: "What a calendar link shows now (iCalendar, RFC 5545)",
    permission: "public",
    limitPerMinute: 60,
    body: Type.Object({ token: text(100, 20) }),
    output: Type.Object({ calendar: text(2_000_000) }),
    noEventBecause: "a calendar program reads by itself several times an hour; the feed says when last",
  },
});
