// What holds of packs. Pure.

/** A pack is made every day; from this age on it is said to be old: a day, and two hours for making it, also at a second try. */
export const oldAfterHours = 26;
