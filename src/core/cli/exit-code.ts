/** 0 done · 1 refused by the server · 2 wrong use · 3 not reachable · 4 the trail is broken, or a paper is not the signed one. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;
