// The rooms of planted incidents at companies that write English.
import type { StoryRoom } from "./story-room.ts";

export const roomsInEnglish: Readonly<Record<"plant" | "vpn", StoryRoom>> = {
  plant: {
    done: 3,
    entries: [
      {
        kind: "observed",
        at: 0,
        said: "The operator found the control computer of the paint line in a restart loop.",
      },
      {
        kind: "done",
        at: 0.5,
        said: "Cable pulled; the line stands in a safe state. The machine was left switched on.",
      },
      { kind: "told", at: 1.2, said: "Maker of the line called; an engineer is here at 13:00." },
      {
        kind: "observed",
        at: 5,
        said: "Two more office computers at the plant show nothing unusual.",
        later: 3,
      },
      { kind: "decided", at: 7, said: "The line is not started before the disk has been copied." },
      { kind: "done", at: 11, said: "Disk copied with the maker's engineer beside." },
    ],
    handover: {
      at: 12,
      isOpen:
        "The copy of the disk is being looked through; cause not known. Deliveries are safe until tomorrow noon.",
      comesNext: "Decide with the maker whether to set the computer up anew tonight.",
      isTaken: false,
    },
    evidence: [
      {
        what: "Disk image of the paint line's control computer",
        mark: "PL-IMG-1",
        where: "Plant 1, paint shop",
        at: 11,
        by: "The maker's engineer",
        chain: [{ to: "officer", at: 11.4, why: "Kept in the safe of the plant office", isConfirmed: true }],
      },
    ],
    briefs: [
      {
        at: 4,
        happened:
          "The paint line stands still: its control computer restarts again and again. It is off the network.",
        affected: "One line. Deliveries of tomorrow afternoon are at risk.",
        doing: "The maker's engineer is on the way; other computers of the plant are looked at.",
        decide: "Nothing yet.",
      },
    ],
  },
  vpn: {
    done: 99,
    counsel: "Kanzlei Muster & Partner",
    entries: [
      {
        kind: "observed",
        at: 0,
        said: "Sign-ins of an administrator at night from an address that nobody knows, through the VPN box.",
      },
      {
        kind: "done",
        at: 1.5,
        said: "VPN box taken off the internet; account closed; other sessions ended.",
      },
      {
        kind: "observed",
        at: 9,
        said: "The version of the box has a hole that is being used: it was published eight weeks ago.",
      },
      { kind: "decided", at: 12, said: "All passwords that went through the box are changed." },
      {
        kind: "told",
        at: 20,
        said: "The group office was told of make and version, so that others can look.",
      },
      {
        kind: "done",
        at: 60,
        said: "The box was set up anew with the repaired version and signs in with a second step.",
      },
    ],
    evidence: [
      {
        what: "Configuration and logs of the VPN box",
        mark: "VPN-7",
        where: "Server room, main building",
        at: 2.5,
        by: "helper",
        lines: [
          "03:12 login ok user=adm-net from=203.0.113.201",
          "03:19 export config user=adm-net",
          "04:41 session closed by operator",
        ],
        chain: [{ to: "officer", at: 3, why: "Kept", isConfirmed: true }],
      },
    ],
    briefs: [
      {
        at: 8,
        happened:
          "Somebody used an administrator's account through our VPN box in the night. The box is off the internet.",
        affected: "The office network. No sign yet that data left.",
        doing: "Logs are kept, passwords are changed, the maker is asked.",
        decide: "Nothing yet.",
      },
    ],
  },
};
