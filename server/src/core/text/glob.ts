/**
 * Whether all of `name` is as `pattern` says: `*` stands for anything, `?` for one character. Each `*` is tried for as little
 * as fits: no pattern takes long.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  let at = 0;
  let wanted = 0;
  let star = -1;
  let behindStar = 0;
  while (at < name.length) {
    if (pattern[wanted] === '*') {
      star = wanted++;
      behindStar = at;
    } else if (pattern[wanted] === '?' || pattern[wanted] === name[at]) {
      wanted++;
      at++;
    } else if (star >= 0) {
      wanted = star + 1;
      at = ++behindStar;
    } else return false;
  }
  while (pattern[wanted] === '*') wanted++;
  return wanted === pattern.length;
}
