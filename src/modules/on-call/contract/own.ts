// What somebody on call does themselves.
import Type from "typebox";
import { contract, Id, list, Moment, nullable, text } from "#core/contract.ts";
import { Handover, optionalWords, Person, Roster, Swap, Telephone, Turn } from "./words.ts";

const mine = { permission: "signed_in", params: Type.Object({ id: Id }) } as const;
const Done = Type.Object({ id: Id });

export const own = contract({
  getMyOnCall: {
    method: "GET",
    path: "/me/on-call",
    summary:
      "My turns, now and of the coming weeks; what was handed over to me, which swaps are asked, my own number",
    permission: "signed_in",
    byViewer: true,
    output: Type.Object({
      rosters: list(Type.Object({ ...Roster, people: list(Person, 500) }), 50),
      turns: list(Turn, 500),
      /** Of my rosters, from my turns of now and the last ones: open, or mine. */
      handovers: list(Type.Object({ ...Handover.properties, rosterId: Id }), 50),
      swaps: list(Swap, 50),
      hasNumber: Type.Boolean(),
    }),
  },
  getMyOnCallContact: {
    method: "GET",
    path: "/me/on-call/contact",
    summary: "My number for emergencies",
    permission: "signed_in",
    output: Type.Object({ contact: nullable(Telephone) }),
  },
  setMyOnCallContact: {
    method: "PUT",
    path: "/me/on-call/contact",
    summary: "My number for emergencies, or none",
    permission: "signed_in",
    body: Type.Object({ telephone: nullable(text(60)), remark: text(200) }),
    output: Type.Object({ id: Id }),
    events: ["on_call.contact_set"],
    errors: ["on_call.telephone"],
  },
  getOnCallNumber: {
    method: "GET",
    path: "/on-call/turns/:id/number",
    summary:
      "The number of somebody who is on call now or within a day: for responders in reach, those of the same roster, and those asked by the same call",
    ...mine,
    output: Type.Object({ contact: nullable(Telephone) }),
    events: ["on_call.number_read"],
    limitPerMinute: 60,
  },
  listOnCallColleagues: {
    method: "GET",
    path: "/me/on-call/rosters/:id/people",
    summary: "Who shares a roster with me and may be asked to take a turn",
    ...mine,
    byViewer: true,
    output: Type.Object({ rows: list(Type.Object({ id: Id, name: text(201) }), 500) }),
  },
  askOnCallSwap: {
    method: "POST",
    path: "/me/on-call/turns/:id/swaps",
    summary: "Ask a colleague of the roster to take my turn",
    ...mine,
    body: Type.Object({ personId: Id, words: optionalWords }),
    output: Done,
    events: ["on_call.swap_asked"],
    errors: ["on_call.turn_over", "on_call.person", "on_call.swap_asked_already"],
  },
  answerOnCallSwap: {
    method: "PUT",
    path: "/me/on-call/swaps/:id",
    summary: "Take the turn that I was asked to take, or decline",
    ...mine,
    body: Type.Object({ accepts: Type.Boolean() }),
    output: Done,
    events: ["on_call.swap_answered"],
    errors: ["on_call.swap_over"],
  },
  withdrawOnCallSwap: {
    method: "PUT",
    path: "/me/on-call/swaps/:id/withdrawal",
    summary: "Ask no longer",
    ...mine,
    output: Done,
    events: ["on_call.swap_withdrawn"],
    errors: ["on_call.swap_over"],
  },
  handOverOnCall: {
    method: "PUT",
    path: "/me/on-call/turns/:id/handover",
    summary: "What I tell the next: open matters; it may be written anew until it was confirmed",
    ...mine,
    body: Type.Object({ note: text(4000, 1) }),
    output: Done,
    events: ["on_call.handed_over"],
    errors: ["on_call.turn_over", "on_call.handover_taken"],
  },
  takeOverOnCall: {
    method: "PUT",
    path: "/me/on-call/turns/:id/taking-over",
    summary: "I have taken over: the notes of those before me are confirmed with it",
    ...mine,
    output: Type.Object({ id: Id, takenAt: Moment }),
    events: ["on_call.taken_over"],
    errors: ["on_call.turn_over", "on_call.taken_already"],
  },
});
