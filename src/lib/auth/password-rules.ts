/** The shortest password, in characters. */
export const minPasswordCharacters = 10;
/** The longest password, in bytes: bcrypt ignores what follows. */
export const maxPasswordBytes = 72;

export type PasswordProblem = "password_short" | "password_long" | "password_common";

/** Words that carry most guessed passwords, in both of our languages, as letters and digits only. */
const guessedWords = new Set(
  (
    "password passwort passw0rd haslo hasło mojehaslo tajnehaslo qwerty qwertyuiop qwertz azerty asdfghjkl zxcvbnm " +
    "zaqwsx zaqxsw qazwsx qazwsxedc welcome letmein iloveyou iloveu kochamcie kochanie misiek polska " +
    "admin administrator root user login changeme secret master hello test testtest testing guest " +
    "dynamicqr qrcode monkey dragon football baseball superman batman starwars pokemon sunshine " +
    "princess whatever computer internet trustno michael jennifer jordan summer winter spring autumn " +
    "samsung google facebook aaaa abcd abcdef abcdefgh abcdefghij"
  ).split(" "),
);

const keyboardRuns = [
  "01234567890123456789",
  "98765432109876543210",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn",
  "1q2w3e4r5t6y7u8i9o0p",
  "zaq12wsxcde34rfv",
];

const disguises: Record<string, string> = {
  "@": "a",
  "0": "o",
  "1": "i",
  "3": "e",
  $: "s",
  "5": "s",
  "7": "t",
};

function isCommon(password: string): boolean {
  const plain = password.toLowerCase();
  // One short piece over and over: aaaaaaaaaa, 1212121212, abcabcabcabc.
  if (/^(.{1,4}?)\1+$/u.test(plain)) return true;
  if (keyboardRuns.some((run) => run.includes(plain))) return true;
  // A guessed word, alone or twice, with digits and signs around it or instead of letters.
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  const undisguised = core.replace(/[@013$57]/g, (character) => disguises[character] ?? character);
  return [core, undisguised].some((word) => {
    const half = word.slice(0, word.length / 2);
    return guessedWords.has(word) || (half + half === word && guessedWords.has(half));
  });
}

/** Whether the password is made of the address, with or without something short around it. */
function isAddress(password: string, email: string): boolean {
  const plain = password.toLowerCase();
  const address = email.toLowerCase();
  const local = address.split("@")[0] ?? "";
  if (plain === address) return true;
  return local.length >= 4 && plain.includes(local) && plain.length - local.length <= 4;
}

/**
 * What is wrong with a new password, or null. There are no rules about its composition: long
 * enough, within what bcrypt reads, and not among the first that somebody would guess.
 * @param email the account's address, which must not be the password
 */
export function findPasswordProblem(password: string, email = ""): PasswordProblem | null {
  if ([...password].length < minPasswordCharacters) return "password_short";
  if (new TextEncoder().encode(password).length > maxPasswordBytes) return "password_long";
  if (isCommon(password) || (email !== "" && isAddress(password, email))) return "password_common";
  return null;
}
