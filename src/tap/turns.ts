import type { Gradients } from './model.js';

/** A loop may train its parts in turn, each every so many steps. */
const TURNS = 8;

type GradientList = readonly { readonly name: string; readonly tensor?: unknown }[];

/** Kinds of updates that are remembered: a loop may choose what it trains at random. */
const MOST = 64;

/** Updates of the same variables, with gradients for the same ones of them. */
interface Kind {
  readonly list: readonly { readonly name: string; readonly isReceived: boolean }[];
  readonly listed: ReadonlySet<string>;
  readonly received: ReadonlySet<string>;
  /** The newest update of this kind. */
  last: number;
}

/** What updates were for of late: of which variables, and for which of them there was a gradient. */
export class Turns {
  private updates = 0;
  private lastLook = 0;
  private kinds: Kind[] = [];

  /** One more update. Most are like the one before: then nothing but a few strings is compared. */
  note(list: GradientList): void {
    this.updates++;
    const kind = this.kinds.find((each) => isLike(each, list)) ?? this.learned(list);
    kind.last = this.updates;
  }

  /** All variables were looked at in this update. */
  looked(): void {
    this.lastLook = this.updates;
  }

  /** Whether it had a place among the gradients in one of the last updates, or in one since it was last looked at. */
  isListed(name: string): boolean {
    return this.kinds.some((kind) => this.isRecent(kind) && kind.listed.has(name));
  }

  /** Whether it got a gradient in one of these. */
  isReceived(name: string): boolean {
    return this.kinds.some((kind) => this.isRecent(kind) && kind.received.has(name));
  }

  private isRecent({ last }: Kind): boolean {
    return last > this.lastLook || this.updates - last < TURNS;
  }

  private learned(gradients: GradientList): Kind {
    const list = gradients.map(({ name, tensor }) => ({ name, isReceived: Boolean(tensor) }));
    const names = (those: typeof list) => new Set(those.map(({ name }) => name));
    const kind: Kind = {
      list,
      listed: names(list),
      received: names(list.filter(({ isReceived }) => isReceived)),
      last: this.updates,
    };
    const others = this.kinds.filter((each) => this.isRecent(each)).sort((a, b) => b.last - a.last);
    this.kinds = [kind, ...others].slice(0, MOST);
    return kind;
  }
}

/** Gradients as a list, by whichever way an optimizer is handed them. */
export const listOf = (gradients: Gradients) =>
  Array.isArray(gradients)
    ? (gradients as Extract<Gradients, readonly unknown[]>)
    : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));

function isLike({ list }: Kind, gradients: GradientList): boolean {
  if (list.length !== gradients.length) return false;
  for (let index = 0; index < list.length; index++) {
    const [was, is] = [list[index], gradients[index]];
    if (was?.name !== is?.name || was?.isReceived !== Boolean(is?.tensor)) return false;
  }
  return true;
}
