// Lent to later modules: what the rule of a kind of duty says. Pure.

/** Above the addressee: the deputy, the company executive, the division, the group office. */
export type Level = 1 | 2 | 3 | 4;

export type Rule = {
  /** Days before the due day on which the addressee is reminded. */
  remindBefore: readonly number[];
  /** Days after it, where nobody stands above to whom it could rise: the same are told again. */
  remindAfter?: readonly number[];
  /** Days after the due day on which the duty rises, and to whom; who would be told of somebody else's work is left out. */
  rise: readonly (readonly [days: number, level: Level])[];
  /**
   * A clock of elapsed hours in place of days: counted from the moment it begins at, whatever the zone, the working week or the hour
   * of the night. Zero is the moment itself.
   */
  hours?: {
    remindAfter: readonly number[];
    /** Hours before the moment it is due at, where each has its own. */
    remindBeforeDue?: readonly number[];
    rise: readonly (readonly [hours: number, level: Level])[];
    /** Of a clock whose length each duty brings along: shares of it after which it reminds; `rise` then counts from its due moment. */
    shares?: readonly number[];
  };
};

export const short = [3, 1, 0];
/** To one level after the other, each so many days after the due day. */
export const upwards = (...days: number[]): Rule["rise"] =>
  days.map((after, at) => [after, (at + 1) as Level]);
export const ofItsOwnLength = (
  shares: readonly number[],
  rise: NonNullable<Rule["hours"]>["rise"],
): Rule => ({
  remindBefore: [],
  rise: [],
  hours: { remindAfter: [0], shares, rise },
});
