// On what the keeping of personal data may rest: GDPR Art. 6(1) (a) to (f). What another law names is "other", in its words.

export const legalGrounds = [
  "consent",
  "contract",
  "legal_obligation",
  "vital_interest",
  "public_task",
  "legitimate_interest",
  "other",
] as const;

/** `ended`: approved once, its last day is over. */
export const purposeStates = ["proposed", "approved", "ended", "refused", "withdrawn"] as const;
/** What waits for a second person: a first or further purpose, one in place of another, or the end of one. */
export const proposals = ["new", "replace", "end"] as const;
/** Why a use rests on no approved purpose. */
export const lacksOfUse = ["none", "proposed", "refused", "withdrawn", "not_yet", "ended"] as const;
/** What a reviewer says of such a use. */
export const answersOfUse = ["will_stop", "will_propose", "accepted_for_now"] as const;
