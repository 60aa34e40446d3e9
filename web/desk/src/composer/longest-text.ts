/** Letters of one reply or note. */
export const longestText = 8_000
