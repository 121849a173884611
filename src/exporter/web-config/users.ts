import { shown } from '../../option-checks.js';
import { refuse, type Section } from './section.js';

/** A cost above this takes longer than a scrape may: 2^16 rounds are seconds of JavaScript. */
const MOST_COST = 16;

/** Characters of a name that a message shows. */
const MOST_SHOWN = 80;

/** Reads `basic_auth_users`: names with the bcrypt hash of a password. */
export function usersOf(top: Section): ReadonlyMap<string, string> {
  const users = new Map<string, string>();
  for (const [name, hash] of top.mapping('basic_auth_users')) {
    if (typeof name !== 'string') refuse('basic_auth_users', 'names with a hash each', shown(name));
    const path = `basic_auth_users.${name.length > MOST_SHOWN ? `${name.slice(0, MOST_SHOWN)}…` : name}`;
    const cost = typeof hash === 'string' ? costOf(hash) : undefined;
    // Whatever it is, it may be the password itself.
    if (typeof hash !== 'string' || cost === undefined)
      refuse(path, 'a bcrypt hash, as htpasswd -nBC 10 makes one', 'something else');
    else if (cost < 4 || cost > MOST_COST)
      refuse(path, `a bcrypt hash of cost 4 to ${MOST_COST}`, `cost ${cost}`);
    // The name ends at the first colon of what a client sends.
    if (name.includes(':')) refuse(path, 'a name without a colon', 'one');
    users.set(name, hash);
  }
  return users;
}

/** The cost of a bcrypt hash; undefined where it is none. */
export function costOf(hash: string): number | undefined {
  const found = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(hash);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
