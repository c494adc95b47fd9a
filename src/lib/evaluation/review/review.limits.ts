/** Longest word kept with a review or with what one follows, in characters. */
export const NOTE_LONGEST = 500;
