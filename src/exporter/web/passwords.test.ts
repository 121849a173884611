import { describe, expect, it } from 'vitest';
import { costOf } from '../web-config/users.js';
import { Passwords, type Verdict } from './passwords.js';

const HASH = `$2y$12$${'h'.repeat(53)}`;
const users = new Map([
  ['alice', HASH],
  ['bob', HASH],
]);

/** Comparisons that end when the test says so; the password `open` is right. */
function held() {
  const asked: { password: string; hash: string; end(error?: Error): void }[] = [];
  let atOnce = 0;
  let most = 0;
  const compare = (password: string, hash: string) =>
    new Promise<boolean>((resolve, reject) => {
      most = Math.max(most, ++atOnce);
      const end = (error?: Error) => {
        atOnce--;
        if (error) reject(error);
        else resolve(password === 'open');
      };
      asked.push({ password, hash, end });
    });
  /** Ends all comparisons, also those that begin meanwhile. */
  const endAll = async () => {
    for (let done = 0; done < asked.length; done++) {
      asked[done]?.end();
      await new Promise(setImmediate);
    }
  };
  return { passwords: new Passwords(users, compare), asked, endAll, most: () => most };
}
const settled = async (verdict: Promise<Verdict>, endAll: () => Promise<void>) => {
  await new Promise(setImmediate);
  await endAll();
  return verdict;
};

describe('a password', () => {
  it.each([
    { name: 'alice', password: 'open', verdict: 'right' },
    { name: 'alice', password: 'shut', verdict: 'wrong' },
    { name: 'eve', password: 'open', verdict: 'wrong' },
    { name: '', password: '', verdict: 'wrong' },
    { name: '__proto__', password: 'open', verdict: 'wrong' },
  ])('$password of "$name" is $verdict, after one comparison as long as any', async ({
    name,
    password,
    verdict,
  }) => {
    const { passwords, asked, endAll } = held();
    expect(await settled(passwords.check(name, password, 'a'), endAll)).toBe(verdict);
    expect(asked).toHaveLength(1);
    expect(costOf(asked[0]?.hash ?? '')).toBe(12);
    // It is known now, right or wrong.
    expect(await passwords.check(name, password, 'a')).toBe(verdict);
    expect(asked).toHaveLength(1);
  });

  it('that is right is right under its name alone', async () => {
    const { passwords, asked, endAll } = held();
    await settled(passwords.check('alice', 'open', 'a'), endAll);
    const other = passwords.check('bob', 'open', 'a');
    await new Promise(setImmediate);
    expect(asked).toHaveLength(2);
    await endAll();
    expect(await other).toBe('right');
  });

  it('is compared once, however many ask at once', async () => {
    const { passwords, asked, endAll } = held();
    const all = Array.from({ length: 100 }, () => passwords.check('alice', 'open', 'a'));
    await new Promise(setImmediate);
    await endAll();
    expect(new Set(await Promise.all(all))).toEqual(new Set(['right']));
    expect(asked).toHaveLength(1);
  });

  it('that was right is known while somebody guesses', async () => {
    const { passwords, endAll } = held();
    await settled(passwords.check('alice', 'open', 'prometheus'), endAll);
    for (let guess = 0; guess < 1000; guess++) void passwords.check('alice', `guess ${guess}`, `${guess}`);
    expect(await passwords.check('alice', 'open', 'prometheus')).toBe('right');
    await endAll();
  });

  it('that cannot be compared lets nobody in, and is compared again', async () => {
    const { passwords, asked, endAll } = held();
    const first = passwords.check('alice', 'open', 'a');
    await new Promise(setImmediate);
    asked[0]?.end(new Error('the thread is gone'));
    expect(await first).toBe('busy');
    expect(await settled(passwords.check('alice', 'open', 'a'), endAll)).toBe('right');
  });
});

describe('guesses', () => {
  it('are compared one at a time; few of an address wait, and few in all', async () => {
    const { passwords, asked, endAll, most } = held();
    const guesses = (address: string, count: number) =>
      Array.from({ length: count }, (_, guess) => passwords.check('alice', `${address} ${guess}`, address));
    const ofOne = guesses('one', 10);
    const others = Array.from({ length: 20 }, (_, at) => guesses(`other ${at}`, 2)).flat();
    await new Promise(setImmediate);
    await endAll();
    const count = async (verdicts: Promise<Verdict>[], wanted: Verdict) =>
      (await Promise.all(verdicts)).filter((verdict) => verdict === wanted).length;
    expect(await count(ofOne, 'wrong')).toBe(4);
    expect(await count(others, 'wrong')).toBe(28);
    expect(asked).toHaveLength(32);
    expect(most()).toBe(1);
    // There is room again.
    expect(await settled(passwords.check('alice', 'open', 'one'), endAll)).toBe('right');
  });

  it('that are wrong are forgotten after a hundred others', async () => {
    const { passwords, asked, endAll } = held();
    for (let guess = 0; guess <= 100; guess++) await settled(passwords.check('eve', `${guess}`, 'a'), endAll);
    await passwords.check('eve', '100', 'a');
    expect(asked).toHaveLength(101);
    await settled(passwords.check('eve', '0', 'a'), endAll);
    expect(asked).toHaveLength(102);
  });
});
