// The one form of a number that people type. The same cases hold the node's half (typed.json).

const CYRILLIC = "АВЕКМНОРСТУХІЈЅЁ";
const LATIN = "ABEKMHOPCTYXIJSE";
const LOOK_ALIKE = new Map([...CYRILLIC].map((letter, place) => [letter, LATIN[place] ?? letter]));

/** Capitals and digits alone; Latin letters for Cyrillic ones that look the same. */
export function identifier(text: string): string {
  const capitals = text.normalize("NFKC").toUpperCase().normalize("NFKC");
  const letters = capitals.replace(/[^\p{L}\p{N}]/gu, "");
  return [...letters].map((letter) => LOOK_ALIKE.get(letter) ?? digit(letter)).join("");
}

// Digits of a script follow each other from its zero.
function digit(letter: string): string {
  if (!/[^0-9]/.test(letter) || !/\p{Nd}/u.test(letter)) return letter;
  let zero = letter.codePointAt(0) ?? 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(((letter.codePointAt(0) ?? 0) - zero) % 10);
}
